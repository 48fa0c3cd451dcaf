/** Which slugs and old addresses the articles of one run have taken: the first to come keeps them. */
import { type Remember, remembering } from './seen.ts'
import { slugOf } from './slugs.ts'
import type { Piece } from './source.ts'

/** What becomes of an old address: it leads to its article, is its address still, or is left out and why. */
export type Fate = 'leads' | 'same' | 'ours' | 'long' | 'many'

export interface Addressed {
  slug: string | null
  /** Each once, with what becomes of it; none that another article took before. */
  addresses: { old: string; fate: Fate }[]
}

export interface Claims {
  slugs: Remember
  addresses: Remember
}

export const claims = (): Claims => ({ slugs: remembering(), addresses: remembering() })

/** Old addresses that an article brings along, and bytes of one, as the API takes them. */
const MAX_ADDRESSES = 20
const MAX_BYTES = 1_000

/** The path of an article's page, up to its slug. */
export const ARTICLES = '/articles/'

/** Where the newsroom itself answers, and takes no former address (src/articles/former.ts). */
const OURS =
  /^\/(?:$|(?:search|archive|robots\.txt|sitemap\.xml|news-sitemap\.xml|feed\.xml|atom\.xml|feed\.json|favicon\.svg)$|(?:api|desk|previews)(?:\/|$))/

/** What an article is to be called, and which of its addresses lead to it; `note` is told what is left out. */
export function claim(taken: Claims, piece: Piece, note: (text: string) => void): Addressed {
  const slug = claimSlug(taken, piece, note)
  const own = slug === null ? null : ARTICLES + slug
  const found = new Set<string>()
  const addresses: Addressed['addresses'] = []
  for (const old of piece.addresses) {
    const spelled = spelledOnce(old)
    if (spelled === null) {
      note(`an old address that is no path was left out: "${old.slice(0, 200)}"`)
      continue
    }
    if (found.has(spelled)) continue
    found.add(spelled)
    const fate = fateOf(spelled, own, addresses.length)
    if (fate === 'leads' && !taken.addresses(spelled)) {
      note(`its old address leads to another article that had it too: "${old.slice(0, 200)}"`)
      continue
    }
    addresses.push({ old, fate })
  }
  return { slug, addresses }
}

function claimSlug({ slugs }: Claims, { slug }: Piece, note: (text: string) => void) {
  if (slug === null || slug.trim() === '') return null
  const ours = slugOf(slug)
  if (ours === null) {
    note(
      `its slug is none that can be used here: one is made of its title: "${slug.slice(0, 200)}"`,
    )
    return null
  }
  if (slugs(ours)) return ours
  note(`its slug is that of another article: one is made of its title: "${slug.slice(0, 200)}"`)
  return null
}

function fateOf(spelled: string, own: string | null, before: number): Fate {
  if (spelled === own) return 'same'
  const [path = ''] = spelled.split('?', 1)
  if (spelled === '/' || (path !== '/' && OURS.test(path))) return 'ours'
  if (Buffer.byteLength(spelled) > MAX_BYTES) return 'long'
  return before >= MAX_ADDRESSES ? 'many' : 'leads'
}

/** In UTF-16 units: no path that anybody had is longer. */
const MAX_WRITTEN = 16_384

/** One spelling for what the newsroom takes for the same address; null where it is no path from the root. */
export function spelledOnce(address: string): string | null {
  const [written = ''] = address.slice(0, MAX_WRITTEN).toWellFormed().split('#', 1)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no address holds them
  if (!/^\/(?![/\\])/.test(written) || /[\u0000-\u001f\u007f-\u009f]/.test(written)) return null
  const at = written.indexOf('?')
  const path = at < 0 ? written : written.slice(0, at)
  const params =
    at < 0
      ? []
      : written
          .slice(at + 1)
          .split('&')
          .filter(Boolean)
  const normal = decoded(path).replace(/\/+$/, '') || '/'
  return params.length === 0 ? normal : `${normal}?${params.map(decoded).sort().join('&')}`
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text).normalize('NFC')
  } catch {
    return text
  }
}
