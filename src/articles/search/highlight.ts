/** Marks what a search found in a text, and picks the passages to show. Pure. */
import { MAX_WIDTH, widthOf } from '../width'
import { fold } from './segment'

/** A piece of text, and whether it is what was looked for. */
export interface Part {
  text: string
  isFound: boolean
}

/** A character with the marks on it. */
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gsu
/** Folded one at a time. Runs of characters that folding leaves alone go as one, which is much faster. */
const FOLDED = /[ a-z0-9\u4e00-\u9fff]+|\P{M}\p{M}*|\p{M}+/gsu

/** The text in parts, with everything that one of the patterns finds marked. */
export function highlight(text: string, patterns: RegExp[]): Part[] {
  let folded = ''
  // For each UTF-16 unit of the folded text, where in `text` the cluster it came from starts.
  const places: number[] = []
  for (const { 0: cluster, index } of text.matchAll(FOLDED)) {
    const own = fold(cluster)
    for (let i = 0; i < own.length; i++) places.push(own === cluster ? index + i : index)
    folded += own
  }
  const placeOf = (i: number) => places[i] ?? text.length
  const found = patterns
    .flatMap((pattern) => [...folded.matchAll(pattern)])
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
export function passages(lines: string[], folded: string, patterns: RegExp[]): Part[] | null {
  const numbers = patterns
    .map((pattern) => folded.search(pattern))
    .filter((index) => index >= 0)
    .map((index) => folded.slice(0, index).split('\n').length - 1)
  const chosen = [...new Set(numbers)].slice(0, MAX_PASSAGES).sort((a, b) => a - b)
  if (chosen.length === 0) return null
  const width = MAX_WIDTH / chosen.length
  return chosen.flatMap((number) => {
    const parts = highlight(lines.slice(number, number + 3).join(' '), patterns)
    return cut(parts, width)
  })
}

/** The parts, cut to a width, with a little of what comes before the first that was found. */
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
    const start = part.isFound ? part.text : firstOf(part.text, left)
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
