/**
 * Where to begin for a page far down the list of all that readers can see: each month knows how many it has, so
 * that no more is skipped than what one has.
 */
import { pageNames } from '../../site'
import { atClock } from '../../time'

interface Month {
  month: string
  count: number
}

/** All months, the latest first. Decode with `toMonthCounts`. */
export const selectMonthCounts = (db: D1Database) =>
  db
    .prepare(
      `SELECT substr(name, ?1) AS month, count FROM lists
       WHERE name >= ?2 AND name < ?3 AND count > 0 ORDER BY name DESC`,
    )
    .bind(pageNames.month('').length + 1, pageNames.month(''), pageNames.month(':'))

export const toMonthCounts = (result: D1Result | undefined): Month[] =>
  (result?.results ?? []) as unknown as Month[]

export interface Start {
  /** SQL for where the month ends that the page begins in, or begins itself; null: no condition. */
  at: number | null
  /** What is to be skipped from there on. */
  skip: number
}

/**
 * Where a page begins. Should the months not add up to `total`, as after a change of the time zone, all is
 * skipped that there is.
 */
export function startOf(
  months: Month[],
  total: number,
  offset: number,
  isAscending: boolean,
  timeZone: string,
): Start {
  const sum = months.reduce((all, { count }) => all + count, 0)
  if (sum !== total) return { at: null, skip: offset }
  let skip = offset
  for (const { month, count } of isAscending ? months.toReversed() : months) {
    if (skip < count) return { at: edgeOf(month, isAscending, timeZone), skip }
    skip -= count
  }
  return { at: null, skip: offset }
}

/** The first moment of a month; going back, of the one after it. */
function edgeOf(month: string, isAscending: boolean, timeZone: string): number {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return atClock(Date.UTC(year, number - (isAscending ? 1 : 0), 1) / 1000, timeZone)
}
