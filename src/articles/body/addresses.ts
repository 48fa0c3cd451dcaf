/** Addresses that an editor writes: of a source, and of links and pictures in a body. */

/** Characters that show as nothing, or turn what stands around them: in an address only to deceive. */
const UNSEEN = /[\p{Cf}\u2028\u2029]/u
const WEB = /^https?:$/
/** A scheme and, after exactly two slashes, a host. */
const WHOLE = /^https?:\/\/[^/\\?#]/i
const SCHEME = /^[a-z][a-z0-9+.-]*:/i

/**
 * What is wrong with an address for the web as it was typed, as the end of a sentence that starts
 * with its name; null when browsers, feed readers and people all read the same in it.
 */
export function addressFault(address: string): string | null {
  if (address.includes('\\')) return 'has a backslash; write it with /, or as %5C'
  if (/^\/{3}/.test(address))
    return 'begins with three slashes; write it with one, or with https://'
  if (UNSEEN.test(address)) return 'holds a character that cannot be seen; remove it'
  const isWhole = WHOLE.test(address)
  if (!isWhole && /^https?:/i.test(address)) {
    return 'must have two slashes and a host after its scheme, like https://example.org/'
  }
  if (!address.includes('@') || (SCHEME.test(address) && !isWhole)) return null
  // Relative to any host: one of its own is in the address, if there is one.
  const url = URL.parse(address, 'https://host.invalid')
  if (url?.username || url?.password) return 'has a user name or password in it; leave that out'
  return null
}

/** The same address without what `addressFault` finds; null when nothing is left. */
export function mended(address: string): string | null {
  const url = URL.parse(address)
  if (!url || !WEB.test(url.protocol)) return null
  url.username = ''
  url.password = ''
  return url.href
}
