/** How a reader or a crawler gets a page. See docs/delivery.md for the whole picture. */
import { siteOf } from '../site'
import { secondsNow } from '../time'
import { type Copy, isWorthKeeping, keepCopy, readCopy } from './copies'
import { D1Outage } from './d1-faults'
import { type Edition, sameEdition, selectEdition, toEdition } from './editions'
import { fingerprintOf } from './fingerprint'
import { ask, isolateOf } from './isolate'
import { areOn, isLeased, isRecent, isToBeRenewed } from './leases'
import { log } from './log'
import { type Held, vouch } from './memory'
import { type AppContext, editionOf, type Page, renderFrom, statementsOf } from './page'
import { isKnown, respond, unchanged, withoutD1 } from './responses'

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
  let fresh: Copy | null
  try {
    fresh = await renderFrom(c.env, page, results)
  } catch (fault) {
    // A text lies in a database that does not answer.
    if (fault instanceof D1Outage) return withoutD1(c, page, old, fault)
    throw fault
  }
  if (!fresh) return null
  if (fresh.isPartial) return respond(c, page, fresh, fingerprint, 'render')
  // What is in KV and no longer good is replaced, however old.
  const isWorthIt = old !== null || isWorthKeeping(fresh, secondsNow())
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

function once<T>(work: () => T): () => T {
  let result: T | undefined
  return () => {
    result ??= work()
    return result
  }
}
