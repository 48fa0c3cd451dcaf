/** The cookie that says who is at the desk. */
import type { Site } from '../../site'
import { LONGEST } from './sessions'

/** Browsers keep a cookie without TLS from nowhere but their own machine; so do we. */
const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

const isLocal = (site: Site) => LOCAL.test(site.origin)

/**
 * `__Host-` has browsers see to it that it came by TLS, from this host alone, for all of it
 * (draft-ietf-httpbis-rfc6265bis, 4.1.3.2).
 */
const nameFor = (site: Site) => (isLocal(site) ? 'desk' : '__Host-desk')

/** The token in a request's cookies; empty when there is none. */
export function tokenIn(site: Site, cookies: string | undefined): string {
  const start = `${nameFor(site)}=`
  const found = cookies?.split(';').find((cookie) => cookie.trim().startsWith(start))
  return found?.trim().slice(start.length) ?? ''
}

/**
 * `Set-Cookie` for a session. `Lax`: a link to the desk, in a message, leads in; nothing that another site
 * sends does (see guard.ts).
 */
export const cookieFor = (site: Site, token: string) =>
  `${nameFor(site)}=${token}; Path=/; Max-Age=${LONGEST}; HttpOnly; SameSite=Lax${isLocal(site) ? '' : '; Secure'}`

/** `Set-Cookie` that takes it away. */
export const noCookie = (site: Site) =>
  `${nameFor(site)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${isLocal(site) ? '' : '; Secure'}`
