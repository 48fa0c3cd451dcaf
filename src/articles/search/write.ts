/**
 * The search index: what it holds, and how a write changes it. A row's number is the article's sequence
 * number, and only published articles have one. Where texts lie in databases of their own, so do their rows
 * (texts/shelve.ts), and the catalogue's index has none for them.
 */
import type { Article } from '../article'
import { headOf, textLines } from '../text-of'
import { segment } from './segment'

/** What readers can find an article by. */
export interface Findable extends Pick<Article, 'title' | 'keywords' | 'excerpt'> {
  /** The rendered body. */
  html: string
}

const tokensOf = (text: Findable) =>
  segment(headOf(text), [text.excerpt, ...textLines(text.html)]).join(' ')

/** All tokens of an article's row in an index. */
export const tokensIn = (text: Findable, sectionId: number) =>
  `${tokensOf(text)} section:${sectionId}`

export interface IndexEntry {
  id: number
  /** Counts only while it is the article's current one. */
  revision: number
  /** Null unless it is published, and its text in the catalogue. */
  text: Findable | null
}

/**
 * A parameter may take 2 MB, and a UTF-16 unit three bytes of them. Tokens of 170 articles of 1,400
 * Han characters fit.
 */
const MAX_PARAMETER = 600_000

/**
 * Brings the index up to date with these articles, in the batch that changes them, after their
 * rows: two statements for any number, unless their text takes more than one parameter.
 */
export function writeIndex(db: D1Database, entries: IndexEntry[]): D1PreparedStatement[] {
  const put: [id: number, revision: number, tokens: string][] = []
  const removed: [id: number, revision: number][] = []
  for (const { id, revision, text } of entries) {
    if (!text) removed.push([id, revision])
    else put.push([id, revision, tokensOf(text)])
  }
  const from = `FROM json_each(?1) e
    CROSS JOIN articles a ON a.id = e.value ->> 0 AND a.revision = e.value ->> 1`
  return [
    ...parameters(put).map((json) =>
      db
        .prepare(
          `INSERT OR REPLACE INTO search (rowid, tokens)
           SELECT a.sequence, (e.value ->> 2) || ' section:' || a.section_id ${from}
           WHERE a.status = 'published'`,
        )
        .bind(json),
    ),
    ...parameters(removed).map((json) =>
      db
        .prepare(
          `DELETE FROM search WHERE rowid IN (
             SELECT a.sequence ${from} WHERE a.sequence IS NOT NULL)`,
        )
        .bind(json),
    ),
  ]
}

/** JSON arrays of the rows, as few as the limit allows. */
export function parameters(rows: unknown[][]): string[] {
  const arrays: string[][] = []
  let room = 0
  for (const row of rows) {
    const json = JSON.stringify(row)
    if (arrays.length === 0 || json.length > room) {
      arrays.push([])
      room = MAX_PARAMETER
    }
    arrays.at(-1)?.push(json)
    room -= json.length
  }
  return arrays.map((array) => `[${array.join(',')}]`)
}
