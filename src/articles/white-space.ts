/** White space in the source of a text, as browsers and readers of Chinese see it. */
import { UNSPACED } from './width'

/** Wide as well, and seldom: Bopomofo, Yi, and characters made of several in a square. */
const WIDE = new RegExp(
  `^[${UNSPACED}\\p{Script=Bopomofo}\\p{Script=Yi}\\u3220-\\u325f\\u3280-\\u33ff]$`,
  'u',
)
/** Wide beside what is wide, and narrow in Latin text (Ambiguous, UAX 11). */
const EITHER = /^[“”‘’—…·]$/u

/** Not U+FEFF, which ECMAScript counts as white space: it is nothing between two letters. */
export const SPACES = /[^\S\ufeff]+/gu
const HTML_SPACE = /[ \t\n\f\r]+/g

/** How much is looked at on either side of a line end, in UTF-16 units. */
export const LOOK = 6

/**
 * Whether a line that ends between these two texts leaves no space: both sides are wide (CSS Text 4, segment
 * break transformation). Hangul has words with spaces between them. Between two quotation marks, what they
 * hold decides.
 */
export function isUnspaced(before: string, after: string): boolean {
  const left = [...before].reverse()
  const right = [...after]
  const [a = '', b = ''] = [left[0], right[0]]
  if (EITHER.test(a) && EITHER.test(b)) return isWide(within(left)) && isWide(within(right))
  return (isWide(a) || EITHER.test(a)) && (isWide(b) || EITHER.test(b)) && (isWide(a) || isWide(b))
}

const isWide = (character: string) => WIDE.test(character)
const within = (characters: string[]) => characters.find((one) => !EITHER.test(one)) ?? ''

/** Text as it is shown: white space is one space, or none where a line ends in the source of a Chinese paragraph. */
export const collapse = (text: string) => withLineEnds(text, ' ').replace(SPACES, ' ')

/** The text without the line ends that leave no space, and `kept` in place of the others. */
export function withLineEnds(text: string, kept: string | null = null): string {
  if (!text.includes('\n')) return text
  return text.replace(HTML_SPACE, (space, start: number) => {
    if (!space.includes('\n')) return space
    const isNothing = isUnspaced(
      text.slice(Math.max(0, start - LOOK), start),
      text.slice(start + space.length, start + space.length + LOOK),
    )
    return isNothing ? '' : (kept ?? space)
  })
}
