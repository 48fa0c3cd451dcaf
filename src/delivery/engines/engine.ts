/** What search engines and feed hubs have in common, for those who tell them of pages. */

/** What switches them on, and where they are. Variables or secrets; absent or empty means off. */
export interface EngineVars {
  INDEXNOW_KEY?: string
  BAIDU_PUSH_TOKEN?: string
  WEBSUB_HUB?: string
  /** Other addresses than the engines' own, such as one engine's, or a stand-in's. */
  INDEXNOW_ENDPOINT?: string
  BAIDU_PUSH_ENDPOINT?: string
}

/** One engine: how it is called, and what its answers mean. */
export interface Engine {
  /** URLs a call takes. */
  most: number
  /** Calls a tick makes. */
  calls: number
  /**
   * It has a daily quota, refuses whole calls beyond it, and says what remains of it. And it is
   * told apart of pages that are gone.
   */
  hasQuota: boolean
  request(urls: string[], isGone: boolean): Request
  read(answer: Answer): Verdict
}

export interface Answer {
  status: number
  headers: Headers
  text: string
  /** When it came, in UTC seconds. */
  at: number
}

/** What an answer means for the pages of the call. */
export type Verdict =
  /** Told. `remain`: how many more it takes today, where it counts; `invalid`: URLs it never will. */
  | { is: 'done'; remain: number | null; invalid: string[] }
  /** Not now; in so many seconds, or null when it does not say. */
  | { is: 'later'; seconds: number | null; fault: string }
  /** No more pages today. */
  | { is: 'spent'; fault: string }
  /** Not these. */
  | { is: 'refused'; fault: string }
  /** Not us: somebody has to change the configuration. */
  | { is: 'misconfigured'; fault: string }

const MAX_FAULT = 200

/** What a status means by itself: RFC 9110, 15. */
export function byStatus({ status, headers, text, at }: Answer): Verdict {
  const fault = `${status} ${headers.get('Location') ?? text}`.trim().slice(0, MAX_FAULT)
  if (status >= 200 && status < 300) return { is: 'done', remain: null, invalid: [] }
  const isBusy = status === 408 || status === 429 || status >= 500
  if (!isBusy) return { is: 'misconfigured', fault }
  return { is: 'later', seconds: retryAfter(headers.get('Retry-After'), at), fault }
}

/** Nobody makes us wait longer than a day. */
const MAX_RETRY_AFTER = 86_400

/** `Retry-After` (RFC 9110, 10.2.3) in seconds from `at`, or null when there is none that can be read. */
export function retryAfter(value: string | null, at: number): number | null {
  if (!value) return null
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil(Date.parse(value) / 1000) - at
  return seconds >= 0 ? Math.min(seconds, MAX_RETRY_AFTER) : null
}

/** An engine's address. Throws a `TypeError` that names the variable at fault. */
export function addressOf(variable: keyof EngineVars, value: string): string {
  const url = URL.parse(value)
  if (!url || !/^https?:$/.test(url.protocol) || url.hash) {
    throw new TypeError(`${variable} must be a web address, like https://hub.example.com/`)
  }
  return url.href
}
