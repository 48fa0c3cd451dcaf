/** How a reader or a crawler gets a page. See docs/delivery.md for the whole picture. */
import type { Context } from 'hono'
import { siteOf } from '../site'
import { secondsNow } from '../time'
import { type Copy, isWorthKeeping, keepCopy, type Rendering, readCopy } from './copies'
import { eventOf, outageOf, retryAfter } from './d1-faults'
import { type Edition, sameEdition, selectEdition, toEdition } from './editions'
import { namesEtag } from './etags'
import { fingerprintOf } from './fingerprint'
import { ask, isolateOf } from './isolate'
import { areOn, isLeased, isRecent, isToBeRenewed } from './leases'
import { log } from './log'
import { type Held, vouch } from './memory'
import { cachePolicy } from './policy'
import { isAt } from './spelling'
import { EVERYTHING, tagOf } from './tags'

export type AppContext = Context<{ Bindings: Env }>

/** A page that is kept in KV: what it is read from, and how it is made of that. */
export interface Page {
  /** From `pageNames`. */
  name: string
  /** The page whose edition and tag it shares; its own unless said otherwise. */
  edition?: string
  /** Its own path: only there is it kept at the edge. */
  path: string
  /** The statements whose results it shows. They run in one batch, so they see one state. */
  read(db: D1Database): D1PreparedStatement[]
  /** Whether KV may well have no copy of it: then its content is read along with its edition. */
  isOftenMissing?: boolean
  /** The page those results make, or null when there is none after all. */
  render(results: D1Result[]): Rendering | null | Promise<Rendering | null>
}

const editionOf = (page: Page) => page.edition ?? page.name

/** How long to wait, in milliseconds, before doing without. */
export interface Patience {
  d1: number
  kv: number
}

const PATIENCE: Patience = { d1: 2_000, kv: 500 }

/**
 * How long KV is waited for, in milliseconds, before D1 is asked for the edition of a page that is often
 * missing there. Half a round trip to a D1 nearby, and more than KV takes for what is in its cache.
 */
const HEAD_START = 20

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

/**
 * Serves a page: a 304 when the caller has this edition, otherwise the copy in memory or in KV when it
 * is of this edition, otherwise a fresh rendering, which is put into both. D1 names the edition, unless
 * a lease on the copy in memory does. While D1 cannot be reached: a copy as it is, marked stale, or
 * `Unavailable`. Null when there is no such page.
 */
export async function servePage(
  c: AppContext,
  page: Page,
  patience = PATIENCE,
): Promise<Response | null> {
  const { PAGES } = c.env
  const { memory, time } = isolateOf(c.env)
  const fingerprint = fingerprintOf(siteOf(c.env))
  const held = memory.find(page.name, fingerprint, time.now())
  if (held && isServedUnderLease(c, page, held, patience)) return serveHeld(c, page, held)

  const reading = once(() => readCopy(PAGES, page.name, fingerprint))
  // Side by side with D1, unless the likely answer needs no copy, or one is here.
  if (!held && !c.req.header('If-None-Match')) {
    const { isMissing } = reading()
    if (page.isOftenMissing && (await isMissing(HEAD_START))) {
      return renderNow(c, page, fingerprint, null, patience)
    }
  }

  const askedAt = time.now()
  let edition: Edition | null
  try {
    edition = await readEdition(c, page, patience)
  } catch (fault) {
    const recent = held && isRecent(held, time.now()) ? held.copy : null
    return withoutD1(c, page, recent ?? (await reading().copy(patience.kv)), fault)
  }
  const isHeld = held && edition && sameEdition(held.copy.edition, edition)
  if (isHeld) vouch(held, askedAt)
  else memory.forget(page.name, askedAt)
  if (!edition) return null
  if (isHeld) return serveHeld(c, page, held)
  if (isKnown(c, edition, fingerprint)) return unchanged(c, page, edition, fingerprint)

  const copy = await reading().copy(patience.kv)
  if (!copy || !sameEdition(copy.edition, edition)) {
    return renderNow(c, page, fingerprint, copy, patience)
  }
  memory.keep(page.name, fingerprint, copy, askedAt)
  return respond(c, page, copy, fingerprint, 'kv')
}

/** Serves a page made anew, which is kept; while D1 cannot be reached, the copy that is no longer good. */
async function renderNow(
  c: AppContext,
  page: Page,
  fingerprint: string,
  old: Copy | null,
  patience: Patience,
): Promise<Response | null> {
  const { DB, PAGES } = c.env
  const { memory, time } = isolateOf(c.env)
  const askedAt = time.now()
  let results: D1Result[]
  try {
    results = await ask(c, patience.d1, () => DB.batch(statementsOf(DB, page)))
  } catch (fault) {
    return withoutD1(c, page, old, fault)
  }
  const fresh = await renderFrom(page, results)
  if (!fresh) return null
  const isWorthIt = isWorthKeeping(fresh, secondsNow())
  const isHeld = memory.keep(page.name, fingerprint, fresh, askedAt, isWorthIt)
  // What memory does not take cannot be known again when it is asked for again.
  if (isWorthIt || !isHeld) c.executionCtx.waitUntil(keepCopy(PAGES, page.name, fingerprint, fresh))
  return respond(c, page, fresh, fingerprint, 'render')
}

