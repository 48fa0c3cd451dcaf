/**
 * Chinese prose of any amount for measuring, which random characters would distort: words by Zipf's
 * law, the commonest those of samples/ and the rest made of its characters, in clauses of its length.
 * Per 1,400 Han characters it has as many distinct pairs as the samples have, and as many new ones.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../samples')
/** A working vocabulary of a newspaper. */
const VOCABULARY = 60_000
/** Zipf–Mandelbrot: frequency falls with (rank + OFFSET) to this power. */
const EXPONENT = 1.1
const OFFSET = 3
/** How often an article comes back to what it said before, three words of it. */
const REPEATED = 0.05
const WORDS_IN_CLAUSE = 5

/** The text of the samples without their heads, links and pinyin. */
export const sampleTexts = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) =>
      readFileSync(join(folder, file), 'utf8')
        .replace(/^---\n[\s\S]*?\n---\n/, '')
        .replace(/\{([^|}]+)\|[^}]*\}/g, '$1')
        .replace(/\]\([^)]*\)/g, ''),
    )

/** Numbers from 0 to 1, the same each time (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

function vocabulary(roll: () => number): string[] {
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
  const counts = new Map<string, number>()
  const characters: string[] = []
  for (const text of sampleTexts()) {
    characters.push(...(text.match(/\p{Script=Han}/gu) ?? []))
    for (const { segment } of segmenter.segment(text)) {
      if (/^\p{Script=Han}+$/u.test(segment)) counts.set(segment, (counts.get(segment) ?? 0) + 1)
    }
  }
  const words = new Set([...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word))
  const pick = () => characters[Math.floor(roll() * characters.length)]
  while (words.size < VOCABULARY) words.add(`${pick()}${pick()}${roll() < 0.15 ? pick() : ''}`)
  return [...words]
}

/** A writer of articles of a given length in Han characters. */
export function writer(seed = 1): (han: number) => string {
  const roll = dice(seed)
  const words = vocabulary(roll)
  const sums: number[] = []
  let sum = 0
  for (let rank = 0; rank < words.length; rank++) {
    sum += 1 / (rank + OFFSET) ** EXPONENT
    sums.push(sum)
  }
  const word = () => {
    const target = roll() * sum
    let low = 0
    for (let high = sums.length - 1; low < high; ) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) < target) low = middle + 1
      else high = middle
    }
    return words[low] ?? ''
  }
  return (han) => {
    let text = ''
    const said: string[] = []
    for (let n = 0, clause = 1; n < han; clause++) {
      const from = Math.floor(roll() * said.length)
      const next = roll() < REPEATED ? said.slice(from, from + 3).join('') : word()
      said.push(next)
      n += next.length
      text += next
      if (clause % WORDS_IN_CLAUSE === 0) text += clause % (WORDS_IN_CLAUSE * 4) === 0 ? '。' : '，'
    }
    return text
  }
}

/** A faster writer: it cuts what it gives from a long text, at changing places. */
export function cutter(seed = 1): (han: number) => string {
  const text = Array.from(writer(seed)(400_000))
  let place = 0
  return (han) => {
    place = (place + 7_919) % (text.length - 2_000)
    return text.slice(place, place + han).join('')
  }
}
