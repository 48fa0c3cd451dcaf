/** What changed within a paragraph: told by words, and by characters where words are not set apart. */
import { type Budget, type Hunk, hunksOf } from './hunks'

export interface Piece {
  text: string
  isChanged: boolean
}

/** A word of letters that are set apart by spaces, white space, or any other character; line ends by themselves. */
const TOKEN =
  /\n|[^\S\n]+|[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hangul}\p{M}\p{Nd}_]+|./gsu

/** Of two characters or fewer between changes on both sides: a coincidence, which tells nobody anything. */
const CHANCE = 2

/** How much of the longer text must be left, from 0 to 1, for anything to be said about the rest. */
const LEAST = 0.2

/** The pieces of both. Where they have too little in common, or it would take too long, each is one. */
export function piecesOf(before: string, after: string, left: Budget): [Piece[], Piece[]] {
  const whole: [Piece[], Piece[]] = [
    [{ text: before, isChanged: true }],
    [{ text: after, isChanged: true }],
  ]
  if (before.length + after.length > left.steps) return whole
  const [old, now] = [tokensOf(before), tokensOf(after)]
  const hunks = withoutChance(old, hunksOf(old, now, left))
  const kept = old.length - hunks.reduce((sum, { start, end }) => sum + end - start, 0)
  if (kept < LEAST * Math.max(old.length, now.length)) return whole
  return [
    cut(
      old,
      hunks.map(({ start, end }) => [start, end]),
    ),
    cut(
      now,
      hunks.map(({ from, to }) => [from, to]),
    ),
  ]
}

const tokensOf = (text: string): string[] => text.match(TOKEN) ?? []

/** Makes one of two changes that only a coincidence parts. */
function withoutChance(old: string[], hunks: Hunk[]): Hunk[] {
  const joined: Hunk[] = []
  for (const hunk of hunks) {
    const last = joined.at(-1)
    const between = last ? old.slice(last.end, hunk.start).join('') : ''
    if (last && between.length <= CHANCE && replaces(last) && replaces(hunk) && between !== '\n') {
      Object.assign(last, { end: hunk.end, to: hunk.to })
    } else joined.push({ ...hunk })
  }
  return joined
}

const replaces = ({ start, end, from, to }: Hunk) => end > start && to > from

/** A text in pieces: those in the ranges are changed. */
function cut(tokens: string[], ranges: [number, number][]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  const add = (end: number, isChanged: boolean) => {
    if (end > at) pieces.push({ text: tokens.slice(at, end).join(''), isChanged })
    at = end
  }
  for (const [start, end] of ranges) {
    add(start, false)
    add(end, true)
  }
  add(tokens.length, false)
  return pieces
}
