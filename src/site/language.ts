/** Languages (BCP 47): what a tag says, and what follows from it. */

/** Scripts written from right to left (Unicode, `Bidi_Class` R and AL). Intl knows all but Nastaliq. */
const RIGHT_TO_LEFT = new Set(
  'Adlm Arab Aran Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat Nkoo Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sidt Sogd Sogo Syrc Syre Syrj Syrn Thaa Yezi'.split(
    ' ',
  ),
)

/** Letters of those scripts, by the blocks that Unicode keeps for them. */
const RIGHT_TO_LEFT_LETTER =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** How HTML's `dir` says it; `auto` leaves it to the text. */
export type Direction = 'ltr' | 'rtl' | 'auto'

/** What a tag says. */
interface Read {
  /** The language alone: `zh` of `zh-TW`, and `und` where there is none. */
  language: string
  script: string | null
}

/** Tags that were read: a page asks of the same few for each entry. Emptied when it is full. */
const known = new Map<string, Read>()
const MAX_KNOWN = 500

function read(tag: string): Read {
  const found = known.get(tag)
  if (found) return found
  const locale = new Intl.Locale(tag)
  const language = locale.language ?? 'und'
  const usual = language === 'und' ? null : (locale.maximize().script ?? null)
  const said = { language, script: locale.script ?? usual }
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(tag, said)
  return said
}

/** The language that a tag begins with. Throws a `RangeError` where it is no tag, as the others here do. */
export const languageOf = (tag: string) => read(tag).language

/**
 * The script a language is written in: the tag's own, or the usual one. Null where there is none to be
 * told: `und` is a language nobody has determined, and must not become English.
 */
export const scriptOf = (tag: string) => read(tag).script

/** Whether a tag leaves open which language it is. To some engines `und` is a language, to some none. */
export const isUndetermined = (tag: string) => read(tag).language === 'und'

export function directionOf(tag: string): Direction {
  const script = scriptOf(tag)
  if (script === null) return 'auto'
  return RIGHT_TO_LEFT.has(script) ? 'rtl' : 'ltr'
}

/** Whether a text runs from right to left by its first letter, as `dir="auto"` has it. */
export const isRightToLeft = (text: string) =>
  RIGHT_TO_LEFT_LETTER.test(/\p{L}/u.exec(text)?.[0] ?? '')

/**
 * How a text runs. One whose language nobody has told is in the site's, and runs as that does, unless
 * its letters say otherwise.
 */
export function directionIn(home: string, language: string | null, text: string): Direction {
  if (language !== null) return directionOf(language)
  const direction = directionOf(home)
  return RIGHT_TO_LEFT_LETTER.test(text) === (direction === 'rtl') ? direction : 'auto'
}
