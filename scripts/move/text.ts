/** Text of an old site as the newsroom takes it: what it would refuse a whole article for is put right here. */
import { CONTROL } from '../../src/articles/body/characters.ts'
import { normalize } from '../../src/articles/normal.ts'

const CONTROLS = new RegExp(CONTROL.source, 'g')
/** Turns round the text that comes after it: see src/editing/contract/values.ts. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g
const WHITE = /[\s\u2028\u2029]+/g
/** White space, what is never seen, and characters whose glyph is empty. */
const NO_INK = /^[\s\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]*$/u

/** Whether nobody could see anything of it. */
export const isBlank = (text: string) => NO_INK.test(text)

/** One line of text; empty where nothing of it can be seen. */
export function tidyLine(text: string): string {
  const line = text.toWellFormed().replace(CONTROLS, ' ').replace(TURNING, '').replace(WHITE, ' ')
  const tidy = normalize(line, 'NFC').trim()
  return isBlank(tidy) ? '' : tidy
}

/** At most so many characters (code points), the last of them an ellipsis where it was longer. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const characters = [...text]
  if (characters.length <= most) return text
  return `${characters
    .slice(0, most - 1)
    .join('')
    .trimEnd()}…`
}

/** Whether it has more characters (code points) than that. */
export const isLonger = (text: string, most: number) =>
  text.length > most && [...text].length > most

/** A body without the characters that no text may hold, and whether it had any. */
export function cleanBody(text: string): { body: string; wasOdd: boolean } {
  const body = text.toWellFormed().replace(CONTROLS, '')
  return { body, wasOdd: body !== text }
}
