/** Lists of terms: what WordPress asks of categories, tags and users alike. */

import { answerPage, type Part, partOf, refuseParams } from './answering'
import type { Asking } from './asking'
import { fieldsOf, narrowed } from './fields'

export interface Ordering {
  by: string
  isAscending: boolean
}

export function orderingOf({ params }: Asking, known: string[]): Ordering | Response {
  const by = (params.text('orderby') ?? 'name').toLowerCase()
  const direction = (params.text('order') ?? 'asc').toLowerCase()
  if (!known.includes(by)) return refuseParams({ orderby: `must be one of ${known.join(', ')}` })
  if (direction !== 'asc' && direction !== 'desc')
    return refuseParams({ order: 'must be asc or desc' })
  return { by, isAscending: direction === 'asc' }
}

/** Sorts a few; `given` is how they come. */
export function sorted<T extends { id: number; name: string; count: number }>(
  all: T[],
  { by, isAscending }: Ordering,
): T[] {
  if (by === 'include') return all
  const keyOf = (one: T) => (by === 'count' ? one.count : by === 'id' ? one.id : one.name)
  const sign = isAscending ? 1 : -1
  return all.toSorted((a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)]
    return sign * (x < y ? -1 : x > y ? 1 : a.id - b.id)
  })
}

/** A page of a few that are all there. */
export function answerFew<T>(
  asking: Asking,
  all: T[],
  represent: (one: T) => Record<string, unknown>,
): Response {
  const part = partOf(asking)
  if (part instanceof Response) return part
  const { offset, perPage } = part
  return answerTerms(asking, all.slice(offset, offset + perPage), all.length, part, represent)
}

export function answerTerms<T>(
  asking: Asking,
  some: T[],
  total: number,
  part: Part,
  represent: (one: T) => Record<string, unknown>,
): Response {
  const fields = fieldsOf(asking)
  const items = some.map((one) => narrowed(represent(one), fields))
  return answerPage(asking, items, total, part)
}
