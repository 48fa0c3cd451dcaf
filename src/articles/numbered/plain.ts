/** Pages of lists whose length counters know. */
import type { Site } from '../../site'
import { type Start, selectMonthCounts, startOf, toMonthCounts } from './months'
import { selectTotal, toTotal } from './totals'
import { type Bind, walkOf } from './walks'
import { isOfKind, type Kind, MAX_OFFSET, type Numbered, type Wanted } from './wanted'

/** Fewer are skipped without looking for a month to begin in. */
const FEW = 1_000

export async function listPlain(db: D1Database, site: Site, wanted: Wanted): Promise<Numbered> {
  const { offset } = wanted
  const isFar = offset > FEW && isAll(wanted)
  if (isFar) {
    const [total, months] = await db.batch([selectTotal(db, wanted), selectMonthCounts(db)])
    const n = toTotal(total)
    if (offset >= n) return { ids: [], total: n }
    const { isAscending } = wanted
    const start = startOf(toMonthCounts(months), n, offset, isAscending, site.timeZone)
    if (start.skip > MAX_OFFSET) return { refused: 'too-far' }
    return { ids: toIds(await selectIds(db, wanted, start).run()), total: n }
  }
  if (offset > MAX_OFFSET) return { refused: 'too-far' }
  const page = selectIds(db, wanted, { at: null, skip: offset })
  const [total, found] = await db.batch([selectTotal(db, wanted), page])
  return { ids: toIds(found), total: toTotal(total) }
}

/** All that readers can see, by date. */
export const isAll = ({ statuses, sections, keywords, authors, order }: Wanted) =>
  statuses.join() === 'published' && !sections && !keywords && !authors && order === 'date'

const toIds = (result: D1Result | undefined) =>
  ((result?.results ?? []) as { id: number }[]).map(({ id }) => id)

function selectIds(db: D1Database, wanted: Wanted, start: Start) {
  const { keywords, authors, isAscending, limit } = wanted
  const [list] = keywords ?? authors ?? []
  if (list !== undefined) {
    const kind = keywords ? 'keyword' : 'author'
    return selectPlaces(db, kind, list, isAscending, start.skip, limit)
  }
  const params: unknown[] = []
  const bind: Bind = (value) => `?${params.push(value)}`
  const sql = alongIndexes(wanted, start, bind)
  return db.prepare(sql).bind(...params)
}

function alongIndexes(wanted: Wanted, { at, skip }: Start, bind: Bind): string {
  const { statuses, sections, order, isAscending, limit } = wanted
  const direction = isAscending ? 'ASC' : 'DESC'
  const arms = statuses.map((status) => {
    const { from, key, where } = walkOf(status, sections?.[0] ?? null, order, bind)
    const edge = at === null ? [] : [`${key} ${isAscending ? '>=' : '<'} ${bind(at)}`]
    return `SELECT id, ${key} AS at FROM ${from} WHERE ${[...where, ...edge].join(' AND ')}
      ORDER BY ${key} ${direction}, id ${direction}`
  })
  const [only = 'SELECT NULL AS id WHERE false', ...more] = arms
  const part = `LIMIT ${bind(limit)} OFFSET ${bind(skip)}`
  if (more.length === 0) return `${only} ${part}`
  // Each has a limit, so that none is made part of the whole, whose terms would be too many for D1.
  const within = bind(skip + limit)
  return `${arms.map((arm) => `SELECT * FROM (${arm} LIMIT ${within})`).join(' UNION ALL ')}
    ORDER BY at ${direction}, id ${direction} ${part}`
}

/** By place, which is the order of first publication. Where nothing is hidden, the place says where to begin. */
const selectPlaces = (
  db: D1Database,
  kind: Kind,
  list: number,
  isAscending: boolean,
  skip: number,
  limit: number,
) => {
  const ofList = (value: string) =>
    `(SELECT ${value} FROM lists WHERE id = ?1 AND ${isOfKind(kind)})`
  const from = isAscending
    ? `> ${ofList('iif(length = count, ?2, 0)')}`
    : `<= ${ofList('iif(length = count, length - ?2, length)')}`
  return db
    .prepare(
      `SELECT e.article_id AS id FROM list_entries e
       WHERE e.list_id = ?1 AND e.shown AND e.position ${from}
       ORDER BY e.position ${isAscending ? 'ASC' : 'DESC'} LIMIT ?3
       OFFSET coalesce(${ofList('CAST(iif(length = count, 0, ?2) AS INTEGER)')}, 0)`,
    )
    .bind(list, skip, limit)
}
