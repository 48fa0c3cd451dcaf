/** The past of an article: every revision, as its editor wrote it. */
import type { Content } from './article'
import { contentOf, PACKED_TEXT, type PackedText } from './store'

export interface Revision {
  number: number
  /** UTC seconds. */
  createdAt: number
  /** The key that wrote it, and that key's name. */
  keyId: number
  keyName: string
  /** When it was erased, and its content with it. */
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
    .prepare(`SELECT ${COLUMNS}, ${PACKED_TEXT} ${FROM} WHERE r.article_id = ?1 AND r.number = ?2`)
    .bind(articleId, number)
    .first<RevisionRow & PackedText>()
  if (!row) return null
  const content = row.erased_at === null ? await contentOf(row) : null
  return { ...toRevision(row), content }
}
