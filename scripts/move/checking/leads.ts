/** Where an old address leads, now that the newsroom is asked for it. */
import { Fault } from '../../command.ts'
import { LONGEST_WAIT, look, type Newsroom, Passing, toPassing, toSeconds } from '../../request.ts'

export type Found =
  | { kind: 'redirected' | 'gone' | 'standing' }
  /** `what` is why readers, or search engines, do not find what was there. */
  | { kind: 'failed'; what: string }

interface Answer {
  status: number
  /** Where it sends on to. */
  to: URL | null
}

/** Targets of redirects whose answers are remembered: the newest of them. */
const MAX_REMEMBERED = 10_000
const FOR_GOOD = new Set([301, 308])
const FOR_NOW = new Set([302, 303, 307])

/**
 * What tells where addresses lead. It learns first which site the newsroom says it is: redirects name that,
 * also before the domain is taken over.
 */
export async function newGuide(newsroom: Newsroom): Promise<(address: string) => Promise<Found>> {
  const base = new URL(newsroom.url).origin
  const feed = await look<{ home_page_url?: unknown }>(newsroom, '/feed.json')
  const own = new Set([base, URL.parse(String(feed.home_page_url))?.origin])
  const ask = (url: URL) => answerOf(newsroom, `${base}${url.pathname}${url.search}`)
  const askOnce = remembered(ask)

  return async (address) => {
    const url = new URL(address, base)
    const { status, to } = await ask(url)
    if (status === 410) return { kind: 'gone' }
    if (status === 200) {
      const isHome = url.pathname === '/' && url.search !== ''
      return isHome ? failed('leads to the home page only') : { kind: 'standing' }
    }
    if (FOR_NOW.has(status)) return failed(`redirects, but not for good (${status})`)
    if (!FOR_GOOD.has(status)) return failed(status === 404 ? '404' : `answers ${status}`)
    if (!to) return failed(`answers ${status} without an address to go to`)
    if (!own.has(to.origin)) return failed(`redirects elsewhere: ${to.href}`)
    if (pathOf(to) === pathOf(url)) return failed('redirects to itself')
    return judged(await askOnce(to), to, url)
  }
}

function judged({ status, to: next }: Answer, to: URL, from: URL): Found {
  if (status === 200 || status === 410) return { kind: 'redirected' }
  if (!next) return failed(`redirects to ${pathOf(to)}, which answers ${status}`)
  const isCircle = [pathOf(from), pathOf(to)].includes(pathOf(next))
  return failed(
    isCircle
      ? `redirects in a circle, by ${pathOf(to)}`
      : `redirects more than once: to ${pathOf(to)}, then to ${pathOf(next)}`,
  )
}

const failed = (what: string): Found => ({ kind: 'failed', what })
const pathOf = ({ pathname, search }: URL) => pathname + search

/** The same, asked once for each address; those that were not asked for longest are forgotten. */
function remembered(ask: (url: URL) => Promise<Answer>): (url: URL) => Promise<Answer> {
  const known = new Map<string, Promise<Answer>>()
  return (url) => {
    const path = pathOf(url)
    const answer = known.get(path) ?? ask(url)
    known.delete(path)
    known.set(path, answer)
    if (known.size > MAX_REMEMBERED) known.delete(known.keys().next().value as string)
    return answer
  }
}

/** Asks as often as it takes. Throws a Fault when the newsroom is out of reach. */
async function answerOf(newsroom: Newsroom, address: string): Promise<Answer> {
  const { retries = 7 } = newsroom
  for (let attempt = 0; ; attempt++) {
    const answer = await once(newsroom, address).catch((fault) => toPassing(fault, newsroom))
    if (!(answer instanceof Passing) && !isPassing(answer)) return answer
    const wait = answer.after ?? Math.min(0.5 * 2 ** attempt, 30)
    const what = answer instanceof Passing ? answer.message : `status ${answer.status}`
    if (attempt < retries && wait <= LONGEST_WAIT) {
      console.error(`${address}: ${what}: asking again in ${wait} s`)
      await new Promise((resolve) => setTimeout(resolve, wait * 1000))
    } else if (answer instanceof Passing) {
      throw new Fault(`${what}. Run the same command again later.`, 'unreachable')
    } else return answer
  }
}

const isPassing = ({ status }: Answer) => status >= 500 || status === 429 || status === 408

/** One GET, without the key: what readers get is what counts. */
async function once({ timeout = 120 }: Newsroom, address: string) {
  const response = await fetch(address, {
    redirect: 'manual',
    signal: AbortSignal.timeout(timeout * 1000),
  })
  // Read to its end, so that the connection is good for the next one.
  await response.arrayBuffer()
  const location = response.headers.get('Location')
  return {
    status: response.status,
    to: location === null ? null : URL.parse(location, address),
    after: toSeconds(response.headers.get('Retry-After')),
  }
}
