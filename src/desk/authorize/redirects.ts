/** Where an answer may be sent: the one thing that an attacker would like to choose. */

/** `localhost` too: RFC 8252 would rather not, and most programs use it. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Schemes that a browser or a system does something with by itself: none of them is a program’s own. */
const NOT_OWN = new Set([
  ...['about', 'blob', 'chrome', 'content', 'data', 'file', 'filesystem', 'ftp', 'intent', 'jar'],
  ...['javascript', 'mailto', 'ms-msdt', 'resource', 'search-ms', 'sms', 'tel', 'vbscript'],
  ...['view-source', 'ws', 'wss'],
])

/** What an answer brings along, which nothing in the address may forestall. */
const ANSWERS = ['code', 'state', 'iss', 'error']

export const isLoopback = (url: URL) => url.protocol === 'http:' && LOOPBACK.has(url.hostname)

/**
 * An address that an answer could go to: https, http on the same machine, or a program’s own scheme. Read
 * strictly, since whoever else reads it may read it otherwise: no name and password, no fragment, no backslash,
 * nothing that is not printable ASCII, and no `..` that would be resolved.
 */
export function readRedirect(text: string): URL | null {
  if (!/^[!-[\]-~]{1,2000}$/.test(text) || text.includes('#')) return null
  const url = URL.parse(text)
  if (!url || url.username || url.password) return null
  if (ANSWERS.some((name) => url.searchParams.has(name))) return null
  if (url.protocol === 'https:' || isLoopback(url)) {
    return isPlain(text) && HOST.test(url.hostname) ? url : null
  }
  const scheme = url.protocol.slice(0, -1)
  return scheme === 'http' || NOT_OWN.has(scheme) ? null : url
}

/** Names as DNS has them, or an address: `URL` lets semicolons and stars through, which mean something in policies. */
const HOST = /^([a-z0-9._-]+|\[[0-9a-f:]+\])$/

/** Whether both slashes are there, and a path has no `.` or `..` in it, in whichever spelling. */
const isPlain = (text: string) =>
  /^https?:\/\/[^/]/i.test(text) &&
  !/(^|\/)(\.|%2e){1,2}(\/|$)/i.test(text.replace(/[?].*$/, '').replace(/^\w+:\/\//, ''))

/** Without its port. */
function portless(url: URL): string {
  const copy = new URL(url)
  copy.port = ''
  return copy.href
}

/**
 * Whether a redirect address is one of those that a program has listed: to the letter (RFC 9700, 4.1.3), save that a
 * loopback may have any port, as whoever listens there takes what is free (RFC 8252, 7.3).
 */
export function isListed(redirect: string, listed: string[]): boolean {
  if (listed.includes(redirect)) return true
  const url = URL.parse(redirect)
  if (!url || !isLoopback(url)) return false
  return listed.some((one) => {
    const other = URL.parse(one)
    return other !== null && isLoopback(other) && portless(other) === portless(url)
  })
}

/** What a Content Security Policy calls the place that a form leads on to. */
export function sourceOf(url: URL): string {
  // CSP Level 3 has no way to write IPv6, nor the host of a scheme that is not the web’s.
  const isWritable = /^https?:$/.test(url.protocol) && !url.hostname.startsWith('[')
  return isWritable ? url.origin : url.protocol
}

/** A redirect address with an answer in its query, the rest of it as it was. */
export const withAnswer = (redirect: string, answer: Record<string, string>) =>
  `${redirect}${redirect.includes('?') ? '&' : '?'}${new URLSearchParams(answer)}`
