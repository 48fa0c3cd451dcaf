/** How a reader or a crawler gets a page. See docs/delivery.md for the whole picture. */
import type { Context } from 'hono'
import { type Site, siteOf } from '../site'
import { type Copy, keepCopy, putCopy, type Rendering, readCopy, voidCopy } from './copies'
import { eventOf, outageOf, retryAfter } from './d1-faults'
import { type Edition, sameEdition, selectEdition, toEdition } from './editions'
import { namesEtag } from './etags'
import { fingerprintOf } from './fingerprint'
import { log } from './log'
import type { Outside } from './outbox'
import { cachePolicy } from './policy'
import { isAt } from './spelling'
import { ask } from './stall'
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
 * Serves a page: a 304 when the caller has this edition, the copy in KV when it is of this
 * edition, otherwise a fresh rendering, which is put into KV afterwards. While D1 cannot be
 * reached: the copy as it is, marked stale, or `Unavailable`. Null when there is no such page.
 */
export async function servePage(
  c: AppContext,
  page: Page,
  patience = PATIENCE,
): Promise<Response | null> {
  const { DB, PAGES } = c.env
  const fingerprint = fingerprintOf(siteOf(c.env))
  const reading = once(() => readCopy(PAGES, page.name, fingerprint))
  const known = c.req.header('If-None-Match')
  // Side by side with D1, unless the likely answer is a 304, which needs no copy.
  if (!known) reading()

  let edition: Edition | null
  try {
    edition = toEdition(await ask(c, patience.d1, () => selectEdition(DB, editionOf(page)).run()))
  } catch (fault) {
    return withoutD1(c, page, await reading()(patience.kv), fault)
  }
  if (!edition) return null
  if (known && namesEtag(known, etagOf(edition, fingerprint))) {
    return new Response(null, {
      status: 304,
      headers: { ...caching(c, page), ETag: etagOf(edition, fingerprint) },
    })
  }

  const copy = await reading()(patience.kv)
  if (copy && sameEdition(copy.edition, edition)) return respond(c, page, copy, fingerprint, 'kv')

  let results: D1Result[]
  try {
    results = await ask(c, patience.d1, () => DB.batch(statementsOf(DB, page)))
  } catch (fault) {
    return withoutD1(c, page, copy, fault)
  }
  const fresh = await renderFrom(page, results)
  if (!fresh) return null
  c.executionCtx.waitUntil(keepCopy(PAGES, page.name, fingerprint, fresh))
  return respond(c, page, fresh, fingerprint, 'render')
}

/** The edition once more, in the batch that reads the content: a write may have come between. */
const statementsOf = (db: D1Database, page: Page) => [
  selectEdition(db, editionOf(page)),
  ...page.read(db),
]

/** A page labelled with the edition read together with its content; null when there is none. */
async function renderFrom(page: Page, results: D1Result[]): Promise<Copy | null> {
  const [editionRows, ...content] = results as [D1Result, ...D1Result[]]
  const edition = toEdition(editionRows)
  const rendering = edition && (await page.render(content))
  return rendering && { ...rendering, edition }
}

/** The page with a name, if its copies are overwritten with what it shows now. */
export type PageNamed = (site: Site, name: string) => Page | null

/** The part of an execution context that the outside needs. Workers Cache is absent locally. */
export type Execution = Pick<ExecutionContext, 'waitUntil'> & { cache?: CacheContext }

/** The way to the outside from a request or a tick. */
export const outsideOf = (env: Env, ctx: Execution, pageNamed: PageNamed): Outside => ({
  db: env.DB,
  cache: ctx.cache,
  overwrite: (name) => overwriteCopy(env, pageNamed, name),
  later: (work) => ctx.waitUntil(work),
})

/**
 * Puts a page as it is now over its copy in KV; or nothing at all, where there is no page any more or
 * it is of a kind that is left for the next reader to make. Rejects when D1 or KV does not answer.
 */
async function overwriteCopy(env: Env, pageNamed: PageNamed, name: string): Promise<void> {
  const page = pageNamed(siteOf(env), name)
  const copy = page && (await renderFrom(page, await env.DB.batch(statementsOf(env.DB, page))))
  if (copy) await putCopy(env.PAGES, name, fingerprintOf(siteOf(env)), copy)
  else await voidCopy(env.PAGES, name)
}

function respond(
  c: AppContext,
  page: Page,
  copy: Copy,
  fingerprint: string,
  source: 'kv' | 'render',
): Response {
  const headers = { ...copy.headers, ...caching(c, page), 'Server-Timing': source }
  const etag = copy.status === 200 ? { ETag: etagOf(copy.edition, fingerprint) } : {}
  return new Response(copy.body, { status: copy.status, headers: { ...headers, ...etag } })
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
