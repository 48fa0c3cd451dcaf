/** What search engines and feed hubs have in common, for the code that tells them of pages. */
import type { Site } from '../../site'
import { basicOf } from './credentials'

/** What has become of a page. */
export type News = 'new' | 'changed' | 'gone' | 'feed'

/** A search engine or feed hub: what switches it on, what it is told, and what its replies mean. */
export interface Engine<Name extends string = string, Variable extends string = string> {
  /** Also the kind of its debts in the outbox, and the key of its row in `engines`. */
  name: Name
  /** The variable or secret that switches it on. Absent or empty means off. */
  variable: Variable
  /** The news it is told. See docs/decisions/0009. */
  takes: News[]
  /** The most URLs that go into one call. */
  most: number
  /** The most calls a tick makes. */
  calls: number
  /**
   * The quota it sets for each day, or null. An engine with a quota refuses any call that exceeds
   * it, says how much of it is left, and is told of pages that are gone in calls of their own.
   */
  quota: Quota | null
  /** What must not be kept of anything it answers. */
  credentials(vars: { [variable in Variable]?: string }): string[]
  /** Throws a `TypeError` that names the variable at fault. */
  requester(site: Site, vars: { [variable in Variable]?: string }): Requester
  read(reply: Reply): Verdict
}

interface Quota {
  /** When the next day's quota can be used, in UTC seconds. */
  nextDay(at: number): number
}

/** Makes the request that tells an engine of pages. */
export type Requester = (urls: string[], isGone: boolean) => Request

/** What an engine answered. */
export interface Reply {
  status: number
  headers: Headers
  /** No more of it than `wire.ts` reads. */
  text: string
  /** When it came, in UTC seconds. */
  at: number
}

/** What a reply means for the pages of the call. */
export type Verdict =
  /**
   * The engine has been told. `remain`: how many more URLs it takes today, if it counts them;
   * `invalid`: URLs it will never take.
   */
  | { is: 'done'; remain: number | null; invalid: string[] }
  /** Not now: try again in `seconds`; null when it does not say. */
  | { is: 'later'; seconds: number | null; fault: string }
  /** The day's quota is used up. */
  | { is: 'spent'; fault: string }
  /** It does not want these pages. */
  | { is: 'refused'; fault: string }
  /** It does not accept us: somebody has to change the configuration. */
  | { is: 'misconfigured'; fault: string }

/** What a status means by itself: RFC 9110, 15. */
export function byStatus({ status, headers, text, at }: Reply): Verdict {
  const fault = `${status} ${headers.get('Location') ?? text}`.trim()
  if (status >= 200 && status < 300) return { is: 'done', remain: null, invalid: [] }
  const isBusy = status === 408 || status === 429 || status >= 500
  if (!isBusy) return { is: 'misconfigured', fault }
  return { is: 'later', seconds: retryAfter(headers.get('Retry-After'), at), fault }
}

/** No engine makes us wait longer than a day. */
const MAX_RETRY_AFTER = 86_400

/** `Retry-After` (RFC 9110, 10.2.3) in seconds from `at`; null when it is absent or cannot be read. */
export function retryAfter(value: string | null, at: number): number | null {
  if (!value) return null
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil(Date.parse(value) / 1000) - at
  return seconds >= 0 ? Math.min(seconds, MAX_RETRY_AFTER) : null
}

interface Place {
  /** Without a user name and password: those go into the headers (RFC 7617, 2). */
  address: string
  headers: Record<string, string>
}

/** The address in a variable. Throws a `TypeError` that names the variable if it holds none. */
export function placeOf(variable: string, value: string): Place {
  const url = URL.parse(value)
  if (!url || !/^https?:$/.test(url.protocol) || url.hash) {
    throw new TypeError(`${variable} must be a web address, like https://hub.example.com/`)
  }
  const basic = basicOf(url)
  url.username = ''
  url.password = ''
  return { address: url.href, headers: basic === null ? {} : { Authorization: `Basic ${basic}` } }
}
