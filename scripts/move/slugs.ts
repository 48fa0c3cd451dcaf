/** Slugs as the newsroom takes them (src/articles/writing/slug.ts, which only a bundler can load). */
import { normalize } from '../../src/articles/normal.ts'
import { withoutRadicals } from '../../src/articles/radicals.ts'

/**
 * Bytes percent-encoded that any newsroom has room for: an address has 256, less its host (40, or a longer one's,
 * for which these leave some room) and `/articles/`.
 */
export const SLUG_BUDGET = 190

/** The same of a section's slug. */
export const SECTION_SLUG_BUDGET = 120

const LETTER = '\\p{L}\\p{Nd}[\\p{Nl}&&\\p{Script=Han}]'
const BETWEEN_WORDS = new RegExp(`[^${LETTER}\\p{M}]+`, 'gv')
const UNSEEN = /\p{Default_Ignorable_Code_Point}+/gu
/** In UTF-16 units; no more of it would show. */
const MAX_LOOKED_AT = 1_000
/** What the addresses of files end with. */
const EXTENSION = /\.(?:s?html?|php|aspx?|jsp|md|markdown)$/i

export const encodedBytes = (text: string) => encodeURIComponent(text.toWellFormed()).length

/** Lower-case words or Han characters, joined by hyphens; empty where there are none. */
export function words(text: string): string {
  const seen = withoutRadicals(text.toWellFormed().slice(0, MAX_LOOKED_AT).replace(UNSEEN, ''))
  const lower = normalize(normalize(seen.toWellFormed(), 'NFKC').toLowerCase(), 'NFKC')
  const joined = lower
    .replace(/(?<=\p{L})['’](?=\p{L})/gu, '')
    .replace(BETWEEN_WORDS, '-')
    .replace(/(?<=^|-)\p{M}+/gu, '')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '')
  return normalize(joined, 'NFKC')
}

/** The same within a budget of bytes percent-encoded. */
export function wordsWithin(text: string, budget: number): string {
  const whole = words(text)
  if (encodedBytes(whole) <= budget) return whole
  let [kept, room] = ['', budget]
  for (const character of whole) {
    room -= encodedBytes(character)
    if (room < 0) break
    kept += character
  }
  return kept.replace(/-+$/, '')
}

/** An old slug as one of ours: `2024_News.html` as `2024-news`; null where that is none, or one too long. */
export function slugOf(old: string): string | null {
  const slug = words(old.trim().replace(EXTENSION, ''))
  return slug === '' || encodedBytes(slug) > SLUG_BUDGET ? null : slug
}
