/**
 * What every answer tells browsers not to do. The pages need no script, no cookie and nothing from
 * elsewhere but pictures and the frames of configured origins; so nothing else is allowed.
 */
import { hashSource } from '../articles/digest'
import type { Site } from '../site'
import { styleOf } from './style'

/** Two years, in seconds: browsers' preload lists ask for at least one. */
const HSTS_SECONDS = 63_072_000

/** For answers that set none of their own. */
const REFERRER_POLICY = 'strict-origin-when-cross-origin'

/** For what is not a page: sitemaps, the API's answers, pictures. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox"

const known = new WeakMap<Site, string>()

/** Adds the headers that an answer does not set itself. Its headers must be open to change. */
export async function protect(site: Site, { status, headers }: Response): Promise<void> {
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Strict-Transport-Security', `max-age=${HSTS_SECONDS}`)
  if (!headers.has('Referrer-Policy')) headers.set('Referrer-Policy', REFERRER_POLICY)
  // A 304 has no type to tell by, and its headers replace those that came with the page (RFC 9111, 3.2).
  if (status === 304 || headers.has('Content-Security-Policy')) return
  const isPage = headers.get('Content-Type')?.startsWith('text/html')
  headers.set(
    'Content-Security-Policy',
    isPage ? (known.get(site) ?? (await usualPolicy(site))) : NOTHING,
  )
}

/** The policy of nearly every page, made once. */
async function usualPolicy(site: Site): Promise<string> {
  const policy = await policyOf(site)
  known.set(site, policy)
  return policy
}

/** The policy of a page (Content Security Policy Level 3) that has these styles besides the usual one. */
export async function policyOf(site: Site, ...styles: string[]): Promise<string> {
  const hashes = await Promise.all([styleOf(site), ...styles].map(hashSource))
  return [
    "default-src 'none'",
    `style-src ${hashes.join(' ')}`,
    ["img-src 'self'", ...site.pictures].join(' '),
    ...(site.embeds.length > 0 ? [`frame-src ${site.embeds.join(' ')}`] : []),
    // No page connects anywhere, but Lighthouse reads robots.txt through the page it looks at.
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // Pictures that were posted with http: would not be shown on a page that came by https.
    ...(site.origin.startsWith('https:') ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}
