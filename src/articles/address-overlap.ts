/** Whether one address can be like two patterns. Pure. */
import type { Part, Pattern } from './address-patterns'

/** A sign of a step, or what may stand there: any one, or any number of any. */
type Sign = string | typeof ONE | typeof MANY

const ONE = Symbol('one')
const MANY = Symbol('many')

const signsOf = (parts: Part[] = []): Sign[] =>
  parts.flatMap((part): Sign[] => ('name' in part ? [ONE, MANY] : part.text.split('')))

/**
 * Whether the path of some address is like both: those that `closed`, which is not open, has, and what the
 * pattern stands for. What a query has to say is not looked at.
 */
export function pathsMeet({ steps, isOpen }: Pattern, closed: Pattern): boolean {
  const others = closed.steps
  const meetAt = (i: number) => meet(signsOf(steps[i]), signsOf(others[i]))
  if (!isOpen) return steps.length === others.length && steps.every((_, i) => meetAt(i))
  const last = signsOf(steps.at(-1))
  const isRoot = others.length === 1 && others[0]?.length === 0
  const before = steps.slice(0, -1)
  if (isRoot || others.length < before.length || !before.every((_, i) => meetAt(i))) return false
  if (last.length === 0) return true
  const other = others[before.length]
  return other !== undefined && meet([...last, MANY], signsOf(other))
}

/** From both ends backwards: whether what is left of one and of the other can be the same. */
function meet(a: Sign[], b: Sign[]): boolean {
  let below: boolean[] = []
  for (let i = a.length; i >= 0; i--) {
    const row: boolean[] = []
    for (let j = b.length; j >= 0; j--) {
      const skipped = (a[i] === MANY && below[j]) || (b[j] === MANY && row[j + 1])
      const rest = (a[i] === MANY ? row : below)[b[j] === MANY ? j : j + 1]
      const isEnd = i === a.length && j === b.length
      row[j] = isEnd || !!skipped || (agree(a[i], b[j]) && !!rest)
    }
    below = row
  }
  return below[0] === true
}

const agree = (a: Sign | undefined, b: Sign | undefined) =>
  a !== undefined && b !== undefined && (a === b || typeof a === 'symbol' || typeof b === 'symbol')
