/**
 * Moving texts from one database to another, a slice at a time, while readers read: each is put where it is to lie
 * before the catalogue refers to it there, and stays for a while where it was.
 */
import { headOf, refersTo } from '../reference'
import { TEXT_SIZE } from '../sizes'
import { move } from './move'
import type { Away, Shelves } from './stores'

/** How many revisions a slice looks at, and how many bytes of text it moves at most, unless the first is longer. */
const LOOKED_AT = 250
const MAX_BYTES = 1_000_000

/** The last revision that was looked at. */
export interface At {
  articleId: number
  number: number
}

export interface Spread {
  /** How many texts were moved. */
  done: number
  /** Where to go on; null at the end. */
  next: At | null
}

interface Row extends At {
  /** Null where it lies elsewhere, or was erased. */
  head: string | null
  size: number
}

/** Moves the next texts after a place, at `now` in UTC seconds. Throws a `D1Outage` when a database does not answer. */
export async function spread(shelves: Shelves, way: Away, after: At, now: number): Promise<Spread> {
  const looked = await lookAt(shelves.db, way, after)
  const wanted = looked.filter(({ head }) => head !== null)
  const some = within(wanted)
  const done = some.length > 0 ? await move(shelves, way, some, now) : 0
  const isAll = some.length === wanted.length
  const stop = isAll ? looked.at(-1) : some.at(-1)
  const isMore = !isAll || looked.length === LOOKED_AT
  return { done, next: isMore && stop ? { articleId: stop.articleId, number: stop.number } : null }
}

async function lookAt(db: D1Database, { from }: Away, after: At): Promise<Row[]> {
  const isThere = `r.erased_at IS NULL AND ${refersTo('r.content', from)}`
  const { results } = await db
    .prepare(
      `SELECT r.article_id AS articleId, r.number,
         iif(${isThere}, ${headOf('r.content')}, NULL) AS head, ${TEXT_SIZE} AS size
       FROM revisions r WHERE (r.article_id, r.number) > (?1, ?2)
       ORDER BY r.article_id, r.number LIMIT ${LOOKED_AT}`,
    )
    .bind(after.articleId, after.number)
    .run<Row>()
  return results
}

function within(rows: Row[]): Row[] {
  let bytes = 0
  const end = rows.findIndex(({ size }, i) => {
    bytes += size
    return i > 0 && bytes > MAX_BYTES
  })
  return end === -1 ? rows : rows.slice(0, end)
}
