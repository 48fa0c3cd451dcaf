/** An article that somebody names: by its number, its slug, or an address pasted from somewhere. Pure. */
import { SLUG_PATTERN } from '../../delivery/spelling'
import type { Site } from '../../site'
import { normalize } from '../normal'

export interface Named {
  /** An article's number; null where none is named. */
  id: number | null
  /** A slug, perhaps a retired one. */
  slug: string | null
  /** Whether it can be nothing else: then no words are looked for. */
  isAddress: boolean
}

/** In UTF-16 units: no address of an article is as long. */
const MAX_LOOKED_AT = 2_048

const PUBLIC = new RegExp(`^/+articles/+(${SLUG_PATTERN})`, 'v')
/** At the API or the desk. */
const NUMBERED = /^\/+(?:[a-z]+\/+)+articles\/+([1-9][0-9]{0,14})(?![0-9])/
const NUMBER = /^[1-9][0-9]{0,14}$/
const SLUG = new RegExp(`^${SLUG_PATTERN}$`, 'v')

/** What was typed, read as the name of an article; null when it cannot be one. */
export function namedBy(site: Site, typed: string): Named | null {
  const path = pathOf(site, typed.slice(0, MAX_LOOKED_AT))
  if (path !== null) {
    const slug = PUBLIC.exec(path)?.[1] ?? null
    const id = NUMBERED.exec(path)?.[1]
    return slug === null && id === undefined ? null : of(id, slug, true)
  }
  const name = spelled(typed.slice(0, MAX_LOOKED_AT))
  return SLUG.test(name) ? of(NUMBER.test(name) ? name : undefined, name, false) : null
}

const of = (id: string | undefined, slug: string | null, isAddress: boolean): Named => ({
  id: id === undefined ? null : Number(id),
  slug,
  isAddress,
})

/** The path of an address of this site, with its scheme or without; null for anything else. */
function pathOf(site: Site, typed: string): string | null {
  if (typed.startsWith('/')) return spelled(decoded(typed))
  const { host } = new URL(site.origin)
  const url = URL.parse(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`)
  return url?.host === host && typed.includes('/') ? spelled(decoded(url.pathname)) : null
}

/** As slugs are. */
const spelled = (text: string) => normalize(normalize(text, 'NFKC').toLowerCase(), 'NFKC')

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
