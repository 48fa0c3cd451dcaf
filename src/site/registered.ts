/** Whether a language tag is made of what is registered: `cn`, `jp` and `english` are not. */
import {
  LANGUAGES_OF_THREE,
  LANGUAGES_OF_TWO,
  REGIONS_OF_THREE,
  REGIONS_OF_TWO,
  SCRIPTS,
  VARIANTS,
} from './subtags'

/**
 * A BCP 47 tag as it should be written, or what is wrong with it, as the end of a sentence that starts
 * with the field's name, and the language that is left without that. Outdated subtags become their successors: `iw` is `he`.
 */
export function readLanguage(tag: string): { tag: string } | { fault: string; rest: string } {
  let locale: Intl.Locale
  try {
    locale = new Intl.Locale(tag)
  } catch {
    return { fault: 'must be a BCP 47 language tag, like zh-CN or en', rest: 'und' }
  }
  const { script, region } = locale
  // Engines differ in whether "und" is a language.
  const language = locale.language ?? 'und'
  if (!isLanguage(language)) {
    const fault = `has "${language}", which is no registered language; ${remedyFor(language)}`
    return { fault, rest: 'und' }
  }
  if (script && !isAmong(SCRIPTS, 4, script)) return unknown('script', script, language)
  if (region && !isRegion(region)) return unknown('region', region, language)
  const variant = variantsOf(locale).find((variant) => !VARIANTS.split(' ').includes(variant))
  return variant ? unknown('variant', variant, language) : { tag: locale.toString() }
}

const unknown = (kind: string, subtag: string, language: string) => ({
  fault: `has "${subtag}", which is no registered ${kind}; leave it out, as in "${language}"`,
  rest: language,
})

/** Many write the code of a country: what is spoken there may be what they mean. */
function remedyFor(language: string): string {
  const usual = isRegion(language.toUpperCase())
    ? new Intl.Locale(`und-${language}`).maximize().language
    : ''
  return usual && usual !== language && usual !== 'und'
    ? `if you mean the language of ${language.toUpperCase()}, write "${usual}"`
    : 'write the code of the language, like "zh", "en" or "ar"'
}

const variantsOf = (locale: Intl.Locale) =>
  locale.baseName.split('-').filter((subtag) => /^(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})$/.test(subtag))

/** Whether a list of subtags of the same length has this one, at a place where one begins. */
function isAmong(list: string, length: number, subtag: string): boolean {
  if (subtag.length !== length) return false
  for (let place = 0; place < list.length; place += length) {
    if (list.startsWith(subtag, place)) return true
  }
  return false
}

const isRegion = (subtag: string) =>
  isAmong(REGIONS_OF_TWO, 2, subtag) || isAmong(REGIONS_OF_THREE, 3, subtag)

function isLanguage(subtag: string): boolean {
  if (isAmong(LANGUAGES_OF_TWO, 2, subtag)) return true
  if (!/^[a-z]{3}$/.test(subtag)) return false
  const place = [...subtag].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 97, 0)
  return ((atob(LANGUAGES_OF_THREE).charCodeAt(place >> 3) >> (place & 7)) & 1) === 1
}
