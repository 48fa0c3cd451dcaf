/**
 * What caches may do with each kind of answer. Browsers ask before each use; the edge (Workers
 * Cache) keeps what it has for a little while, so that a lost purge is made good by time.
 */

/** How long the edge may serve a page by itself, and then while it asks again; in seconds. */
const FRESH = 60
const STALE = 40

/**
 * Nothing at the edge is ever older than this: fresh, stale while revalidating, or stale because
 * the Worker fails. It is the bound on how long an old page lives with every purge lost.
 */
export const EDGE_BOUND_SECONDS = FRESH + STALE

const edge = `public, max-age=${FRESH}, stale-while-revalidate=${STALE}, stale-if-error=${STALE}`

/** For browsers, and for the edge alone: Cloudflare takes the second out of the answer. */
interface Policy {
  'Cache-Control': string
  'Cloudflare-CDN-Cache-Control': string
}

const policy = (browser: string, edge: string): Policy => ({
  'Cache-Control': browser,
  'Cloudflare-CDN-Cache-Control': edge,
})

// `must-revalidate` would switch off serving stale at the edge, were it not for its own header.
const ASK = 'public, max-age=0, must-revalidate'

export const cachePolicy = {
  /** A page, redirect or sitemap. */
  page: policy(ASK, edge),
  /** The same at an address that is not its own: a query string would fill the edge with copies. */
  elsewhere: policy(ASK, 'no-store'),
  /** A page that does not exist. At any moment it may, and then the tag `missing` is purged. */
  missing: policy('no-cache', edge),
  /** On the way to the one address of what is there now: what was there leaves none behind. */
  led: policy('no-cache', 'no-store'),
  /** A picture's file, which never changes; the edge asks as often as for a page, so that it can go. */
  picture: policy('public, max-age=31536000, immutable', edge),
  /** What only a deployment changes: an hour old at most in browsers. */
  fixture: policy('public, max-age=3600', edge),
  /** Served while D1 cannot be reached: perhaps old, so kept only to take the rush. */
  stale: policy('no-cache', 'public, max-age=10, stale-if-error=0'),
  /** An error, a preview, or an answer to an editor. */
  private: policy('no-store', 'no-store'),
}
