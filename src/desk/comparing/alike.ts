/** Which paragraph became which, where several in a row were changed. */
import type { Budget } from './hunks'

/** How much of what two paragraphs hold must be the same, from 0 to 1, for one to have become the other. */
const LEAST = 0.3

/** Pairs of what was and what is, in order on both sides: those that are most alike together. */
export function pairsOf(old: string[], now: string[], left: Budget): [number, number][] {
  if (old.length === 1 && now.length === 1) return [[0, 0]]
  const size = [...old, ...now].reduce((sum, { length }) => sum + length, 0)
  const steps = size * Math.max(old.length, now.length) + size
  if (steps > left.steps / 2) return old.length === now.length ? inTurn(old.length) : []
  left.steps -= steps
  const [befores, afters] = [old.map(couplesOf), now.map(couplesOf)]
  const alike = befores.map((one) => afters.map((other) => likeness(one, other)))
  return bestPath(alike, old.length, now.length)
}

const inTurn = (count: number) => Array.from({ length: count }, (_, i): [number, number] => [i, i])

/** Each two characters that follow one another, and how often. */
function couplesOf(text: string): Map<string, number> {
  const couples = new Map<string, number>()
  const all = text.trim()
  for (let i = 0; i < all.length - 1; i++) {
    const couple = all.slice(i, i + 2)
    couples.set(couple, (couples.get(couple) ?? 0) + 1)
  }
  return couples
}

const sizeOf = (couples: Map<string, number>) => [...couples.values()].reduce((a, b) => a + b, 0)

/** Dice's coefficient of the two. */
function likeness(one: Map<string, number>, other: Map<string, number>): number {
  let shared = 0
  for (const [couple, count] of one) shared += Math.min(count, other.get(couple) ?? 0)
  const size = sizeOf(one) + sizeOf(other)
  return size === 0 ? 1 : (2 * shared) / size
}

/** The pairs of the greatest sum, by dynamic programming. */
function bestPath(alike: number[][], rows: number, columns: number): [number, number][] {
  const best = Array.from({ length: rows + 1 }, () => new Array<number>(columns + 1).fill(0))
  const at = (table: number[][], i: number, j: number) => table[i]?.[j] ?? 0
  const paired = (i: number, j: number) =>
    at(alike, i, j) < LEAST ? -1 : at(alike, i, j) + at(best, i + 1, j + 1)
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const most = Math.max(at(best, i + 1, j), at(best, i, j + 1), paired(i, j))
      ;(best[i] as number[])[j] = most
    }
  }
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (at(best, i, j) === paired(i, j)) pairs.push([i++, j++])
    else if (at(best, i, j) === at(best, i + 1, j)) i++
    else j++
  }
  return pairs
}
