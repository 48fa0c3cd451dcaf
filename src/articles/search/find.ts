/** Searching: the index gives candidates, and their text decides. */
import type { Article } from '../article'
import { type Packed, unpackSized } from '../pack'
import { ARTICLE_COLUMNS, type ArticleRow, toArticle } from '../row'
import { boundedHtml } from '../sizes'
import { headOf, textLines } from '../text-of'
import { highlight, type Part, passages } from './highlight'
import type { Pattern } from './phrase'
import type { Query } from './query'
import { fold } from './segment'

/** How many articles a page of results shows. */
const PAGE_LENGTH = 20
/** How many candidates are looked at for one page, which may therefore come out short. */
const MAX_CANDIDATES = 60
/** Once the bodies that were read for a page take this many bytes, it ends. A long one takes 1.5 million. */
const MAX_BYTES = 1_000_000

export interface Scope {
  /** Only this section, by its slug. */
  section: string | null
  /** Only articles with a lower sequence number. */
  before: number | null
}

/**
 * Candidates for a page of results, newest first. Decode with `toFound`. FTS5 begins at a row only where
 * that is an integer, and D1 binds all numbers as floating point: else it goes through all that are newer.
 */
export const selectCandidates = (db: D1Database, query: Query, { section, before }: Scope) =>
  db
    .prepare(
      `WITH found AS (
         SELECT rowid AS place FROM search
         WHERE search MATCH ?1 || CASE WHEN ?2 IS NULL THEN '' ELSE
             ' "section:' || coalesce((SELECT id FROM sections WHERE slug = ?2), 0) || '"' END
           AND rowid < CAST(?3 AS INTEGER)
         ORDER BY rowid DESC LIMIT ?4)
       SELECT found.place, ${ARTICLE_COLUMNS}, ${boundedHtml('found.place DESC', MAX_BYTES)}
       FROM found
       LEFT JOIN articles a ON a.sequence = found.place AND a.status = 'published'
       LEFT JOIN sections s ON s.id = a.section_id
       LEFT JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
       ORDER BY found.place DESC`,
    )
    .bind(query.match, section, before ?? Number.MAX_SAFE_INTEGER, limitOf(query) + 1)

const limitOf = ({ isExact }: Query) => (isExact ? PAGE_LENGTH : MAX_CANDIDATES)

type CandidateRow = { place: number; html: Packed | null } & (ArticleRow | { id: null })

/** An article that was found, with the places that show why. */
export interface Hit {
  article: Article
  title: Part[]
  passages: Part[]
}

export interface Found {
  hits: Hit[]
  /** Where to go on; null at the end. A page may hold few hits, or none, and not be the last. */
  next: number | null
}

/** A page of results: the candidates that really hold what the query asks for. */
export async function toFound(result: D1Result, query: Query): Promise<Found> {
  const rows = result.results as unknown as CandidateRow[]
  const hits: Hit[] = []
  let seen = 0
  let bytes = 0
  for (const row of rows.slice(0, limitOf(query))) {
    if (bytes >= MAX_BYTES || (row.id !== null && row.html === null)) break
    seen++
    if (row.id === null) continue
    const { text, size } = await unpackSized(row.html ?? '')
    bytes += size
    const hit = hitOf(toArticle(row), text, query)
    if (hit) hits.push(hit)
    if (hits.length === PAGE_LENGTH) break
  }
  return { hits, next: seen < rows.length ? (rows[seen - 1]?.place ?? null) : null }
}

function hitOf(article: Article, html: string, query: Query): Hit | null {
  const { patterns } = query
  const lines = textLines(html)
  const head = fold([...headOf(article), article.excerpt].join('\n'))
  const body = fold(lines.join('\n'))
  const isFound = (pattern: Pattern) => head.search(pattern) >= 0 || body.search(pattern) >= 0
  if (!patterns.every(isFound)) return null
  return {
    article,
    title: highlight(article.title, patterns),
    passages: passages(lines, body, patterns) ?? highlight(article.excerpt, patterns),
  }
}
