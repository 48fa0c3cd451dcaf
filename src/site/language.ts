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

/**
 * The script a language is written in: the tag's own, or the usual one. Null where there is none to be
 * told: `und` is a language nobody has determined, and must not become English.
 */
export function scriptOf(tag: string): string | null {
  const locale = new Intl.Locale(tag)
  if (locale.script) return locale.script
  return isUndetermined(tag) ? null : (locale.maximize().script ?? null)
}

/** Whether a tag leaves open which language it is. To some engines `und` is a language, to some none. */
export const isUndetermined = (tag: string) => (new Intl.Locale(tag).language ?? 'und') === 'und'

export function directionOf(tag: string): Direction {
  const script = scriptOf(tag)
  if (script === null) return 'auto'
  return RIGHT_TO_LEFT.has(script) ? 'rtl' : 'ltr'
}

/**
 * How a text runs. One whose language nobody has told is in the site's, and runs as that does, unless
 * its letters say otherwise.
 */
export function directionIn(home: string, language: string | null, text: string): Direction {
  if (language !== null) return directionOf(language)
  const direction = directionOf(home)
  return RIGHT_TO_LEFT_LETTER.test(text) === (direction === 'rtl') ? direction : 'auto'
}
