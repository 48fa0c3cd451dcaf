/** What is in use already, to complete what somebody begins to type. */
import { pageNames } from '../../site'

/** How many names are looked at, in the order of their characters. */
const MAX_LOOKED_AT = 100

/**
 * Keywords or authors of published articles that begin with `start`, exactly as it is spelled: of the first
 * hundred, those of most articles first. Decode with `toKnown`. Reads a row for each.
 */
export const selectKnown = (db: D1Database, kind: 'keyword' | 'author', start: string) => {
  const prefix = pageNames[kind]('')
  return db
    .prepare(
      `SELECT substr(name, ?1) AS name
       FROM (SELECT name, count FROM lists WHERE name >= ?2 AND name < ?3 ORDER BY name LIMIT ${MAX_LOOKED_AT})
       WHERE count > 0 ORDER BY count DESC, name`,
    )
    .bind(prefix.length + 1, prefix + start, `${prefix}${start}\u{10ffff}`)
}

export const toKnown = (result: D1Result) =>
  (result.results as { name: string }[]).map(({ name }) => name)

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
