/**
 * What the indexes of text databases say: articles that may hold what is looked for. All of them are asked side by
 * side, and the catalogue tells which of the texts are still what their articles say.
 */
import { D1Outage } from '../../delivery/d1-faults'
import { log } from '../../delivery/log'
import { type Place, refersTo, rowAt, toHexadecimal } from '../reference'
import { ARTICLE_COLUMNS, type ArticleRow } from '../row'
import { boundedIn } from '../sizes'
import { CATALOGUE, type Stores } from './stores'

/** A text that may hold it. */
export interface Candidate {
  store: number
  /** Of the text. */
  id: number
  articleId: number
  /** The revision. */
  number: number
  /** Its row in the index: the higher, the newer. */
  foundAt: number
  /** The rendering, deflated, where it was asked for and there was room. */
  html: string | null
}

export interface Search {
  /** For FTS5, as `parseQuery` makes it. */
  match: string
  /** Only of this section. */
  sectionId: number | null
  /** Only what comes after it, the newest first; null: all. */
  before: Place | null
  /** How many of each index at most. */
  limit: number
  /** How many bytes of renderings each text database gives at most; null: none are wanted. */
  bytes: number | null
}

export interface Candidates {
  /** The newest first. */
  found: Candidate[]
  /** Whether a text database did not answer. */
  isPartial: boolean
}

export async function candidatesIn(stores: Stores, search: Search): Promise<Candidates> {
  const asked = [...stores].map(async ([store, db]) => {
    const [result] = await db.batch<Omit<Candidate, 'store'>>([select(db, search)])
    return (result?.results ?? []).map((row) => ({ ...row, store }))
  })
  const found: Candidate[] = []
  let isPartial = false
  for (const outcome of await Promise.allSettled(asked)) {
    if (outcome.status === 'fulfilled') found.push(...outcome.value)
    else {
      isPartial = true
      const isOutage = outcome.reason instanceof D1Outage
      log('error', isOutage ? 'index-unreachable' : 'internal', { fault: String(outcome.reason) })
    }
  }
  return { found: found.sort((a, b) => b.foundAt - a.foundAt), isPartial }
}

/** FTS5 begins at a row only where that is an integer, and D1 binds all numbers as floating point. */
function select(db: Pick<D1Database, 'prepare'>, search: Search) {
  const { match, sectionId, before, limit, bytes } = search
  const within = sectionId === null ? '' : ` "section:${sectionId}"`
  const html =
    bytes === null ? 'NULL AS html' : boundedIn('t', 'html', 'html_size', 'f.place DESC', bytes)
  return db
    .prepare(
      `SELECT t.id, t.article_id AS articleId, t.number, f.place AS foundAt, ${html}
       FROM (SELECT rowid AS place FROM search
         WHERE search MATCH ?1 AND rowid < CAST(?2 AS INTEGER) ORDER BY rowid DESC LIMIT ?3) f
       CROSS JOIN texts t ON t.found_at = f.place ORDER BY f.place DESC`,
    )
    .bind(match + within, before === null ? Number.MAX_SAFE_INTEGER : rowAt(before), limit)
}

/** A candidate as `STILL_TRUE` has it, in a JSON array of them. */
export const toTuple = ({ articleId, number, foundAt, ...text }: Omit<Candidate, 'html'>) => [
  articleId,
  number,
  toHexadecimal(text),
  foundAt,
]

/** SQL that joins articles `a` to candidates `j`, if readers can see them and they still say it: see `toTuple`. */
export const STILL_TRUE = `articles a ON a.id = j.value ->> 0 AND a.revision = j.value ->> 1
  AND a.status = 'published' AND EXISTS (SELECT 1 FROM revisions r
    WHERE r.article_id = a.id AND r.number = a.revision AND r.content = unhex(j.value ->> 2))`

/** SQL for whether the text of article `a` lies in the catalogue, whose index may have a row too many. */
export const IS_OWN = `EXISTS (SELECT 1 FROM revisions r
  WHERE r.article_id = a.id AND r.number = a.revision AND ${refersTo('r.content', CATALOGUE)})`

/** The articles of those candidates that still say it. Decode with `toTrue`. */
export const selectTrue = (db: D1Database, candidates: Candidate[]) =>
  db
    .prepare(
      `SELECT j.key AS n, ${ARTICLE_COLUMNS} FROM json_each(?1) j
       CROSS JOIN ${STILL_TRUE} CROSS JOIN sections s ON s.id = a.section_id`,
    )
    .bind(JSON.stringify(candidates.map(toTuple)))

/** Rows by the number of their candidate among all, from 0. */
export const toTrue = ({ results }: D1Result) =>
  new Map((results as unknown as (ArticleRow & { n: number })[]).map((row) => [row.n, row]))
