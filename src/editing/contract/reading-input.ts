/** What the API accepts about readings. */
import * as z from 'zod'
import { tidySyllables } from '../../articles/body/pinyin'
import { LIMITS, limit } from './input'
import { line, optional, shown } from './values'

const HAN = /\p{Script=Han}/gu

const word = shown(LIMITS.readingWord)
  .refine((text) => !/\s/u.test(text), 'must hold no white space')
  .refine((text) => text.search(HAN) !== -1, 'must hold a Han character')

const pinyin = line(LIMITS.readingPinyin)
  .transform((text, context) => {
    const syllables = tidySyllables(text)
    if (syllables) return syllables.join(' ')
    context.addIssue('must be pinyin, with a space between syllables, like "mǐn háng"')
    return z.NEVER
  })
  .describe('A syllable to each Han character of the word, with a space between; `v` stands for ü.')

/** A reading; its word is in the address. */
export const readingInput = z.strictObject({ pinyin })

/** The word in an address. */
export const wordInput = z.object({ word })

/** A reading as a line. What is not Han is read as it stands, and has no syllable. */
export const readingLineInput = z.strictObject({ word, pinyin }).superRefine((reading, context) => {
  const wanted = reading.word.match(HAN)?.length ?? 0
  const there = reading.pinyin.split(' ').length
  if (wanted === 0 || there === wanted) return
  const message = `must have a syllable to each Han character of the word: ${wanted}, and not ${there}`
  context.addIssue({ code: 'custom', path: ['pinyin'], message })
})

/** The query of `GET /api/readings`. */
export const readingsInput = z.strictObject({
  starts: optional(line(LIMITS.readingWord).transform((text) => text.normalize('NFC'))).describe(
    'What words begin with.',
  ),
  cursor: optional(line(LIMITS.readingWord)).describe('`next` of the previous answer.'),
  limit,
})
