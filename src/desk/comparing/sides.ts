/**
 * Two texts side by side, paragraph by paragraph. A paragraph is a line, and the ends of it and of the blank
 * lines that follow: so one that is only set apart from the next is seen to be changed.
 */
import { pairsOf } from './alike'
import { type Budget, budget, hunksOf } from './hunks'
import { type Piece, piecesOf } from './pieces'

export interface Side {
  kind: 'same' | 'changed' | 'removed' | 'added'
  /** Null where there is nothing on that side. */
  before: Piece[] | null
  after: Piece[] | null
}

/** Paragraphs of both texts beyond which going through them once takes too long. */
const MAX_PARAGRAPHS = 20_000

/**
 * The rows of two columns, in order. Line ends at the ends of the texts count for nothing. What would take too
 * long is compared by whole paragraphs, and at last by whole texts.
 */
export function sidesOf(before: string, after: string): Side[] {
  const end = /\n\n/.test(before + after) ? '\n\n' : '\n'
  const [old, now] = [paragraphsOf(before, end), paragraphsOf(after, end)]
  if (old.length + now.length > MAX_PARAGRAPHS) return wholeTexts(before, after)
  const left = budget()
  const sides: Side[] = []
  let at = 0
  const keep = (until: number) => {
    for (const text of old.slice(at, until)) sides.push(same(text))
  }
  for (const hunk of hunksOf(old, now, left)) {
    keep(hunk.start)
    at = hunk.end
    for (const side of changed(old.slice(hunk.start, at), now.slice(hunk.from, hunk.to), left)) {
      sides.push(side)
    }
  }
  keep(old.length)
  return sides
}

function paragraphsOf(text: string, end: string): string[] {
  const all = trimmed(text)
  return all === '' ? [] : ((all + end).match(/[^\n]*\n+/g) ?? [])
}

function changed(old: string[], now: string[], left: Budget): Side[] {
  const pairs = pairsOf(old, now, left)
  const sides: Side[] = []
  let [i, j] = [0, 0]
  for (const [was, is] of [...pairs, [old.length, now.length] as const]) {
    for (const text of old.slice(i, was)) sides.push(removed(text))
    for (const text of now.slice(j, is)) sides.push(added(text))
    if (was < old.length) sides.push(compared(old[was] ?? '', now[is] ?? '', left))
    i = was + 1
    j = is + 1
  }
  return sides
}

function compared(was: string, is: string, left: Budget): Side {
  const ends = Math.min(endsOf(was), endsOf(is))
  const [before, after] = piecesOf(was.slice(0, -ends), is.slice(0, -ends), left)
  return { kind: 'changed', before, after }
}

/** How many line ends a paragraph closes with: one at least. */
const endsOf = (paragraph: string) => paragraph.length - trimmed(paragraph).length

const trimmed = (text: string) => text.replace(/\n+$/, '')

const same = (text: string): Side => {
  const pieces = [{ text: trimmed(text), isChanged: false }]
  return { kind: 'same', before: pieces, after: pieces }
}

const removed = (text: string): Side => ({ kind: 'removed', before: whole(text), after: null })
const added = (text: string): Side => ({ kind: 'added', before: null, after: whole(text) })

/** Of blank lines alone, the line ends are what there is to see. */
const whole = (text: string): Piece[] => [{ text: trimmed(text) || text, isChanged: true }]

const wholeTexts = (before: string, after: string): Side[] =>
  before === after
    ? [same(before)]
    : [{ kind: 'changed', before: whole(before), after: whole(after) }]
