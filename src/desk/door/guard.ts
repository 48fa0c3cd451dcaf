/**
 * Keeps other sites from having a signed-in browser do anything: what changes something must come from a
 * page of ours. Browsers say so themselves (Fetch Metadata), the oldest by `Origin` alone.
 */
import type { Site } from '../../site'

const SAFE = new Set(['GET', 'HEAD'])

/** Whether a request may change something, by where it says that it comes from. */
export function isOurs(site: Site, method: string, headers: Headers): boolean {
  if (SAFE.has(method)) return true
  const from = headers.get('Sec-Fetch-Site')
  return from === null ? headers.get('Origin') === site.origin : from === 'same-origin'
}
