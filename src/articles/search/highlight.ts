/** Marks what a search found in a text, and picks the passages to show. Pure. */
import { MAX_WIDTH, widthOf } from '../width'
import type { Pattern } from './phrase'
import { fold, isPlain } from './segment'

/** A piece of text, and whether it is what was looked for. */
export interface Part {
  text: string
  isFound: boolean
}

/** A character with the marks on it. */
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gsu
/** What folding may change as one; what it leaves as it is, by the run, which is much faster. */
const FOLDED = /[ -@[-~\u3001\u3002\u4e00-\u9fff]+|\P{M}\p{M}*|\p{M}+/gsu

/** Of one pattern, as many places are marked as a title, a summary or a passage can show. */
const MAX_PLACES = 500

function placesOf(pattern: Pattern, folded: string) {
  const places: { 0: string; index: number }[] = []
  for (const match of pattern[Symbol.matchAll](folded)) {
    if (places.push(match) === MAX_PLACES) break
  }
  return places
}

/** How much of a text is looked at, in UTF-16 units of the folded text: more than any title or passage shows. */
const MAX_LOOKED_AT = 4_000

/** What is folded more than once is short. */
const MAX_KNOWN = 4

/**
 * So much of a text folded, and where in the text a UTF-16 unit of that came from: of what folding changed,
 * where the cluster starts.
 */
function foldedWithin(text: string, most: number) {
  if (isPlain(text)) return { folded: fold(text.slice(0, most)), placeOf: (unit: number) => unit }
  const pieces: string[] = []
  // For each piece, where it starts in the folded text, where in `text`, and whether it is the same there.
  const [starts, origins, isSame]: [number[], number[], boolean[]] = [[], [], []]
  const known = new Map<string, string>()
  let length = 0
  let end = 0
  for (const { 0: cluster, index } of text.matchAll(FOLDED)) {
    const own = known.get(cluster) ?? fold(cluster)
    if (cluster.length <= MAX_KNOWN) known.set(cluster, own)
    pieces.push(own)
    starts.push(length)
    origins.push(index)
    isSame.push(own === cluster)
    length += own.length
    end = index + cluster.length
    if (length >= most) break
  }
  const placeOf = (unit: number) => {
    if (unit >= length) return end
    const piece = lastUpTo(unit, starts)
    const origin = origins[piece] as number
    return isSame[piece] ? origin + unit - (starts[piece] as number) : origin
  }
  return { folded: pieces.join(''), placeOf }
}

/** The last of these numbers, which ascend, that is at most this one: its index. */
function lastUpTo(most: number, numbers: number[]): number {
  let [low, high] = [0, numbers.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((numbers[middle] as number) <= most) low = middle
    else high = middle
  }
  return low
}

/**
 * The text in parts, with everything marked that one of the patterns finds in the beginning of it: as much
 * as is shown.
 */
export function highlight(text: string, patterns: Pattern[], most = MAX_LOOKED_AT): Part[] {
  const { folded, placeOf } = foldedWithin(text, most)
  const found = patterns
    .flatMap((pattern) => placesOf(pattern, folded))
    .map((match) => ({
      start: placeOf(match.index),
      end: placeOf(match.index + match[0].length),
    }))
    .sort((a, b) => a.start - b.start)
  const parts: Part[] = []
  let end = 0
  const add = (to: number, isFound: boolean) => {
    if (to > end) parts.push({ text: text.slice(end, to), isFound })
    end = Math.max(end, to)
  }
  for (const range of found) {
    add(range.start, false)
    add(range.end, true)
  }
  add(text.length, false)
  return parts
}

const MAX_PASSAGES = 3
/**
 * The passages of a text where the patterns are first found, in parts; null when none is. `folded`
 * is the same lines, folded and joined.
 */
export function passages(lines: string[], folded: string, patterns: Pattern[]): Part[] | null {
  const found = patterns
    .map((pattern) => pattern[Symbol.search](folded))
    .filter((index) => index >= 0)
  const numbers = lineNumbersOf(found, folded)
  const chosen = [...new Set(numbers)].slice(0, MAX_PASSAGES).sort((a, b) => a - b)
  if (chosen.length === 0) return null
  const width = MAX_WIDTH / chosen.length
  return chosen.flatMap((number) => {
    const index = found[numbers.indexOf(number)] as number
    const start = folded.lastIndexOf('\n', index) + 1
    const text = lines.slice(number, number + 3).join(' ')
    return cut(highlight(text, patterns, index - start + MAX_LOOKED_AT), width)
  })
}

/** The lines that these places in a text are in, counted from 0. */
function lineNumbersOf(places: number[], text: string): number[] {
  const numbers = new Map<number, number>()
  let number = 0
  let end = text.indexOf('\n')
  for (const place of places.toSorted((a, b) => a - b)) {
    while (end >= 0 && end < place) {
      number++
      end = text.indexOf('\n', end + 1)
    }
    numbers.set(place, number)
  }
  return places.map((place) => numbers.get(place) as number)
}

/** So much of the parts, with a little of what comes before the first that was found. */
function cut(parts: Part[], width: number): Part[] {
  const at = parts.findIndex(({ isFound }) => isFound)
  const [before, found] = [parts.slice(0, at), parts.slice(at)]
  const shown: Part[] = []
  let left = width
  for (const { text } of before) {
    const end = lastOf(text, width / 4)
    shown.push({ text: end === text ? text : `…${end}`, isFound: false })
    left -= widthOf(end)
  }
  for (const part of found) {
    // A phrase goes over any punctuation, however much of it.
    const start = firstOf(part.text, part.isFound ? Math.max(left, MAX_WIDTH) : left)
    shown.push(start === part.text ? part : { ...part, text: `${start}…` })
    left -= widthOf(start)
    if (start !== part.text || left <= 0) break
  }
  return shown
}

/** The start of a text, or all of it; no Latin word is cut. */
function firstOf(text: string, width: number): string {
  let end = 0
  let left = width
  for (const { 0: cluster } of text.matchAll(CLUSTER)) {
    left -= widthOf(cluster)
    if (left < 0) break
    end += cluster.length
  }
  return end === text.length ? text : text.slice(0, end).replace(/[\p{Script=Latin}\d]+$/u, '')
}

/** As much of the end of a text as is looked at first, in UTF-16 units: unless it is full of marks, enough. */
const LOOK_BACK = 100

/** The end of a text, or all of it; no Latin word is cut. */
function lastOf(text: string, width: number): string {
  const end = text.slice(-LOOK_BACK)
  const length = lengthWithin(end, width)
  if (length === end.length && length < text.length)
    return shortened(text, lengthWithin(text, width))
  return shortened(text, length)
}

const shortened = (text: string, length: number) =>
  length === text.length
    ? text
    : text.slice(text.length - length).replace(/^[\p{Script=Latin}\d]+/u, '')

/** The length, in UTF-16 units, of the last clusters that fit. */
function lengthWithin(text: string, width: number): number {
  let length = 0
  let left = width
  for (const cluster of (text.match(CLUSTER) ?? []).reverse()) {
    left -= widthOf(cluster)
    if (left < 0) break
    length += cluster.length
  }
  return length
}
