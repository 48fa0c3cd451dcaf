import type { Site } from '../site'
import { templates } from './templates.gen'

const known = new WeakMap<Site, string>()

/**
 * Names everything a page is made from besides its content: templates and styles (a hash of the
 * sources, made when the Worker is built) and the site's configuration. A copy or an ETag with
 * another fingerprint does not count.
 */
export function fingerprintOf(site: Site): string {
  const fingerprint = known.get(site) ?? `${templates}${hash(JSON.stringify(site))}`
  known.set(site, fingerprint)
  return fingerprint
}

/** FNV-1a, 64 bits (draft-eastlake-fnv), in hexadecimal. Not for secrets. */
export function hash(text: string): string {
  let state = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) {
    state = BigInt.asUintN(64, (state ^ BigInt(byte)) * 0x100000001b3n)
  }
  return state.toString(16).padStart(16, '0')
}
