/** Searching: the index gives candidates, and their text decides. */
import type { Article } from '../article'
import { type Packed, unpackSized } from '../pack'
import { firstRow, type Place, placeAt, toReference } from '../reference'
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
export const MAX_BYTES = 1_000_000

export interface Scope {
  /** Only this section, by its slug. */
  section: string | null
  /** Only articles that come after this place, the newest first. */
  before: Place | null
}

/**
 * Candidates for a page of results in the catalogue's index, newest first. Decode with `toCandidates`. FTS5 begins
 * at a row only where that is an integer, and D1 binds all numbers as floating point: else it goes through all
 * that are newer.
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
    .bind(query.match, section, endOf(before), limitOf(query) + 1)

/** The catalogue's row at a place comes after all others there. */
const endOf = (before: Place | null) =>
  before === null ? Number.MAX_SAFE_INTEGER : before.sequence + (before.row > 0 ? 1 : 0)

/** How many candidates a page looks at. */
export const limitOf = ({ isExact }: Query) => (isExact ? PAGE_LENGTH : MAX_CANDIDATES)

/** An article that may hold what is looked for; null where it turned out not to be there for readers. */
export interface Looked {
  /** Its row in the index: see reference.ts. */
  foundAt: number
  row: ArticleRow | null
  /** The rendering; null where there was no room for it. */
  html: Packed | null
}

type CandidateRow = { place: number; html: Packed | null } & (ArticleRow | { id: null })

export const toCandidates = (result: D1Result): Looked[] =>
  (result.results as unknown as CandidateRow[]).map(({ place, html, ...row }) => ({
    foundAt: firstRow(place),
    // Nor where the text has been moved since: its row in this index is on its way out.
    row: row.id === null || toReference(html) ? null : row,
    html,
  }))

/** An article that was found, with the places that show why. */
export interface Hit {
  article: Article
  title: Part[]
  passages: Part[]
}

export interface Found {
  hits: Hit[]
  /** Where to go on; null at the end. A page may hold few hits, or none, and not be the last. */
  next: Place | null
}

/** A page of results: of all candidates, the newest first, those that really hold what the query asks for. */
export async function toFound(candidates: Looked[], query: Query): Promise<Found> {
  const hits: Hit[] = []
  let seen = 0
  let bytes = 0
  for (const { row, html } of candidates.slice(0, limitOf(query))) {
    if (bytes >= MAX_BYTES || (row !== null && html === null)) break
    seen++
    if (row === null) continue
    const { text, size } = await unpackSized(html ?? '')
    bytes += size
    const hit = hitOf(toArticle(row), text, query)
    if (hit) hits.push(hit)
    if (hits.length === PAGE_LENGTH) break
  }
  const last = candidates[seen - 1]
  return { hits, next: last && seen < candidates.length ? placeAt(last.foundAt) : null }
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
