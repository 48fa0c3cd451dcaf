/**
 * What is owed to the outside after a write: purges at the edge, and KV copies to be overwritten.
 * A debt is written in the write's own batch, paid at once by the request that made it, and what
 * fails or is lost is paid by the clock. Each is paid again on the next two ticks, because a page
 * being rendered during the first may be stored after it. What search engines are owed lies in the
 * same table and is paid by engines/tell.ts, so that thousands of pings do not hold up a purge.
 */
import { secondsNow } from '../time'
import { forgetDead, noteTried, type OutsideDebt, pagesOwed, postpone, settle } from './debts'
import type { Owed } from './editions'
import type { Time } from './isolate'
import { WAIT_MS } from './leases'
import { log } from './log'
import { EVERYTHING, MISSING, tagOf } from './tags'

/** The way to the outside. */
export interface Outside {
  db: D1Database
  time: Time
  /** Absent where there is no Workers Cache in front: then nothing is owed to it. */
  cache: CacheContext | undefined
  /** Writes a page as it is now, or nothing, over its copy in KV; rejects when KV does not take it. */
  overwrite(page: string): Promise<void>
  /** Takes work that nobody waits for. */
  later(work: Promise<unknown>): void
}

/** Cloudflare takes 100 tags a call; beyond this we purge everything in one. */
const MAX_TAGS = 90

/** Purges pages in one call. `purge` does not throw on refusal, and may be refused for its rate. */
async function purge(cache: CacheContext | undefined, pages: string[]): Promise<boolean> {
  if (!cache || pages.length === 0) return true
  const tags = [...new Set([...pages.map(tagOf), MISSING])]
  try {
    const isMuch = tags.length > MAX_TAGS || tags.includes(EVERYTHING)
    const { success, errors } = await cache.purge({ tags: isMuch ? [EVERYTHING] : tags })
    if (!success) log('warn', 'purge-refused', { tags: tags.length, fault: JSON.stringify(errors) })
    return success
  } catch (fault) {
    log('error', 'purge-failed', { tags: tags.length, fault: String(fault) })
    return false
  }
}

/** What is kept of a write's pages, for the next times: no more than one call can name. */
const namedIn = (pages: string[]) => (pages.length < MAX_TAGS ? pages : [EVERYTHING])

async function overwrite(outside: Outside, page: string): Promise<boolean> {
  try {
    await outside.overwrite(page)
    return true
  } catch (fault) {
    log('warn', 'overwrite-failed', { page, fault: String(fault) })
    return false
  }
}

/** Whether a write touched what readers see. */
export const owes = ({ pages, copies }: Owed) => pages.length + copies.length > 0

/**
 * Waits until no isolate serves under a lease what was so before now: whoever tells of a state, or
 * purges for it, waits this long from when it was seen.
 */
export const outlastLeases = ({ time }: Pick<Outside, 'time'>) => time.wait(WAIT_MS)

/**
 * Waits, and pays what writes owe, all of them at once. What cannot be paid now is queued: it stays
 * owed, and the clock retries. A write that touches nothing that readers see waits for nothing. It goes
 * on if the client hangs up.
 */
export async function deliver(outside: Outside, ...owed: Owed[]): Promise<'done' | 'queued'> {
  if (!owed.some(owes)) return 'done'
  const paying = outlastLeases(outside).then(() => pay(outside, owed))
  outside.later(paying)
  return paying
}

/** Pays what writes owe that were made longer ago than leases last. */
export async function pay(outside: Outside, owed: Owed[]): Promise<'done' | 'queued'> {
  const copies = [...new Set(owed.flatMap(({ copies }) => copies))]
  const pages = [...new Set(owed.flatMap(({ pages }) => pages))]
  const [isPurged, ...overwritten] = await Promise.all([
    purge(outside.cache, pages),
    ...copies.map((page) => overwrite(outside, page)),
  ])
  const done = copies.filter((_, i) => overwritten[i])
  const paid = owed.flatMap(({ version, copies }) =>
    copies
      .filter((page) => done.includes(page))
      .map((subject) => ({ kind: 'overwrite', subject, version })),
  )
  const writes = owed.filter(({ pages }) => pages.length > 0).map(({ version }) => version)
  const statements = [
    ...noteTried(outside.db, writes, namedIn(pages), isPurged, secondsNow()),
    ...(paid.length > 0 ? settle(outside.db, paid, secondsNow()) : []),
  ]
  // Should this be lost, the clock pays once more: no harm in that.
  if (statements.length > 0) outside.later(outside.db.batch(statements).catch(() => {}))
  return isPurged && overwritten.every(Boolean) ? 'done' : 'queued'
}

/** Pays debts claimed longer ago than leases last, in one purge for everything. */
export async function payDebts(
  outside: Outside,
  results: OutsideDebt[],
  at: number,
): Promise<void> {
  if (results.length === 0) return
  const isCopy = ({ kind }: OutsideDebt) => kind === 'overwrite'
  const purges = results.filter((debt) => !isCopy(debt))
  const isPurged = await purge(outside.cache, purges.flatMap(pagesOwed))
  const isPaid = await Promise.all(
    results.map((debt) => (isCopy(debt) ? overwrite(outside, debt.subject) : isPurged)),
  )
  const paid = results.filter((_, i) => isPaid[i])
  const failed = results.filter((_, i) => !isPaid[i])
  await outside.db.batch([
    ...settle(outside.db, paid, at),
    postpone(outside.db, failed, at),
    forgetDead(outside.db, at),
  ])
}
