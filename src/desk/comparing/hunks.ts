/** Where two texts differ, by what they are made of: lines, or words. */
import { diffArrays } from 'diff'

/** What stood at [start, end) of the one stands at [from, to) of the other. */
export interface Hunk {
  start: number
  end: number
  from: number
  to: number
}

/** How much work may go into a comparison. It is counted, not timed: the same on every machine. */
export interface Budget {
  steps: number
}

/** About a twentieth of a second, and seldom all of it. */
export const budget = (): Budget => ({ steps: 1_000_000 })

/** Edits beyond which nobody follows what became of what. */
const MAX_EDITS = 600

/**
 * Where two lists differ, in order. What would take more work than is left is one hunk, from the first
 * difference to the last.
 */
export function hunksOf(before: string[], after: string[], left: Budget): Hunk[] {
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head++
  let tail = 0
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const all = { start: head, end: before.length - tail, from: head, to: after.length - tail }
  const [old, now] = numbered(before.slice(head, all.end), after.slice(head, all.to))
  if (old.length === 0 && now.length === 0) return []
  if (old.length === 0 || now.length === 0) return [all]
  // Each edit may go through both lists once.
  const size = old.length + now.length
  const maxEditLength = Math.min(MAX_EDITS, Math.floor(left.steps / size))
  const parts = diffArrays(old, now, { maxEditLength })
  const edits = parts?.reduce((sum, part) => sum + (isEdit(part) ? part.count : 0), 0)
  left.steps -= size + (edits ?? maxEditLength) ** 2
  return parts ? hunksIn(parts, head) : [all]
}

/** Numbers are compared at once, however long what they stand for. */
function numbered(before: string[], after: string[]): [number[], number[]] {
  const numbers = new Map<string, number>()
  const numberOf = (one: string) => {
    const known = numbers.get(one) ?? numbers.size
    numbers.set(one, known)
    return known
  }
  return [before.map(numberOf), after.map(numberOf)]
}

interface Part {
  count: number
  added: boolean
  removed: boolean
}

const isEdit = ({ added, removed }: Part) => added || removed

function hunksIn(parts: Part[], head: number): Hunk[] {
  const hunks: Hunk[] = []
  let [old, now] = [head, head]
  let open: Hunk | null = null
  for (const part of parts) {
    const [start, from] = [old, now]
    if (!part.added) old += part.count
    if (!part.removed) now += part.count
    if (!isEdit(part)) open = null
    else if (open) Object.assign(open, { end: old, to: now })
    else {
      open = { start, end: old, from, to: now }
      hunks.push(open)
    }
  }
  return hunks
}
