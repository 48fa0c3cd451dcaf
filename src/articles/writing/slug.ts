/** Slugs: lower-case words or Han characters, joined by hyphens. Any script's letters will do. */
import { withoutAllUnseen } from '../names'
import { normalize } from '../normal'
import { withoutRadicals } from '../radicals'

/** Letters and digits; 〇 is a Han character that Unicode counts among the numbers. */
const LETTER = '\\p{L}\\p{Nd}[\\p{Nl}&&\\p{Script=Han}]'
const WORD = `[${LETTER}][${LETTER}\\p{M}]*`
const SLUG = new RegExp(`^${WORD}(?:-${WORD})*$`, 'v')
const BETWEEN_WORDS = new RegExp(`[^${LETTER}\\p{M}]+`, 'gv')
/** A circle in place of 〇, as in 二○二六年. */
const CIRCLE = /(?<=\p{Script=Han})[○◯](?=\p{Script=Han})/gu

const encodedBytes = (text: string) => encodeURIComponent(text).length

/** What is wrong with a given slug, as the end of a sentence that starts with its name, or null. */
export function slugFault(slug: string, budget: number): string | null {
  if (!SLUG.test(slug) || slug !== normalize(slug, 'NFKC').toLowerCase()) {
    return 'must be lower-case words or Han characters, joined by single hyphens'
  }
  if (encodedBytes(slug) > budget) {
    return `must take at most ${budget} bytes percent-encoded (a Han character takes 9)`
  }
  return null
}

/** In UTF-16 units: a title has no more, and no more of one would show in its slug. */
const MAX_LOOKED_AT = 1_000

/**
 * The slug a title gives, within a budget of bytes percent-encoded; empty when it has neither letters
 * nor digits. Cut at a hyphen where that keeps at least half of it.
 */
export function slugFrom(title: string, budget: number): string {
  const seen = withoutRadicals(withoutAllUnseen(title.slice(0, MAX_LOOKED_AT)))
  const words = normalize(normalize(seen.replace(CIRCLE, '〇'), 'NFKC').toLowerCase(), 'NFKC')
    .replace(/(?<=\p{L})['’](?=\p{L})/gu, '')
    .replace(BETWEEN_WORDS, '-')
    // A mark needs a letter before it: a heart's variation selector has none once the heart is gone.
    .replace(/(?<=^|-)\p{M}+/gu, '')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '')
  const whole = normalize(words, 'NFKC')
  if (encodedBytes(whole) <= budget) return whole
  let cut = ''
  let room = budget
  for (const character of whole) {
    room -= encodedBytes(character)
    if (room < 0) break
    cut += character
  }
  const hyphen = cut.lastIndexOf('-')
  const midWord = whole[cut.length] !== '-'
  if (midWord && encodedBytes(cut.slice(0, Math.max(hyphen, 0))) * 2 >= budget) {
    return cut.slice(0, hyphen)
  }
  return cut.replace(/-+$/, '')
}

/** A slug with the article's number at its end, within the budget; the number alone without one. */
export function numberedSlug(slug: string, id: number, budget: number): string {
  if (!slug) return String(id)
  return `${slugFrom(slug, budget - String(id).length - 1)}-${id}`
}
