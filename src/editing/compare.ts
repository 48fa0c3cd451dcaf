/** Two revisions compared: the fields that differ, and of the body a unified diff. */
import { createTwoFilesPatch, formatPatch } from 'diff'
import type { Content } from '../articles/article'
import type { AnswerOf } from './contract/answers'
import { writableContent } from './saving/representation'

/** Lines removed and added beyond which nobody reads a diff line by line. */
const MAX_EDITS = 600
/** Looking for the shortest diff takes up to the product of its edits and all lines. */
const MAX_STEPS = 2_000_000
/** Lines of both texts beyond which even going through them once takes too long. */
const MAX_LINES = 40_000

/** The fields that differ; of the body, a unified diff. */
export function compare(before: Content, after: Content): AnswerOf<'Comparison'>['changes'] {
  const [old, now] = [before, after].map(writableContent) as Record<string, unknown>[] as [
    Record<string, unknown>,
    Record<string, unknown>,
  ]
  const isSame = (field: string) => JSON.stringify(old[field]) === JSON.stringify(now[field])
  return Object.keys(now)
    .filter((field) => !isSame(field))
    .map((field) =>
      field === 'body'
        ? { field, diff: diffOf(before.body, after.body) }
        : { field, before: old[field], after: now[field] },
    )
}

/**
 * A unified diff. Texts that have little in common are removed and added as a whole: bounded by the
 * number of edits, which is the same on every machine.
 */
export function diffOf(before: string, after: string): string {
  const lines = linesOf(before).length + linesOf(after).length
  if (lines > MAX_LINES) return whole(before, after)
  const maxEditLength = Math.min(MAX_EDITS, Math.floor(MAX_STEPS / lines))
  return (
    createTwoFilesPatch('before', 'after', before, after, '', '', { maxEditLength }) ??
    whole(before, after)
  )
}

const linesOf = (text: string) => text.split('\n')

const NO_LINE_END = '\\ No newline at end of file'

/** One text in place of the other. */
function whole(before: string, after: string): string {
  const marked = (text: string, mark: string) => {
    const lines = linesOf(text)
    const isEnded = lines.at(-1) === ''
    if (isEnded) lines.pop()
    const shown = lines.map((line) => mark + line)
    return { count: lines.length, shown: isEnded ? shown : [...shown, NO_LINE_END] }
  }
  const [old, now] = [marked(before, '-'), marked(after, '+')]
  const hunk = {
    oldStart: 1,
    oldLines: old.count,
    newStart: 1,
    newLines: now.count,
    lines: old.shown.concat(now.shown),
  }
  return formatPatch({
    oldFileName: 'before',
    newFileName: 'after',
    oldHeader: '',
    newHeader: '',
    hunks: [hunk],
  })
}
