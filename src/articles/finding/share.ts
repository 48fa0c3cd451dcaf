/** How many rows are looked at for a page, so that it costs the same whatever is wanted. Pure. */
import type { Part, Plan } from './wanted'

/** Rows that a page may read, apart from what is read to begin: with the desk's own it stays below 200. */
const ROOM = 140
/** A newsroom has no more, and each of them is read with every page. See `MAX_SECTIONS`. */
const MOST_SECTIONS = 100
/** A full page, and one more to know that it goes on. */
const FULL = 26

/** How many rows a statement walks through: a share of the room, less what the sections take. */
export interface Share {
  /** The room is divided by it. */
  divisor: number
  /** Whether each row that is looked at is wanted: then a page needs no more than it shows. */
  isAll: boolean
}

/** As SQL. */
export const lengthSql = ({ divisor, isAll }: Share) => {
  const sections = `min(coalesce(max(id), 0), ${MOST_SECTIONS})`
  const room = `(SELECT (${ROOM} - ${sections}) / ${divisor} FROM sections)`
  return isAll ? `min(${FULL}, ${room})` : room
}

/** As a number, once the highest number of a section is known. */
export const lengthOf = ({ divisor, isAll }: Share, highest: number) =>
  Math.min(
    Math.floor((ROOM - Math.min(highest, MOST_SECTIONS)) / divisor),
    isAll ? FULL : Number.POSITIVE_INFINITY,
  )

/** How much of a page's room a part takes. A row that has its place elsewhere is two. */
export function shareOf(plan: Plan, part: Part): Share {
  const isPlaced = part.way === 'indexed' || part.way === 'author'
  const { section, sections, author, terms, from, before } = plan
  const isAnyTime = !isPlaced || (from === null && before === null)
  const isAnySection =
    'sections' in part
      ? part.sections !== null || sections === null
      : section === null
        ? sections === null
        : part.way === 'indexed'
  const isAnybody = author === null || part.way === 'author'
  const isAnyTitle = terms.length === 0 || part.way === 'indexed'
  const isAnyStatus = part.way !== 'changed' || plan.status === null
  return {
    divisor: plan.parts.length * (isPlaced ? 2 : 1),
    isAll: isAnyTime && isAnySection && isAnybody && isAnyTitle && isAnyStatus,
  }
}
