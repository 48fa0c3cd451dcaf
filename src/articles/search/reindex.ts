/** Rebuilds the search index, a slice at a time, while the newsroom goes on working. */
import { type Packed, unpackSized } from '../pack'
import { boundedHtml } from '../sizes'
import { type IndexEntry, writeIndex } from './write'

/** How many articles one slice looks at: about 50 ms of work. */
const SLICE = 25
/** Once the bodies read take this many bytes, a slice ends. */
const MAX_BYTES = 1_000_000

interface Row {
  id: number
  sequence: number
  revision: number
  status: string
  title: string
  keywords: string
  excerpt: string
  html: Packed | null
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
         ${boundedHtml('a.sequence', MAX_BYTES)}
       FROM (SELECT * FROM articles WHERE sequence > ?1 ORDER BY sequence LIMIT ?2) a
       CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
       ORDER BY a.sequence`,
    )
    .bind(after, SLICE)
    .run<Row>()
  const entries: IndexEntry[] = []
  let bytes = 0
  for (const row of results) {
    if (bytes >= MAX_BYTES || row.html === null) break
    const { text, size } = await unpackSized(row.html)
    bytes += size
    entries.push(entryOf(row, text))
  }
  if (entries.length > 0) await db.batch(writeIndex(db, entries))
  const done = entries.length
  const isMore = done < results.length || results.length === SLICE
  return { done, next: isMore ? (results[done - 1]?.sequence ?? null) : null }
}

function entryOf({ id, revision, status, ...row }: Row, html: string): IndexEntry {
  if (status !== 'published') return { id, revision, text: null }
  const keywords = JSON.parse(row.keywords) as string[]
  return { id, revision, text: { title: row.title, keywords, excerpt: row.excerpt, html } }
}
