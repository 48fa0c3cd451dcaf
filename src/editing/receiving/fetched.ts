/** Pictures that are on the web somewhere, fetched for an editor who sent the address. */
import { MAX_BYTES } from '../../articles/files/bounds'
import { TimedOut, within } from '../../delivery/within'
import { readAddress } from './address'
import { readAtMost } from './body'

/** The way to the web, and where the newsroom itself is. */
export interface Web {
  /** The newsroom's own origin: said to whom we ask, and never asked. */
  origin: string
  fetch(request: Request): Promise<Response>
}

/** What is wrong, and what to do: the end of a sentence that begins with “url”. */
interface Fault {
  fault: string
}

/** For everything together, in milliseconds. */
const PATIENCE = 10_000

const MAX_REDIRECTS = 5

/** AVIF comes last: Cloudflare makes no smaller sizes of it. */
const ACCEPT = 'image/jpeg, image/png, image/webp, image/gif, image/avif;q=0.5, image/*;q=0.1'

const TOO_LARGE = {
  fault: `leads to a file of more than ${MAX_BYTES / 1e6} MB; send it smaller or packed more tightly`,
}
const LATE = {
  fault: `gave no whole file within ${PATIENCE / 1000} seconds; send it again, or send the file of the picture`,
}
const UNREACHABLE = {
  fault: 'cannot be reached, or broke off; see whether it opens in a browser, and send it again',
}

/**
 * The bytes behind an address: at most `MAX_BYTES`, within ten seconds. What they are is not looked at, unless
 * they are said to be a web page.
 *
 * Only hosts on the public internet are asked, at the ports of their schemes, and each redirect is looked at
 * like the address itself. A public name may still lead to a private address: on Cloudflare that comes to
 * nothing, as a Worker has no way into any private network, neither by address nor by name; a local run
 * (`npm start`) could reach what its machine can. No cookies, no `Referer` (which some hosts refuse, like
 * mmbiz.qpic.cn), nothing of the editor's.
 *
 * @returns the bytes, or a fault: the end of a sentence that begins with “url”.
 */
export async function fetchPicture(
  address: string,
  web: Web,
): Promise<{ bytes: Uint8Array<ArrayBuffer> } | Fault> {
  const end = new AbortController()
  try {
    return await within(PATIENCE, fetchFrom(address, web, end.signal))
  } catch (fault) {
    return fault instanceof TimedOut ? LATE : UNREACHABLE
  } finally {
    // What is still under way, or left unread, is let go.
    end.abort()
  }
}

async function fetchFrom(address: string, web: Web, signal: AbortSignal) {
  const found = await follow(address, web, signal)
  if ('fault' in found) return found
  const fault = answerFault(found.response)
  return fault ? { fault } : read(found.response)
}

/** The answer at the end of all redirects. */
async function follow(
  address: string,
  { origin, fetch }: Web,
  signal: AbortSignal,
): Promise<{ response: Response } | Fault> {
  const headers = { Accept: ACCEPT, 'User-Agent': `Broadside (+${origin})` }
  let next = readAddress(address, origin)
  for (let redirects = 0; ; redirects++) {
    if ('fault' in next) {
      return redirects === 0 ? next : { fault: `redirects to an address that ${next.fault}` }
    }
    const { url } = next
    const response = await fetch(new Request(url, { headers, redirect: 'manual', signal }))
    const location = response.headers.get('Location')
    if (!isRedirect(response.status) || location === null) return { response }
    response.body?.cancel().catch(() => {})
    if (redirects === MAX_REDIRECTS) {
      return { fault: `redirects more than ${MAX_REDIRECTS} times; send the address it ends at` }
    }
    next = readAddress(location, origin, url.href)
    if (url.protocol === 'https:' && 'url' in next && next.url.protocol === 'http:') {
      return { fault: 'redirects from https to http; send the file of the picture' }
    }
  }
}

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status)

/** What is wrong with an answer, by what stands before its body. */
function answerFault({ status, headers }: Response): string | null {
  if (status !== 200) {
    return `answers ${status}, not with a picture; see whether it opens in a browser, or send the file`
  }
  const type = headers.get('Content-Type') ?? ''
  if (/^\s*(text\/html|application\/xhtml\+xml)\b/i.test(type)) {
    return 'is a web page; send the address of the picture on it'
  }
  return Number(headers.get('Content-Length')) > MAX_BYTES ? TOO_LARGE.fault : null
}

/** All of a body, as long as it is no longer than `MAX_BYTES` whatever it said of itself. */
async function read({ body }: Response): Promise<{ bytes: Uint8Array<ArrayBuffer> } | Fault> {
  const bytes = await readAtMost(MAX_BYTES, body)
  if (!bytes) return TOO_LARGE
  if (bytes.length > 0) return { bytes }
  return { fault: 'leads to an empty file; send the address of a picture' }
}
