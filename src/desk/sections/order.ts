/** The order of sections, as numbers beside them. Pure. */
import { MAX_POSITION } from '../../articles/writing/sections'

export interface Placed {
  /** Of equal positions, the lower id comes first. */
  id: number
  slug: string
  position: number
}

const isBefore = (a: Placed, b: Placed) =>
  a.position < b.position || (a.position === b.position && a.id < b.id)

/** In the order in which the site shows them. */
export const inOrder = <T extends Placed>(sections: T[]): T[] =>
  sections.toSorted((a, b) => (isBefore(a, b) ? -1 : 1))

/**
 * The positions with which a section stands one place further up (-1) or down (1): as few others change as
 * can be. At either end it stays where it is.
 */
export function moved(sections: Placed[], slug: string, by: -1 | 1): Map<string, number> {
  const before = inOrder(sections)
  const at = before.findIndex((section) => section.slug === slug)
  const to = at + by
  const after = before.map(({ position }, i) => {
    const from = at < 0 || !before[to] ? i : i === at ? to : i === to ? at : i
    return { ...(before[from] as Placed), position }
  })
  for (const [i, section] of after.entries()) {
    const last = after[i - 1]
    if (last && !isBefore(last, section)) section.position = last.position + 1
  }
  const isTooFar = (after.at(-1)?.position ?? 0) > MAX_POSITION
  return new Map(after.map((one, i) => [one.slug, isTooFar ? i + 1 : one.position]))
}