const readEdition = async (c: AppContext, page: Page, { d1 }: Patience) =>
  toEdition(await ask(c, d1, () => selectEdition(c.env.DB, editionOf(page)).run()))

/**
 * Whether a copy may be served without asking D1. Ahead of the lease's end one request asks for the
 * next, after its answer, while others go on being served under this one: nobody waits for it.
 */
function isServedUnderLease(c: AppContext, page: Page, held: Held, patience: Patience): boolean {
  const { time, lease } = isolateOf(c.env)
  const now = time.now()
  if (!areOn(c.env) || !isLeased(held, now, lease)) return false
  if (isToBeRenewed(held, now, lease)) {
    held.renewedAt = now
    c.executionCtx.waitUntil(renewLease(c, page, held, now, patience))
  }
  return true
}

/** Serves a copy in memory. Asked for again, it is worth its place in KV too. */
function serveHeld(c: AppContext, page: Page, held: Held): Response {
  const { copy, fingerprint } = held
  if (!held.isInKV) {
    held.isInKV = true
    c.executionCtx.waitUntil(keepCopy(c.env.PAGES, page.name, fingerprint, copy))
  }
  return isKnown(c, copy.edition, fingerprint)
    ? unchanged(c, page, copy.edition, fingerprint)
    : respond(c, page, copy, fingerprint, 'memory')
}

/** Asks D1 once more. Never rejects: without an answer the lease ends when it ends. */
async function renewLease(
  c: AppContext,
  page: Page,
  held: Held,
  askedAt: number,
  patience: Patience,
): Promise<void> {
  try {
    const edition = await readEdition(c, page, patience)
    if (edition && sameEdition(held.copy.edition, edition)) vouch(held, askedAt)
    else isolateOf(c.env).memory.forget(page.name, askedAt)
  } catch (fault) {
    log('warn', 'lease-not-renewed', { page: page.name, fault: String(fault) })
  }
}

/** Whether the caller has this edition already. */
function isKnown(c: AppContext, edition: Edition, fingerprint: string): boolean {
  const known = c.req.header('If-None-Match')
  return known !== undefined && namesEtag(known, etagOf(edition, fingerprint))
}

const unchanged = (c: AppContext, page: Page, edition: Edition, fingerprint: string) =>
  new Response(null, {
    status: 304,
    headers: { ...caching(c, page), ETag: etagOf(edition, fingerprint) },
  })

/** The edition once more, in the batch that reads the content: a write may have come between. */
export const statementsOf = (db: D1Database, page: Page) => [
  selectEdition(db, editionOf(page)),
  ...page.read(db),
]

/** A page labelled with the edition read together with its content; null when there is none. */
export async function renderFrom(page: Page, results: D1Result[]): Promise<Copy | null> {
  const [editionRows, ...content] = results as [D1Result, ...D1Result[]]
  const edition = toEdition(editionRows)
  const rendering = edition && (await page.render(content))
  return rendering && { ...rendering, edition }
}

function respond(
  c: AppContext,
  page: Page,
  copy: Copy,
  fingerprint: string,
  source: 'memory' | 'kv' | 'render',
): Response {
  const headers = { ...copy.headers, ...caching(c, page), 'Server-Timing': source }
  const etag = copy.status === 200 ? { ETag: etagOf(copy.edition, fingerprint) } : {}
  // An empty text would be given a type, which empty bytes are not.
  const body = copy.body === '' ? null : copy.body
  return new Response(body, { status: copy.status, headers: { ...headers, ...etag } })
}

/** How long, and by which tags. A query string, or another spelling of the path, is not kept. */
export function caching(c: AppContext, page: Page): Record<string, string> {
  if (!isAt(c.req.url, page.path)) return { ...cachePolicy.elsewhere }
  return { ...cachePolicy.page, 'Cache-Tag': [tagOf(editionOf(page)), EVERYTHING].join(',') }
}

function withoutD1(c: AppContext, page: Page, copy: Copy | null, fault: unknown): Response {
  logFault(page.name, !!copy, fault)
  if (!copy) throw new Unavailable(fault)
  const isOwn = 'Cache-Tag' in caching(c, page)
  const policy = isOwn ? cachePolicy.stale : cachePolicy.private
  const headers = { ...copy.headers, ...caching(c, page), ...policy, 'Server-Timing': 'stale' }
  return new Response(copy.body, { status: copy.status, headers })
}

const etagOf = (edition: Edition, fingerprint: string) =>
  `"${edition.page}.${edition.site}.${fingerprint}"`

function once<T>(work: () => T): () => T {
  let result: T | undefined
  return () => {
    result ??= work()
    return result
  }
}
