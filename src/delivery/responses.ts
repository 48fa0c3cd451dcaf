/** How a page is answered, wherever it came from: headers, ETags, and what there is while D1 fails. */
import type { Copy } from './copies'
import { eventOf, outageOf, retryAfter } from './d1-faults'
import type { Edition } from './editions'
import { namesEtag } from './etags'
import { log } from './log'
import { type AppContext, editionOf, type Page } from './page'
import { cachePolicy } from './policy'
import { isAt } from './spelling'
import { EVERYTHING, tagOf } from './tags'

/** Thrown when a page can neither be read nor be served from a copy. Answered with a 503. */
export class Unavailable extends Error {
  /** When to come back, in seconds. */
  readonly retryAfter: number

  /** `fault` is what D1 failed with. */
  constructor(fault: unknown) {
    super(String(fault), { cause: fault })
    this.retryAfter = retryAfter(outageOf(fault), Date.now())
  }
}

/** Notes that D1 failed a reader; `isStale`: who got a copy instead. */
export const logFault = (page: string, isStale: boolean, fault: unknown) =>
  log('error', eventOf(outageOf(fault)), { page, isStale, fault: String(fault) })

/** Whether the caller has this edition already. */
export function isKnown(c: AppContext, edition: Edition, fingerprint: string): boolean {
  const known = c.req.header('If-None-Match')
  return known !== undefined && namesEtag(known, etagOf(edition, fingerprint))
}

/** A 304. */
export const unchanged = (c: AppContext, page: Page, edition: Edition, fingerprint: string) =>
  new Response(null, {
    status: 304,
    headers: { ...caching(c, page), ETag: etagOf(edition, fingerprint) },
  })

/** A page as it was made, with how long it may be kept; `source` says where it was. */
export function respond(
  c: AppContext,
  page: Page,
  copy: Copy,
  fingerprint: string,
  source: 'memory' | 'kv' | 'render',
): Response {
  // What is partial is neither kept by anybody nor known again: the rest may be there in a moment.
  const policy = copy.isPartial ? cachePolicy.private : caching(c, page)
  const headers = { ...copy.headers, ...policy, 'Server-Timing': source }
  const etag =
    copy.status === 200 && !copy.isPartial ? { ETag: etagOf(copy.edition, fingerprint) } : {}
  // An empty text would be given a type, which empty bytes are not.
  const body = copy.body === '' ? null : copy.body
  return new Response(body, { status: copy.status, headers: { ...headers, ...etag } })
}

/** How long, and by which tags. A query string, or another spelling of the path, is not kept. */
export function caching(c: AppContext, page: Page): Record<string, string> {
  if (!isAt(c.req.url, page.path)) return { ...cachePolicy.elsewhere }
  return { ...cachePolicy.page, 'Cache-Tag': [tagOf(editionOf(page)), EVERYTHING].join(',') }
}

/** The copy as it is, marked stale; without one, throws `Unavailable`. */
export function withoutD1(c: AppContext, page: Page, copy: Copy | null, fault: unknown): Response {
  logFault(page.name, !!copy, fault)
  if (!copy) throw new Unavailable(fault)
  const isOwn = 'Cache-Tag' in caching(c, page)
  const policy = isOwn ? cachePolicy.stale : cachePolicy.private
  const headers = { ...copy.headers, ...caching(c, page), ...policy, 'Server-Timing': 'stale' }
  return new Response(copy.body, { status: copy.status, headers })
}

const etagOf = (edition: Edition, fingerprint: string) =>
  `"${edition.page}.${edition.site}.${fingerprint}"`
