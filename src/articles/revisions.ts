/** The past of an article: every revision, as its editor wrote it. */
import { disown, newEdition, toOwed } from '../delivery/editions'
import type { Owed } from '../delivery/outbox'
import { pageNames } from '../site'
import type { Content } from './article'
import { contentOf, type PackedText } from './store'
import { note } from './writing/audit'

export interface Revision {
  number: number
  /** UTC seconds. */
  createdAt: number
  /** The key that wrote it, and what it is called. */
  keyId: number
  keyName: string
  /** When it had to be erased; its content is gone then. */
  erasedAt: number | null
}

interface RevisionRow {
  number: number
  created_at: number
  key_id: number
  key_name: string
  erased_at: number | null
}

const COLUMNS = 'r.number, r.created_at, r.key_id, k.name AS key_name, r.erased_at'
const FROM = 'FROM revisions r CROSS JOIN keys k ON k.id = r.key_id'

const toRevision = (row: RevisionRow): Revision => ({
  number: row.number,
  createdAt: row.created_at,
  keyId: row.key_id,
  keyName: row.key_name,
  erasedAt: row.erased_at,
})

/** Revisions before a number, newest first. */
export async function listRevisions(
  db: D1Database,
  articleId: number,
  before: number,
  limit: number,
): Promise<Revision[]> {
  const { results } = await db
    .prepare(
      `SELECT ${COLUMNS} ${FROM} WHERE r.article_id = ?1 AND r.number < ?2
       ORDER BY r.number DESC LIMIT ?3`,
    )
    .bind(articleId, before, limit)
    .run<RevisionRow>()
  return results.map(toRevision)
}

/** One revision with its content, which is null once it is erased; null when there is none. */
export async function findRevision(
  db: D1Database,
  articleId: number,
  number: number,
): Promise<(Revision & { content: Content | null }) | null> {
  const row = await db
    .prepare(
      `SELECT ${COLUMNS}, r.content, r.html ${FROM} WHERE r.article_id = ?1 AND r.number = ?2`,
    )
    .bind(articleId, number)
    .first<RevisionRow & PackedText>()
  if (!row) return null
  const content = row.erased_at === null ? await contentOf(row) : null
  return { ...toRevision(row), content }
}

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
    note(db, {
      at: now,
      keyId,
      action: 'revision.erase',
      subject: String(articleId),
      revision: number,
    }),
  ])
  return toOwed(edition, results)
}
