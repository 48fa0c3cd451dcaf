/**
 * What two people made of one text, in one: a three-way merge by lines, which are what paragraphs of news are.
 * Not with `node-diff3`, whose time grows with the cube of the lines that both changed: five minutes for 8,000.
 */
import { budget, type Hunk, hunksOf } from './hunks'

export interface Same {
  kind: 'same'
  text: string
}

export interface Conflict {
  kind: 'conflict'
  base: string
  mine: string
  theirs: string
}

/** Lines, each with its end; of the last too, which a text may lack: `textOf` puts them together. */
export type Chunk = Same | Conflict

export interface Merged {
  /** With mine, where there are conflicts. */
  text: string
  conflicts: number
  chunks: Chunk[]
}

/**
 * Applies to `base` what both made of it. They are in conflict where they changed the same lines in different
 * ways, and where they touch: unless one of them changed lines in place, and added or removed none.
 */
export function mergeTexts(base: string, mine: string, theirs: string): Merged {
  const [old, my, their] = [base, mine, theirs].map((text) => text.split('\n')) as [
    string[],
    string[],
    string[],
  ]
  const chunks: Chunk[] = []
  let at = 0
  for (const { start, end, hunks } of regionsOf(changesOf(old, my, 0), changesOf(old, their, 1))) {
    add(chunks, old.slice(at, start))
    const made = (side: number, lines: string[]) =>
      apply(
        old,
        lines,
        start,
        end,
        hunks.filter((hunk) => hunk.side === side),
      )
    const [by, other] = [made(0, my), made(1, their)]
    const isMine = !hunks.some(({ side }) => side === 1)
    if (isMine || sourceOf(by) === sourceOf(other)) add(chunks, by)
    else if (!hunks.some(({ side }) => side === 0)) add(chunks, other)
    else {
      const sides = { base: sourceOf(old.slice(start, end)), mine: sourceOf(by) }
      chunks.push({ kind: 'conflict', ...sides, theirs: sourceOf(other) })
    }
    at = end
  }
  add(chunks, old.slice(at))
  const conflicts = chunks.filter(({ kind }) => kind === 'conflict').length
  return { text: textOf(chunks, ({ mine }) => mine), conflicts, chunks }
}

/** The text that chunks make, with what is chosen in place of each conflict, counted from 0. */
export function textOf(
  chunks: Chunk[],
  choose: (conflict: Conflict, index: number) => string,
): string {
  let index = 0
  return chunks
    .map((chunk) => (chunk.kind === 'same' ? chunk.text : ended(choose(chunk, index++))))
    .join('')
    .slice(0, -1)
}

const ended = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`)

const sourceOf = (lines: string[]) => lines.map((line) => `${line}\n`).join('')

function add(chunks: Chunk[], lines: string[]) {
  const last = chunks.at(-1)
  if (lines.length === 0) return
  if (last?.kind === 'same') last.text += sourceOf(lines)
  else chunks.push({ kind: 'same', text: sourceOf(lines) })
}

interface Change extends Hunk {
  /** Whose it is: 0, mine; 1, theirs. */
  side: number
}

const isInPlace = ({ start, end, from, to }: Hunk) => end - start === to - from

/** Lines beyond which nobody decides about each. */
const MAX_LINES = 1_000

/** What one side changed. As many lines in place of as many are changes to each of them. */
const changesOf = (base: string[], made: string[], side: number): Change[] =>
  hunksOf(base, made, budget()).flatMap((hunk) =>
    isInPlace(hunk) && hunk.end - hunk.start <= MAX_LINES
      ? lineByLine(hunk, side)
      : [{ ...hunk, side }],
  )

const lineByLine = ({ start, end, from }: Hunk, side: number): Change[] =>
  Array.from({ length: end - start }, (_, i) => {
    return { start: start + i, end: start + i + 1, from: from + i, to: from + i + 1, side }
  })

/** Lines of the base that one side changed, or both. */
interface Region {
  start: number
  end: number
  hunks: Change[]
}

function regionsOf(mine: Change[], theirs: Change[]): Region[] {
  const hunks = [...mine, ...theirs].sort((a, b) => a.start - b.start || a.end - b.end)
  const regions: Region[] = []
  for (const hunk of hunks) {
    const last = regions.at(-1)
    if (!last || !isOneWith(last, hunk)) {
      regions.push({ start: hunk.start, end: hunk.end, hunks: [hunk] })
      continue
    }
    last.end = Math.max(last.end, hunk.end)
    last.hunks.push(hunk)
  }
  return regions
}

function isOneWith(region: Region, hunk: Change): boolean {
  if (hunk.start !== region.end) return hunk.start < region.end
  return !isInPlace(hunk) && !region.hunks.every(isInPlace)
}

/** What one side made of [start, end) of the base. */
function apply(base: string[], made: string[], start: number, end: number, hunks: Change[]) {
  let at = start
  const parts = hunks.flatMap((hunk) => {
    const kept = base.slice(at, hunk.start)
    at = hunk.end
    return [kept, made.slice(hunk.from, hunk.to)]
  })
  return [...parts, base.slice(at, end)].flat()
}
