/** Places of a text changed, and the rest left as it is. Pure. */
import * as z from 'zod'

/** As many as anybody will check; in UTF-16 units, a long paragraph. */
const MAX_EDITS = 50
const MAX_FIND = 10_000

export const edits = z
  .array(
    z.strictObject({
      find: z
        .string('must be a string')
        .min(1, 'is empty')
        .max(MAX_FIND, `is too long; at most ${MAX_FIND} characters are allowed`)
        .describe('What stands in the text, to the letter, and once.'),
      replace: z.string('must be a string').describe('What is to stand there; empty: nothing.'),
    }),
    { error: 'must be a list of { "find": …, "replace": … }' },
  )
  .min(1, 'is empty')
  .max(MAX_EDITS, `has too many entries; at most ${MAX_EDITS} are allowed`)

export type Edit = z.input<typeof edits>[number]

/** The text with one edit made after the other; or which of them has no place, or more than one. */
export function edited(text: string, made: Edit[]): { text: string } | { fault: string } {
  let now = text
  for (const [n, { find, replace }] of made.entries()) {
    const at = now.indexOf(find)
    if (at === -1) return { fault: `edits.${n}.find does not stand in the text.` }
    if (now.indexOf(find, at + 1) !== -1) {
      return {
        fault: `edits.${n}.find stands in the text more than once: give more of what is around it.`,
      }
    }
    now = now.slice(0, at) + replace + now.slice(at + find.length)
  }
  return { text: now }
}
