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

/** Revisions before a number, newest first. Decode with `toRevisions`. */
export const selectRevisions = (db: D1Database, articleId: number, before: number, limit: number) =>
  db
    .prepare(
      `SELECT ${COLUMNS} ${FROM} WHERE r.article_id = ?1 AND r.number < ?2
       ORDER BY r.number DESC LIMIT ?3`,
    )
    .bind(articleId, before, limit)

export const toRevisions = (result: D1Result): Revision[] =>
  (result.results as unknown as RevisionRow[]).map(toRevision)

export const listRevisions = async (...which: Parameters<typeof selectRevisions>) =>
  toRevisions(await selectRevisions(...which).run())

/** A revision with its content, which is null once it is erased. */
export interface PastRevision extends Revision {
  content: Content | null
}

/** Those of an article with these numbers, in no order, with their content. Decode with `toPast`. */
export const selectPast = (db: D1Database, articleId: number, numbers: number[]) =>
  db
    .prepare(
      `SELECT ${COLUMNS}, ${PACKED_TEXT} FROM (SELECT DISTINCT value FROM json_each(?2)) j
       CROSS JOIN revisions r ON r.article_id = ?1 AND r.number = j.value
       CROSS JOIN keys k ON k.id = r.key_id`,
    )
    .bind(articleId, JSON.stringify(numbers))

export const toPast = (result: D1Result): Promise<PastRevision[]> =>
  Promise.all((result.results as unknown as (RevisionRow & PackedText)[]).map(pastOf))

const pastOf = async (row: RevisionRow & PackedText): Promise<PastRevision> => ({
  ...toRevision(row),
  content: row.erased_at === null && row.content !== '' ? await contentOf(row) : null,
})

/** One of them without its content, as if there were none; null when there is none. */
export async function findHead(
  db: D1Database,
  articleId: number,
  number: number,
): Promise<PastRevision | null> {
  const [head] = await listRevisions(db, articleId, number + 1, 1)
  return head?.number === number ? { ...head, content: null } : null
}

/** One of them; null when there is none. */
export async function findRevision(
  db: D1Database,
  articleId: number,
  number: number,
): Promise<PastRevision | null> {
  const row = await db
    .prepare(`SELECT ${COLUMNS}, ${PACKED_TEXT} ${FROM} WHERE r.article_id = ?1 AND r.number = ?2`)
    .bind(articleId, number)
    .first<RevisionRow & PackedText>()
  return row ? pastOf(row) : null
}
