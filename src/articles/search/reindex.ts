/** Rebuilds the search index, a slice at a time, while the newsroom goes on working. */
import { unpack } from '../pack'
import { boundedHtml } from './find'
import { type IndexEntry, writeIndex } from './write'

/** How many articles one slice looks at: about 50 ms of work. */
const SLICE = 25

interface Row {
  id: number
  sequence: number
  revision: number
  status: string
  title: string
  keywords: string
  excerpt: string
  html: number[] | null
}

export interface Slice {
  /** How many articles it brought up to date. */
  done: number
  /** Where to go on; null at the end. */
  next: number | null
}

/**
 * Indexes the next articles after a sequence number, and drops those among them that are not
 * public. An article written meanwhile keeps its newer entry: one made from an older revision is
 * not taken.
 */
export async function reindex(db: D1Database, after: number): Promise<Slice> {
  const { results } = await db
    .prepare(
      `SELECT a.id, a.sequence, a.revision, a.status, a.title, a.keywords, a.excerpt,
         ${boundedHtml('a.sequence')}
       FROM (SELECT * FROM articles WHERE sequence > ?1 ORDER BY sequence LIMIT ?2) a
       CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
       ORDER BY a.sequence`,
    )
    .bind(after, SLICE)
    .run<Row>()
  const end = results.findIndex(({ html }) => html === null)
  const rows = end === -1 ? results : results.slice(0, end)
  if (rows.length > 0) await db.batch(writeIndex(db, await Promise.all(rows.map(toEntry))))
  const isMore = end !== -1 || rows.length === SLICE
  return { done: rows.length, next: isMore ? (rows.at(-1)?.sequence ?? null) : null }
}

async function toEntry({ id, revision, status, ...row }: Row): Promise<IndexEntry> {
  if (status !== 'published') return { id, revision, text: null }
  const keywords = JSON.parse(row.keywords) as string[]
  const html = await unpack(row.html ?? [])
  return { id, revision, text: { title: row.title, keywords, excerpt: row.excerpt, html } }
}
