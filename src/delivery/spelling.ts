/**
 * How addresses are spelled. Only at ours is anything kept at the edge: whatever else leads to a page,
 * or looks as if it should, a cache might take for the page's own address.
 */

/** What stands behind a URL's host. Parsing it would take longer than anything else a page needs. */
export const behindHost = (url: string) => url.slice(url.indexOf('/', url.indexOf('//') + 2))

/** Whether a URL ends its host with just this path. */
export const isAt = (url: string, path: string) => behindHost(url) === path

const WORD = '[\\p{L}\\p{M}\\p{Nd}[\\p{Nl}&&\\p{Script=Han}]]+'
/** For expressions with `v`. */
export const SLUG_PATTERN = `${WORD}(?:-${WORD})*`
const SLUG = new RegExp(`^${SLUG_PATTERN}$`, 'v')

/** Whether a name has the form of a slug: no article or section has another. */
export const isSlug = (name: string) =>
  SLUG.test(name) && name === name.normalize('NFKC').toLowerCase().normalize('NFKC')

/** As a step of a path these lead up, however they are encoded (URL Standard): nothing can be called so. */
const DOTS = /^\.{1,2}$/

/** Whether a name has the form of a keyword or an author. */
export const isName = (name: string) =>
  name !== '' && !DOTS.test(name) && name === name.normalize('NFC').trim() && !/\p{Cc}/u.test(name)

/** What may follow where a name is part of the address. */
const NAMES = new Map([
  ['articles', isSlug],
  ['sections', isSlug],
  ['keywords', isName],
  ['authors', isName],
])

/** Every other step of a path, like `archive`, `2024-07` or `feed.xml`. */
const STEP = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/

/** Whether a URL is spelled as ours are, whatever is there. A preview's is nobody's but its reader's. */
export function isSpelledAsOurs(url: string): boolean {
  const path = behindHost(url)
  if (path === '/') return true
  const [kind = '', ...steps] = path.slice(1).split('/')
  const isNamed = NAMES.get(kind)
  const named = isNamed ? steps.splice(0, 1) : []
  return (
    kind !== 'previews' &&
    [kind, ...steps].every((step) => STEP.test(step)) &&
    named.every((name) => isNamed?.(decoded(name)))
  )
}

/** A step decoded; empty when that is not how it would be encoded. */
function decoded(step: string): string {
  try {
    const name = decodeURIComponent(step)
    return encodeURIComponent(name) === step ? name : ''
  } catch {
    return ''
  }
}
