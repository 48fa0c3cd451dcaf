/** One call to a webhook’s receiver, and what came of it. */
import type { Site } from '../../site'
import { credentialsIn, type Quote, quoteWithout } from '../engines/credentials'
import { retryAfter } from '../engines/engine'
import { startOf } from '../engines/wire'
import { TimedOut, within } from '../within'
import { receiverFault } from './address'
import { bareSecret, signedHeaders } from './signature'
import { secretsOf, type Webhook } from './webhook'

export type Fetch = (request: Request) => Promise<Response>

/** How long a receiver may take, in milliseconds: Standard Webhooks wants it to have 15 to 30 s. */
export const PATIENCE = 15_000

/** How much of an answer is read, in bytes: enough to say what is wrong. */
const MAX_REPLY = 4_096

/** Characters of it that are kept. */
const MAX_SAID = 200

/** What a receiver’s answer means. `status` is null where there was none. */
export type Verdict = { status: number | null } & (
  | { is: 'told' }
  /** Not now: try again in `seconds`; null when it does not say. */
  | { is: 'later'; seconds: number | null; fault: string }
  /** It does not want this one. */
  | { is: 'refused'; fault: string }
  /** It wants nothing any more. */
  | { is: 'gone'; fault: string }
)

/** Tells a webhook of one event. Whatever happens comes to a verdict, in `patience` milliseconds. */
export async function call(
  fetch: Fetch,
  site: Site,
  webhook: Webhook,
  event: { id: string; body: string },
  at: number,
  patience = PATIENCE,
): Promise<Verdict> {
  const wrong = receiverFault(webhook.url, site.origin)
  if (wrong) return later(`url ${wrong}`)
  const signed = await signedHeaders(secretsOf(webhook, at), event.id, at, event.body)
  const quote = quoteFor(webhook)
  const end = new AbortController()
  try {
    return await within(patience, ask(fetch, site, webhook.url, signed, event.body, at, quote, end))
  } catch (fault) {
    // Not in the fault’s own words: they may hold the address, and with it a token.
    return later(fault instanceof TimedOut ? 'no answer in time' : 'no connection')
  } finally {
    end.abort()
  }
}

const later = (fault: string): Verdict => ({ is: 'later', status: null, seconds: null, fault })

async function ask(
  fetch: Fetch,
  site: Site,
  url: string,
  signed: Record<string, string>,
  body: string,
  at: number,
  quote: Quote,
  { signal }: AbortController,
): Promise<Verdict> {
  const response = await fetch(
    new Request(url, {
      method: 'POST',
      // Never followed: whoever redirects could lead anywhere, and the address is the editors’ to change.
      redirect: 'manual',
      headers: {
        ...signed,
        'Content-Type': 'application/json',
        'User-Agent': `Broadside (+${site.origin})`,
      },
      body,
      signal,
    }),
  )
  const { status, headers } = response
  if (response.ok) {
    response.body?.cancel().catch(() => {})
    return { is: 'told', status }
  }
  const said = isRedirect(status)
    ? `redirects to ${headers.get('Location') ?? 'nowhere'}; give the webhook that address, if it is right`
    : await startOf(response, MAX_REPLY)
  const fault = `${status} ${quote(said.replace(/\s+/g, ' ')).slice(0, MAX_SAID)}`.trim()
  return verdictOn(status, fault, retryAfter(headers.get('Retry-After'), at))
}

const isRedirect = (status: number) => status >= 300 && status < 400

/** These are about one event; any other is about all that could be told. RFC 9110, 15.5; RFC 4918, 11.2. */
const ABOUT_ONE = new Set([400, 409, 413, 415, 422])

function verdictOn(status: number, fault: string, seconds: number | null): Verdict {
  if (status === 410) return { is: 'gone', status, fault }
  if (ABOUT_ONE.has(status)) return { is: 'refused', status, fault }
  return { is: 'later', status, seconds, fault }
}

/** A part of a path that is this long is perhaps a token, as chat programs have them. */
const SHORTEST_TOKEN = 12

/** What must not be kept of what a receiver repeats: what signs, and what its own address holds. */
function quoteFor({ url, secret, formerSecret }: Webhook): Quote {
  const secrets = [secret, formerSecret].flatMap((one) => (one ? [one, bareSecret(one)] : []))
  const parts = (URL.parse(url)?.pathname.split('/') ?? []).filter(
    ({ length }) => length >= SHORTEST_TOKEN,
  )
  return quoteWithout([...secrets, ...credentialsIn(url), ...parts])
}
