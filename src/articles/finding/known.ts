/** What the newest articles are given, to complete what somebody begins to type. */

/** How many articles are looked at for what they are given, and how much of each is told. */
const RECENT = 50
const MAX_TERMS = 100

/** What the newest articles are given, each once, the most recent first; at most a hundred of each. */
export interface RecentTerms {
  keywords: string[]
  authors: string[]
  /** Names of sources. */
  sources: string[]
}

/** The newest published articles, for what they are given. Decode with `toRecentTerms`. Reads 50 rows. */
export const selectRecentTerms = (db: D1Database) =>
  db.prepare(
    `SELECT keywords, author, source_name AS source FROM articles WHERE status = 'published'
     ORDER BY published_at DESC, id DESC LIMIT ${RECENT}`,
  )

interface TermsRow {
  /** JSON. */
  keywords: string
  author: string | null
  source: string | null
}

export function toRecentTerms(result: D1Result): RecentTerms {
  const rows = result.results as unknown as TermsRow[]
  return {
    keywords: distinct(rows.flatMap(({ keywords }) => JSON.parse(keywords) as string[])),
    authors: distinct(rows.map(({ author }) => author)),
    sources: distinct(rows.map(({ source }) => source)),
  }
}

const distinct = (values: (string | null)[]) =>
  [...new Set(values)].filter((value) => value !== null).slice(0, MAX_TERMS)
