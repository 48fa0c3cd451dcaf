/**
 * Finding words that follow one another. An expression for a hundred words, tried anew at each word of
 * a text that is made of them, takes seconds; comparing numbers takes milliseconds. Pure.
 */
import { eachRun, type Run } from './segment'

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

/** The units of a run, of which the first is parted by `gap` from what is before it. */
function addUnits(units: Unit[], run: Run, gap: number): void {
  if (!run.isPaired) {
    units.push({ text: run.text, start: run.start, gap })
    return
  }
  let { start } = run
  for (const text of run.text) {
    units.push({ text, start, gap: start === run.start ? gap : NOTHING })
    start += text.length
  }
}

const endOf = (run: Run) => run.start + run.text.length

/** A folded text: which units it has, by number, and where; as far as anybody has looked. */
class Indexed {
  readonly folded: string
  readonly units: Unit[] = []
  readonly sequence: number[] = []
  private readonly numbers = new Map<string, number>()
  private readonly runs: Iterator<Run>
  /** Where the last run ended. */
  private end = 0

  constructor(folded: string) {
    this.folded = folded
    this.runs = eachRun(folded)
  }

  numberOf(text: string): number {
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    this.numbers.set(text, this.numbers.size)
    return this.numbers.size - 1
  }

  /** Whether the text has so many units. */
  has(count: number): boolean {
    while (this.units.length < count) {
      const { value: run, done } = this.runs.next()
      if (done) return false
      addUnits(this.units, run, this.gapBefore(run))
      this.end = endOf(run)
      for (let i = this.sequence.length; i < this.units.length; i++) {
        this.sequence.push(this.numberOf((this.units[i] as Unit).text))
      }
    }
    return true
  }

  private gapBefore({ start }: Run): number {
    if (start === this.end) return NOTHING
    const between = this.folded.slice(this.end, start)
    if (between === ' ') return SPACE
    return between.includes('\n') ? LINE_END : ANYTHING
  }
}

/** Several phrases are looked for in a head and a body, one after another. */
const MAX_KEPT = 2
let kept: Indexed[] = []

function indexed(folded: string): Indexed {
  const found = kept.find((one) => one.folded === folded) ?? new Indexed(folded)
  kept = [found, ...kept.filter((one) => one !== found)].slice(0, MAX_KEPT)
  return found
}

/** Runs one after another, of two or more. */
export class Phrase implements Pattern {
  private readonly runs: Run[]
  private readonly units: Unit[] = []

  constructor(runs: Run[]) {
    this.runs = runs
    // Where Han and Latin meet, a space may stand or not; elsewhere any punctuation may.
    for (const [i, run] of runs.entries()) {
      const before = runs[i - 1]
      addUnits(this.units, run, before && endOf(before) === run.start ? SPACE : ANYTHING)
    }
  }

  [Symbol.search](folded: string): number {
    for (const { index } of this[Symbol.matchAll](folded)) return index
    return -1
  }

  *[Symbol.matchAll](folded: string): Generator<{ 0: string; index: number }> {
    if (!this.runs.every(({ text }) => folded.includes(text))) return
    const text = indexed(folded)
    const wanted = this.units.map((unit) => text.numberOf(unit.text))
    for (let i = 0; text.has(i + wanted.length); i++) {
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
