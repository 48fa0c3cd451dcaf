/**
 * Handing in, taking back and sending back. What is approved is published, like anything else: that settles a
 * hand-in by a trigger, in the article's own batch.
 */
import { newEdition } from '../../delivery/editions'
import type { HandIn, NamedKey } from '../hand-ins'
import type { StoredArticle } from '../store'
import { writeAudit } from './audit'
import { storeOnce } from './once'
import { giveUpIf, unlessGivenUp } from './rows'

/** Who does it, and when, in UTC seconds. */
export interface Deed {
  by: NamedKey
  now: number
}

type Seen = Pick<StoredArticle, 'id' | 'revision'>

/** SQL that holds unless the article `?1` is a draft at revision `?2`. */
const IS_OTHER = `NOT EXISTS (SELECT 1 FROM articles
  WHERE id = ?1 AND revision = ?2 AND status = 'draft')`

/**
 * Hands an article in as it is, in place of what was handed in of it before. `lost` when it has changed, or is no
 * draft. Throws like `storeOnce`.
 */
export async function handIn(
  db: D1Database,
  { id, revision }: Seen,
  note: string | null,
  { by, now }: Deed,
): Promise<HandIn | 'lost'> {
  const write = db
    .prepare(
      `INSERT INTO hand_ins (article_id, revision, key_id, at, note) VALUES (?1, ?2, ?3, ?4, ?5)
       ON CONFLICT (article_id) DO UPDATE SET revision = excluded.revision, key_id = excluded.key_id,
         at = excluded.at, note = excluded.note, returned_at = NULL, returned_by = NULL, reply = NULL`,
    )
    .bind(id, revision, by.id, now, note)
  const guard = giveUpIf(db, IS_OTHER, id, revision)
  const stored = await store(db, 'article.hand-in', { id, revision }, { by, now }, [guard, write])
  return stored === 'lost' ? 'lost' : { revision, by, at: now, note, returned: null }
}

/** Takes a hand-in back, be it sent back or not. `lost` when there is none any more. Throws like `storeOnce`. */
export function takeBack(db: D1Database, article: Seen, deed: Deed): Promise<'done' | 'lost'> {
  const isGone = 'NOT EXISTS (SELECT 1 FROM hand_ins WHERE article_id = ?1)'
  return store(db, 'article.take-back', article, deed, [
    giveUpIf(db, isGone, article.id),
    db.prepare('DELETE FROM hand_ins WHERE article_id = ?1').bind(article.id),
  ])
}

/**
 * Sends back what waits, with a note. `lost` when the article has changed since, or is no draft; or when that
 * hand-in does not wait any more. Throws like `storeOnce`.
 */
export async function sendBack(
  db: D1Database,
  article: Seen,
  waiting: HandIn,
  note: string,
  { by, now }: Deed,
): Promise<HandIn | 'lost'> {
  const isSettled = `NOT EXISTS (SELECT 1 FROM hand_ins WHERE article_id = ?1 AND returned_at IS NULL
    AND (revision, key_id, at, note) IS (?3, ?4, ?5, ?6))`
  const { revision, at } = waiting
  const condition = `(${IS_OTHER} OR ${isSettled})`
  const stored = await store(db, 'article.send-back', article, { by, now }, [
    giveUpIf(
      db,
      condition,
      article.id,
      article.revision,
      revision,
      waiting.by.id,
      at,
      waiting.note,
    ),
    db
      .prepare(
        'UPDATE hand_ins SET returned_at = ?2, returned_by = ?3, reply = ?4 WHERE article_id = ?1',
      )
      .bind(article.id, now, by.id, note),
  ])
  return stored === 'lost' ? 'lost' : { ...waiting, returned: { by, at: now, note } }
}

/** Stores it all once, with an entry in the trail. The first statement may give it up. */
async function store(
  db: D1Database,
  action: string,
  { id, revision }: Seen,
  { by, now }: Deed,
  statements: D1PreparedStatement[],
): Promise<'done' | 'lost'> {
  const token = newEdition()
  const entry = { at: now, keyId: by.id, action, subject: String(id), revision }
  const all = [...statements, writeAudit(db, token, entry)]
  const stored = await unlessGivenUp(storeOnce(db, { token, statements: all }))
  return stored === 'lost' ? 'lost' : 'done'
}
