/** How much room a text takes, in Han and in Latin alike. */

/** A class for `u` expressions: scripts written without spaces between words, and their punctuation. */
export const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff00-\\uff60'

const WIDE = new RegExp(`[${UNSPACED}\\p{Script=Hangul}“”]`, 'u')

/** Most are Han or ASCII, which is seen without an expression. */
function isWide(character: string): boolean {
  const unit = character.charCodeAt(0)
  if (unit < 0x80) return false
  return (unit >= 0x4e00 && unit <= 0x9fff) || WIDE.test(character)
}

/** The width of a text: Han and other wide characters count two. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += isWide(character) ? 2 : 1
  return width
}

/** The widest an excerpt may be: both scripts fill the same two lines. */
export const MAX_WIDTH = 220
