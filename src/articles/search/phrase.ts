/**
 * Finding words that follow one another. An expression for a hundred words, tried anew at each word of
 * a text that is made of them, takes seconds; comparing numbers takes milliseconds. Pure.
 */
import { type Run, runsOf } from './segment'

/** What a term looks like to whoever looks for it: an expression is one, and so is a `Phrase`. */
export interface Pattern {
  [Symbol.search](folded: string): number
  [Symbol.matchAll](folded: string): Iterable<{ 0: string; index: number }>
}

/** What parts two units: nothing, one space, anything that is no letter, mark or digit; a line end. */
const NOTHING = 0
const SPACE = 1
const ANYTHING = 2
const LINE_END = 3

/** Words, and single characters of scripts that are written without spaces between words. */
interface Unit {
  text: string
  start: number
  /** What parts it from the one before. */
  gap: number
}

function unitsOf(runs: Run[], gapBefore: (run: Run, last: Run | undefined) => number): Unit[] {
  const units: Unit[] = []
  for (const [i, run] of runs.entries()) {
    let gap = gapBefore(run, runs[i - 1])
    let start = run.start
    for (const text of run.isPaired ? run.text : [run.text]) {
      units.push({ text, start, gap })
      gap = NOTHING
      start += text.length
    }
  }
  return units
}

const endOf = (run: Run) => run.start + run.text.length

/** A folded text: which units it has, by number, and where. */
interface Indexed {
  folded: string
  numbers: Map<string, number>
  units: Unit[]
  sequence: Int32Array
}

/** Several phrases are looked for in one text, one after another. */
let last: Indexed | null = null

function indexed(folded: string): Indexed {
  if (last?.folded === folded) return last
  const gapBefore = (run: Run, before: Run | undefined) => {
    const between = folded.slice(before ? endOf(before) : 0, run.start)
    if (between === '') return NOTHING
    if (between === ' ') return SPACE
    return between.includes('\n') ? LINE_END : ANYTHING
  }
  const units = unitsOf(runsOf(folded), gapBefore)
  const numbers = new Map<string, number>()
  const sequence = Int32Array.from(units, ({ text }) => {
    const number = numbers.get(text) ?? numbers.size
    numbers.set(text, number)
    return number
  })
  last = { folded, numbers, units, sequence }
  return last
}

/** Runs one after another, of two or more. */
export class Phrase implements Pattern {
  private readonly runs: Run[]
  private readonly units: Unit[]

  constructor(runs: Run[]) {
    this.runs = runs
    // Where Han and Latin meet, a space may stand or not; elsewhere any punctuation may.
    this.units = unitsOf(runs, (run, before) =>
      before && endOf(before) === run.start ? SPACE : ANYTHING,
    )
  }

  [Symbol.search](folded: string): number {
    for (const { index } of this[Symbol.matchAll](folded)) return index
    return -1
  }

  *[Symbol.matchAll](folded: string): Generator<{ 0: string; index: number }> {
    if (!this.runs.every(({ text }) => folded.includes(text))) return
    const text = indexed(folded)
    const wanted = this.units.map((unit) => text.numbers.get(unit.text) ?? -1)
    if (wanted.includes(-1)) return
    for (let i = 0; i + wanted.length <= text.sequence.length; i++) {
      if (!this.standsAt(i, wanted, text)) continue
      const end = i + wanted.length - 1
      const [first, final] = [text.units[i], text.units[end]] as [Unit, Unit]
      yield { 0: folded.slice(first.start, final.start + final.text.length), index: first.start }
      i = end
    }
  }

  private standsAt(at: number, wanted: number[], { sequence, units }: Indexed): boolean {
    for (let k = 0; k < wanted.length; k++) {
      if (sequence[at + k] !== wanted[k]) return false
      if (k > 0 && (units[at + k] as Unit).gap > (this.units[k] as Unit).gap) return false
    }
    return true
  }
}
