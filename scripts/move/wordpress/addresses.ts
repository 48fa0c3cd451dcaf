/** Where a post stood, and its slug: WordPress keeps both percent-encoded, in lower case. */

/** The address of the old site, as its export says it. */
export interface Home {
  /** Scheme and host. */
  origin: string
  host: string
  /** Where in it WordPress stood, without a slash at its end: '' or `/blog`. */
  path: string
}

/** Of an address of the site; null for what is none. */
export function homeOf(address: string): Home | null {
  const url = urlOf(address)
  if (!url) return null
  return { origin: url.origin, host: plain(url.host), path: url.pathname.replace(/\/+$/, '') }
}

/** From the root of the old site, decoded: what `link` says, and `guid` where that leads to a post. */
export function addressesOf(link: string, guid: string, home: Home | null): string[] {
  const isOfSite = (url: URL) => home === null || plain(url.host) === home.host
  const url = urlOf(link)
  const post = urlOf(guid)
  const isPost = post && isOfSite(post) && /^\?(?:p|page_id)=\d+$/.test(post.search)
  return [
    ...new Set([
      ...(url && isOfSite(url) ? [addressOf(url)] : []),
      ...(isPost ? [addressOf(post)] : []),
    ]),
  ].filter((address) => address !== '/')
}

/** A slug in its own letters. Cut off within a character, it loses what is left of that. */
export function decodedSlug(slug: string, notes: string[]): string | null {
  for (let rest = slug, cut = 0; cut < 4; cut++) {
    try {
      return decodeURIComponent(rest) || null
    } catch {
      rest = rest.replace(/%[\da-f]{0,2}$/i, '')
    }
  }
  notes.push(`Its slug cannot be read, and is made anew: “${slug.slice(0, 100)}”`)
  return null
}

/** What a path means by %2F, %3F and the like is no slash and no question: that stays as it is. */
function addressOf({ pathname, search }: URL): string {
  const whole = pathname + search
  try {
    return decodeURI(whole)
  } catch {
    return whole
  }
}

function urlOf(address: string): URL | null {
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return null
  return new URL(address)
}

const plain = (host: string) => host.toLowerCase().replace(/^www\./, '')
