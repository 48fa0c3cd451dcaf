/** Whether one address can be like two patterns. Pure. */
import type { Part, Pattern } from './address-patterns'

/** A sign of a path, or what may stand there: one of a step's, any number of those, any number of any. */
type Sign = string | typeof ONE | typeof MANY | typeof REST

const ONE = Symbol('one')
const MANY = Symbol('many')
const REST = Symbol('rest')

const mayBeNone = (sign: Sign | undefined) => sign === MANY || sign === REST

/** Whether the path of some address is like both. What a query has to say is not looked at. */
export const pathsMeet = (a: Pattern, b: Pattern): boolean =>
  waysOf(a).some((way) => waysOf(b).some((other) => meet(way, other)))

/** An open path may end before its last slash. */
function waysOf({ steps, isOpen }: Pattern): Sign[][] {
  const path = steps.flatMap((parts) => ['/', ...parts.flatMap(signsOf)])
  if (!isOpen) return [path]
  if (path.length === 1) return [[...path, ONE, REST]]
  return path.at(-1) === '/' ? [path.slice(0, -1), [...path, REST]] : [[...path, REST]]
}

const signsOf = (part: Part): Sign[] => ('name' in part ? [ONE, MANY] : part.text.split(''))

/** From both ends backwards: whether what is left of one and of the other can be the same. */
function meet(a: Sign[], b: Sign[]): boolean {
  let below: boolean[] = []
  for (let i = a.length; i >= 0; i--) {
    const row: boolean[] = []
    for (let j = b.length; j >= 0; j--) {
      const skipped = (mayBeNone(a[i]) && below[j]) || (mayBeNone(b[j]) && row[j + 1])
      const rest = (mayBeNone(a[i]) ? row : below)[mayBeNone(b[j]) ? j : j + 1]
      const isEnd = i === a.length && j === b.length
      row[j] = isEnd || !!skipped || (agree(a[i], b[j]) && !!rest)
    }
    below = row
  }
  return below[0] === true
}

function agree(a: Sign | undefined, b: Sign | undefined): boolean {
  if (a === undefined || b === undefined) return false
  if (typeof a === 'string' && typeof b === 'string') return a === b
  const isSlash = a === '/' || b === '/'
  return !isSlash || a === REST || b === REST
}
