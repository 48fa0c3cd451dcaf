/** What names people read, and others look up by: one spelling for what looks the same. Pure. */
import { normalize } from './normal'
import { withoutRadicals } from './radicals'

/** Shows nothing by itself (Default_Ignorable_Code_Point, UAX 44): between words that look the same. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/u

/** Scripts that do not join letters, or never by these characters. */
const UNJOINED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}'
const JOINED_LETTER = `[[\\p{L}\\p{M}]--[${UNJOINED}]--\\p{Default_Ignorable_Code_Point}]`
const EMOJI = '\\p{Extended_Pictographic}\\p{Emoji_Modifier}?\\ufe0f?'

/**
 * Unseen characters that change what is seen beside them. ZWJ and ZWNJ shape letters of Arabic, Indic and
 * such scripts, at the end of a word after a mark only, and make one emoji of several; selectors choose a
 * glyph; tags spell the flag of a region.
 */
const SEEN_BY_OTHERS = [
  `(?<=${JOINED_LETTER})[\\u200c\\u200d](?=${JOINED_LETTER})`,
  `(?<=[\\p{M}--\\p{Default_Ignorable_Code_Point}])[\\u200c\\u200d]`,
  `(?<=${EMOJI})\\u200d(?=\\p{Extended_Pictographic})`,
  '(?<=[\\p{Extended_Pictographic}\\p{Regional_Indicator}])[\\ufe0e\\ufe0f]',
  '(?<=[0-9#*])\\ufe0f(?=\\u20e3)',
  '(?<=[\\p{Sm}\\p{Script=Myanmar}\\p{Script=Phags_Pa}])[\\ufe00-\\ufe0d]',
  '(?<=\\p{Script=Han})[\\u{e0100}-\\u{e01ef}]',
  '(?<=\\p{Script=Mongolian})[\\u180b-\\u180d\\u180f]',
  '(?<=[\\u{1f3f4}\\u{e0020}-\\u{e007e}])[\\u{e0020}-\\u{e007f}]',
].join('|')
/** Marks and isolates of direction change something only beside text that runs from right to left. */
const DIRECTION = '[\\u061c\\u200e\\u200f\\u2066-\\u2069]'

const KEPT = new RegExp(`(${SEEN_BY_OTHERS})|\\p{Default_Ignorable_Code_Point}`, 'gv')
const KEPT_WITH_DIRECTION = new RegExp(
  `(${SEEN_BY_OTHERS}|${DIRECTION})|\\p{Default_Ignorable_Code_Point}`,
  'gv',
)
const RIGHT_TO_LEFT =
  /[\p{L}&&[\p{Script=Arab}\p{Script=Hebr}\p{Script=Syrc}\p{Script=Thaa}\p{Script=Nkoo}\p{Script=Adlm}\p{Script=Rohg}]]/v

/** The text without characters that neither show nor change how others look. */
export function withoutUnseen(text: string): string {
  if (!UNSEEN.test(text)) return text
  const pattern = RIGHT_TO_LEFT.test(text) ? KEPT_WITH_DIRECTION : KEPT
  return text.replace(pattern, (_, kept: string | undefined) => kept ?? '')
}

const ALL_UNSEEN = /\p{Default_Ignorable_Code_Point}+/gu

/** The text without any such character: for comparing, never for showing. */
export const withoutAllUnseen = (text: string) =>
  UNSEEN.test(text) ? text.replace(ALL_UNSEEN, '') : text

/** What an unseen character did for its neighbour can end with another's removal: so often it is asked again. */
const PASSES = 4

/** Text of one line as it is kept: composed (NFC), and without what cannot be seen. */
export function tidyLine(text: string): string {
  let tidy = normalize(text, 'NFC').trim()
  for (let pass = 0; pass < PASSES && UNSEEN.test(tidy); pass++) {
    const before = tidy
    tidy = trimmed(normalize(withoutUnseen(tidy), 'NFC'))
    if (tidy === before) break
  }
  return tidy
}

/** Marks of direction have nothing to part at an end. */
const AT_AN_END = /[\s\u061c\u200e\u200f]/

function trimmed(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && AT_AN_END.test(text.charAt(start))) start++
  while (end > start && AT_AN_END.test(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

/**
 * The same for what has a page under its name, like a keyword: there a radical (⻓, ⽂) is the Han
 * character that it looks like.
 */
export const tidyName = (text: string) =>
  tidyLine(withoutRadicals(text.replace(KANGXI, (radical) => radical.normalize('NFKC'))))

const KANGXI = /[\u2f00-\u2fdf]/g

/** White space, what is never seen, and characters whose glyph is empty: U+2800, U+1D159. */
const NO_INK = /^[\s\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]*$/u

/** Whether nobody could see anything of the text. */
export const isBlank = (text: string) => NO_INK.test(text)

/** No address can end in these: they mean a folder, however they are encoded (RFC 3986, 5.2.4). */
export const isDots = (name: string) => name === '.' || name === '..'
