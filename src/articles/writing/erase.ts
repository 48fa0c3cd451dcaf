/** Erasing what must not stay, not even in the past. */
import { disown, newEdition, toOwed } from '../../delivery/editions'
import type { Owed } from '../../delivery/outbox'
import { pageNames } from '../../site'
import { writeAudit } from './audit'

/**
 * Erases the content of a revision that is not the current one. Its number, author and date stay,
 * and the trail says who did it. Answers kept for retries are emptied, not forgotten: the request
 * sent again must not bring the text back. Copies in KV are overwritten.
 */
export async function eraseRevision(
  db: D1Database,
  articleId: number,
  number: number,
  keyId: number,
  now: number,
): Promise<Owed> {
  const edition = newEdition()
  const pages = 'SELECT ?3 || slug AS page FROM articles WHERE id = ?2 AND sequence IS NOT NULL'
  const results = await db.batch([
    db
      .prepare(
        `UPDATE revisions SET content = X'', html = NULL, erased_at = ?3
         WHERE article_id = ?1 AND number = ?2 AND erased_at IS NULL
           AND number < (SELECT revision FROM articles WHERE id = ?1)`,
      )
      .bind(articleId, number, now),
    db.prepare("UPDATE idempotency_keys SET answer = X'' WHERE article_id = ?1").bind(articleId),
    disown(db, edition, pages, articleId, pageNames.articlePrefix),
    writeAudit(db, {
      at: now,
      keyId,
      action: 'revision.erase',
      subject: String(articleId),
      revision: number,
    }),
  ])
  return toOwed(edition, results)
}
