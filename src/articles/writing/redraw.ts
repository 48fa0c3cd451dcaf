/** Articles without a picture that was barred: the same revisions, shown without it. */
import type { Owed } from '../../delivery/editions'
import { fillIn } from '../body/fill-in'
import { renderAccepted } from '../body/render'
import { findPictures } from '../pictures'
import { type StoredArticle, selectStoredAmong, toStoredEach } from '../store'
import type { AuditEntry } from './audit'
import { bytesOf, MAX_BATCH_BYTES, type Newsroom } from './commit'
import { type Rendering, rerender } from './rerender'

/** How many articles at a time: rendering takes its time. */
const SLICE = 25

/**
 * Draws the first articles anew that show a picture. `isDone` when no article shows it any more; otherwise
 * call it again, perhaps later: somebody has just changed one of them, or there are more.
 */
export async function redraw(
  newsroom: Newsroom,
  hash: string,
  by: Pick<AuditEntry, 'keyId' | 'at'>,
): Promise<{ owed: Owed[]; isDone: boolean }> {
  const { db, site } = newsroom
  const among = selectStoredAmong(
    `SELECT article_id AS id, article_id AS n FROM picture_uses WHERE hash = ?1
     ORDER BY article_id LIMIT ${SLICE + 1}`,
  )
  const found = await db.prepare(among).bind(hash).run()
  if (found.results.length === 0) return { owed: [], isDone: true }
  const renderings: Rendering[] = []
  const left: number[] = []
  let bytes = 0
  const articles: StoredArticle[] = []
  for (const read of toStoredEach(found).slice(0, SLICE)) articles.push(await read())
  // In one question: an invocation may ask fifty (D1 on the Workers free plan).
  const pictures = await findPictures(
    db,
    articles.map(({ content }) => content),
  )
  for (const before of articles) {
    const { body, format } = before.content
    const accepted = renderAccepted(body, format, site)
    if (!accepted) {
      left.push(before.id)
      continue
    }
    const one = { before, body: fillIn(accepted, before.content, pictures) }
    bytes += bytesOf({ content: before.content, body: one.body })
    if (bytes > MAX_BATCH_BYTES && renderings.length > 0) break
    renderings.push(one)
  }
  // What cannot be rendered today stays as it is: an empty frame where the picture was.
  if (left.length > 0) await forget(db, hash, left).run()
  if (renderings.length === 0) return { owed: [], isDone: false }
  const owed = await rerender(newsroom, renderings, by)
  if (owed === 'lost') return { owed: [], isDone: false }
  return { owed: [owed], isDone: renderings.length + left.length === found.results.length }
}

const forget = (db: D1Database, hash: string, articles: number[]) =>
  db
    .prepare(
      `DELETE FROM picture_uses
       WHERE hash = ?1 AND article_id IN (SELECT value FROM json_each(?2))`,
    )
    .bind(hash, JSON.stringify(articles))
