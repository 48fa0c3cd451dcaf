/** How a reader or a crawler gets a page. See docs/delivery.md for the whole picture. */
import type { Context } from 'hono'
import { siteOf } from '../site'
import { type Copy, keepCopy, type Rendering, readCopy } from './copies'
import { type Edition, sameEdition, selectEdition, toEdition } from './editions'
import { fingerprintOf } from './fingerprint'
import { log } from './log'
import { cachePolicy } from './policy'
import { within } from './within'

export type AppContext = Context<{ Bindings: Env }>

/** A page that is kept in KV: what it is read from, and how it is made of that. */
export interface Page {
  /** From `pageNames`. */
  name: string
  /** The statements whose results it shows. They run in one batch, so they see one state. */
  read(db: D1Database): D1PreparedStatement[]
  /** The page those results make, or null when there is none after all. */
  render(results: D1Result[]): Rendering | null | Promise<Rendering | null>
}

/** How long to wait, in milliseconds, before doing without. */
export interface Patience {
  d1: number
  kv: number
}

const PATIENCE: Patience = { d1: 2_000, kv: 500 }

/** Thrown when a page can neither be read nor be served from a copy. Answered with a 503. */
export class Unavailable extends Error {}

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
  const readOnce = once(() => readCopy(PAGES, page.name, fingerprint, patience.kv))
  const known = c.req.header('If-None-Match')
  // Side by side with D1, unless the likely answer is a 304, which needs no copy.
  if (!known) readOnce()

  let edition: Edition | null
  try {
    edition = toEdition(await within(patience.d1, selectEdition(DB, page.name).run()))
  } catch (fault) {
    return withoutD1(page, await readOnce(), fault)
  }
  if (!edition) return null
  if (known && names(known, etagOf(edition, fingerprint))) {
    return notModified(edition, fingerprint)
  }

  const copy = await readOnce()
  if (copy && sameEdition(copy.edition, edition)) return respond(copy, fingerprint, 'kv')

  let results: D1Result[]
  try {
    // The edition once more, in the batch that reads the content: a write may have come between.
    const statements = [selectEdition(DB, page.name), ...page.read(DB)]
    results = await within(patience.d1, DB.batch(statements))
  } catch (fault) {
    return withoutD1(page, copy, fault)
  }
  const [editionRows, ...content] = results as [D1Result, ...D1Result[]]
  const readWith = toEdition(editionRows)
  const rendering = readWith && (await page.render(content))
  if (!rendering) return null
  const fresh: Copy = { ...rendering, edition: readWith }
  c.executionCtx.waitUntil(keepCopy(PAGES, page.name, fingerprint, fresh))
  return respond(fresh, fingerprint, 'render')
}

function respond(copy: Copy, fingerprint: string, source: 'kv' | 'render'): Response {
  const headers = new Headers(copy.headers)
  headers.set('Cache-Control', cachePolicy.page)
  headers.set('Server-Timing', source)
  if (copy.status === 200) headers.set('ETag', etagOf(copy.edition, fingerprint))
  return new Response(copy.body, { status: copy.status, headers })
}

function notModified(edition: Edition, fingerprint: string): Response {
  const headers = { 'Cache-Control': cachePolicy.page, ETag: etagOf(edition, fingerprint) }
  return new Response(null, { status: 304, headers })
}

function withoutD1(page: Page, copy: Copy | null, fault: unknown): Response {
  log('error', 'd1-unreachable', { page: page.name, isStale: !!copy, fault: String(fault) })
  if (!copy) throw new Unavailable()
  const headers = new Headers(copy.headers)
  headers.set('Cache-Control', cachePolicy.stale)
  headers.set('Server-Timing', 'stale')
  return new Response(copy.body, { status: copy.status, headers })
}

const etagOf = (edition: Edition, fingerprint: string) =>
  `"${edition.page}.${edition.site}.${fingerprint}"`

/** Whether an If-None-Match names the ETag. Weakly (RFC 9110, 13.1.2): compression weakens it. */
const names = (ifNoneMatch: string, etag: string) =>
  ifNoneMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag)

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= work()
    return result
  }
}
