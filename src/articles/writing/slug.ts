/** Slugs: lower-case words or Han characters, joined by hyphens. Any script's letters will do. */
import { normalize } from '../normal'

const WORD = '[\\p{L}\\p{Nd}][\\p{L}\\p{M}\\p{Nd}]*'
const SLUG = new RegExp(`^${WORD}(?:-${WORD})*$`, 'u')

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
  const words = normalize(normalize(title.slice(0, MAX_LOOKED_AT), 'NFKC').toLowerCase(), 'NFKC')
    .replace(/(?<=\p{L})['’](?=\p{L})/gu, '')
    .replace(/[^\p{L}\p{M}\p{Nd}]+/gu, '-')
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
