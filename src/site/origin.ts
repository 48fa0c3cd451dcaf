/** Where the newsroom is, as `SITE_URL` says; and whether it says so at all. */

/** The origin that an address names; null when it is no bare `http://` or `https://` address of a host. */
export function readOrigin(address: string): string | null {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol)) return null
  return url.pathname === '/' && !url.search && !url.hash ? url.origin : null
}

/** Nobody's to have (RFC 2606), and what `wrangler.toml` says until somebody changes it. */
const PLACEHOLDER = /^https?:\/\/(?:[^/]+\.)?example\.com(?::[0-9]+)?$/

/** What keeps a newsroom from opening: `SITE_URL` is still to be set, or cannot be read. */
export type Lack = 'unset' | 'unreadable'

/** What is wrong with `SITE_URL`; null when it says where the newsroom is. */
export function lackOf(address: string | undefined): Lack | null {
  if (!address?.trim()) return 'unset'
  const origin = readOrigin(address)
  if (origin === null) return 'unreadable'
  return PLACEHOLDER.test(origin) ? 'unset' : null
}
