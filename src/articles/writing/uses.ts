/**
 * Which pictures articles show: rows in the batch of whatever changes that. Triggers see to what follows:
 * that a picture which is used is not removed, and one that is not will be. See migration 16.
 */

import type { Body } from '../body/render'
import { namedBy } from '../pictures'
import type { StoredArticle } from '../store'

/** What SQLite says when a picture has gone that was there a moment ago. */
export const NOT_KEPT = 'picture is not kept'

interface Step {
  before: StoredArticle | null
  article: StoredArticle
  body: Body
}

/** None where neither what was nor what is names a picture. */
export function writeUses(db: D1Database, steps: Step[]): D1PreparedStatement[] {
  const concerned = steps.filter(
    ({ before, body }) =>
      body.pictures.length > 0 || (before !== null && namedBy(before.content).length > 0),
  )
  if (concerned.length === 0) return []
  const uses = concerned.flatMap(({ article, body }) =>
    body.pictures.map(({ hash, hasAlt }) => ({ id: article.id, hash, hasAlt: Number(hasAlt) })),
  )
  const edited = concerned.flatMap(({ before }) => (before ? [before.id] : []))
  return [
    ...(uses.length > 0 ? [insert(db, uses)] : []),
    ...(edited.length > 0 ? [removeOthers(db, edited, uses)] : []),
  ]
}

interface Use {
  id: number
  hash: string
  hasAlt: number
}

const insert = (db: D1Database, uses: Use[]) =>
  db
    .prepare(
      `INSERT INTO picture_uses (article_id, hash, has_alt)
       SELECT value ->> 'id', value ->> 'hash', value ->> 'hasAlt' FROM json_each(?1) WHERE true
       ON CONFLICT (article_id, hash) DO UPDATE SET has_alt = excluded.has_alt`,
    )
    .bind(JSON.stringify(uses))

const removeOthers = (db: D1Database, ids: number[], uses: Use[]) =>
  db
    .prepare(
      `DELETE FROM picture_uses WHERE article_id IN (SELECT value FROM json_each(?1))
         AND (article_id, hash) NOT IN
           (SELECT value ->> 'id', value ->> 'hash' FROM json_each(?2))`,
    )
    .bind(JSON.stringify(ids), JSON.stringify(uses))
