/** Marks what a search found in a text, and picks the passages to show. Pure. */
import { MAX_WIDTH, widthOf } from '../width'
import type { Pattern } from './phrase'
import { fold } from './segment'

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

/** What is folded more than once is short. */
const MAX_KNOWN = 4

/** How much of a text is looked at, in UTF-16 units of the folded text: more than any title or passage shows. */
const MAX_LOOKED_AT = 4_000

/**
 * The text in parts, with everything marked that one of the patterns finds in the beginning of it: as much
 * as is shown.
 */
export function highlight(text: string, patterns: Pattern[], most = MAX_LOOKED_AT): Part[] {
  let folded = ''
  // For each UTF-16 unit of the folded text, where in `text` the cluster it came from starts.
  const places: number[] = []
  const known = new Map<string, string>()
  for (const { 0: cluster, index } of text.matchAll(FOLDED)) {
    const own = known.get(cluster) ?? fold(cluster)
    if (cluster.length <= MAX_KNOWN) known.set(cluster, own)
    for (let i = 0; i < own.length; i++) places.push(own === cluster ? index + i : index)
    folded += own
    if (folded.length < most) continue
    places.push(index + cluster.length)
    break
  }
  const placeOf = (i: number) => places[i] ?? text.length
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
  const end = endWithin(clustersOf(text), width)
  return end === text.length ? text : text.slice(0, end).replace(/[\p{Script=Latin}\d]+$/u, '')
}

/** The end of a text, or all of it; no Latin word is cut. */
function lastOf(text: string, width: number): string {
  const length = endWithin(clustersOf(text).reverse(), width)
  if (length === text.length) return text
  return text.slice(text.length - length).replace(/^[\p{Script=Latin}\d]+/u, '')
}

const clustersOf = (text: string) => text.match(CLUSTER) ?? []

/** The length, in UTF-16 units, of the leading clusters that fit. */
function endWithin(clusters: string[], width: number): number {
  let end = 0
  let left = width
  for (const cluster of clusters) {
    left -= widthOf(cluster)
    if (left < 0) break
    end += cluster.length
  }
  return end
}
