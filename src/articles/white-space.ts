/** White space in the source of a text, as browsers and readers of Chinese see it. */
import { UNSPACED } from './width'

const WIDE = new RegExp(`^[${UNSPACED}]$`, 'u')
/** Wide beside what is wide, and narrow in Latin text (Ambiguous, UAX 11). */
const EITHER = /^[“”‘’—…·]$/u

const HTML_SPACE = /[ \t\n\f\r]+/g

/**
 * Whether a line that ends between these two characters leaves no space: both are wide (CSS Text 4,
 * segment break transformation). Hangul has words with spaces between them.
 */
export const isUnspaced = (before: string, after: string) =>
  (WIDE.test(before) && (WIDE.test(after) || EITHER.test(after))) ||
  (EITHER.test(before) && WIDE.test(after))

/** The character that ends before a place, and the one that begins there; they may take two units. */
const endingAt = (text: string, place: number) =>
  [...text.slice(Math.max(0, place - 2), place)].at(-1) ?? ''
const beginningAt = (text: string, place: number) =>
  text.codePointAt(place) === undefined ? '' : String.fromCodePoint(text.codePointAt(place) ?? 0)

/** Text as it is shown: white space is one space, or none where a line ends in the source of a Chinese paragraph. */
export const collapse = (text: string) => withLineEnds(text, ' ').replace(/\s+/g, ' ')

/** The text without the line ends that leave no space, and `kept` in place of the others. */
export const withLineEnds = (text: string, kept: string | null = null) =>
  text.replace(HTML_SPACE, (space, start: number) => {
    if (!space.includes('\n')) return space
    const isNothing = isUnspaced(endingAt(text, start), beginningAt(text, start + space.length))
    return isNothing ? '' : (kept ?? space)
  })
