/** Which slugs and old addresses the articles of one run have taken: the first to come keeps them. */
import { isOurs } from '../../src/articles/former.ts'
import { type Remember, remembering } from './seen.ts'
import { slugOf } from './slugs.ts'
import type { Piece } from './source.ts'

/**
 * What becomes of an old address: it leads to its article, is its address still, is that of
 * what is not public, or is left out and why.
 */
export type Fate = 'leads' | 'same' | 'hidden' | 'ours' | 'long' | 'many'

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

/** Old addresses that an article brings along, and bytes of one in the newsroom's spelling: as the API takes them. */
const MAX_ADDRESSES = 50
const MAX_BYTES = 1_000

/** The path of an article's page, up to its slug. */
export const ARTICLES = '/articles/'

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
  if (isOurs(spelled)) return 'ours'
  if (bytesOf(spelled) > MAX_BYTES) return 'long'
  return before >= MAX_ADDRESSES ? 'many' : 'leads'
}

/** At most: the newsroom escapes some of what is no letter. */
const bytesOf = (spelled: string) =>
  Buffer.byteLength(spelled) + 2 * (spelled.match(/[^-\w.~\u0080-\uffff]/g) ?? []).length

/** What no text of the newsroom may hold. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\ufffe\uffff]/u

/** In UTF-16 units: no path that anybody had is longer. */
const MAX_WRITTEN = 16_384

/**
 * One spelling for what the newsroom takes for the same address (src/articles/addresses.ts, which only a bundler
 * can load), decoded; null where it is no path from the root.
 */
export function spelledOnce(address: string): string | null {
  if (address.length > MAX_WRITTEN || !address.startsWith('/') || CONTROL.test(address)) return null
  // The newsroom takes white space from the end of any line.
  const [written = ''] = address.trimEnd().toWellFormed().split('#', 1)
  const at = written.indexOf('?')
  const path = resolved(at < 0 ? written : written.slice(0, at))
  if (path === null) return null
  const params =
    at < 0
      ? []
      : written
          .slice(at + 1)
          .split('&')
          .filter(Boolean)
  const query = params.map((param) => decoded(param.replaceAll('+', ' '))).sort()
  const spelled = query.length === 0 ? path : `${path}?${query.join('&')}`
  return CONTROL.test(spelled) ? null : spelled
}

/** Follows `.` and `..`; null where what is left would name a host. */
function resolved(path: string): string | null {
  const steps: string[] = []
  const written = path.slice(1).replaceAll('\\', '/').split('/').map(decoded)
  for (const [i, step] of written.entries()) {
    if (step === '..') steps.pop()
    if (step !== '..' && step !== '.') steps.push(step)
    else if (i === written.length - 1) steps.push('')
  }
  if (steps.length > 1 && steps[0] === '') return null
  while (steps.at(-1) === '') steps.pop()
  return `/${steps.join('/')}`
}

export function decoded(text: string): string {
  const parts = text.split(/((?:%[\da-f]{2})+)/i)
  return parts
    .map((part, i) => (i % 2 === 1 ? decodedBytes(part) : part))
    .join('')
    .normalize('NFC')
}

/** Bytes that are no UTF-8 stay as they are. */
function decodedBytes(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text.toUpperCase()
  }
}
