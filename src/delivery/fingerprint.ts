/** The fingerprint of templates and configuration: a copy made with another one does not count. */
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

/**
 * FNV-1a, 64 bits (draft-eastlake-fnv), in hexadecimal. Not for secrets. In two halves of 32 bits:
 * with BigInt it takes five times as long. The prime is 2^40 + 435.
 */
export function hash(text: string): string {
  let high = 0xcbf29ce4
  let low = 0x84222325
  for (const byte of new TextEncoder().encode(text)) {
    low ^= byte
    const product = (low >>> 0) * 435
    high = (Math.imul(high, 435) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0
    low = product >>> 0
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
}
