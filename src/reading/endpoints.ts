/**
 * Where programs that speak other protocols find us. They ask the home page first, as the address that people
 * type into them.
 */
import { paths, type Site } from '../site'
import type { Client } from '../site/clients'

/** What each protocol calls the address at which it begins. */
const BEGINS: Partial<Record<Client, [path: string, rel: string]>> = {
  wordpress: [paths.wordpress, 'https://api.w.org/'],
  micropub: [paths.micropub, 'micropub'],
}

/** Where a program asks for leave to act for somebody: IndieAuth's way of today, and that of 2018. */
const CONSENT: [path: string, rel: string][] = [
  [paths.authorizationServer, 'indieauth-metadata'],
  [paths.authorize, 'authorization_endpoint'],
  [paths.token, 'token_endpoint'],
]

/**
 * The `Link` header (RFC 8288) that leads to what is switched on; null where nothing is. Leave is asked for at
 * the desk: without one, a program can only be given a key.
 */
export function endpointsOf({ origin, clients }: Site, hasDesk: boolean): string | null {
  const begins = clients.flatMap((client) => [BEGINS[client]].filter((one) => one !== undefined))
  const consent = hasDesk && clients.includes('micropub') ? CONSENT : []
  const links = [...begins, ...consent].map(([path, rel]) => `<${origin}${path}>; rel="${rel}"`)
  return links.length > 0 ? links.join(', ') : null
}
