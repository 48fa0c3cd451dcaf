/**
 * What is owed to the outside after a write: purges at the edge, and KV copies to be overwritten.
 * A debt is written in the write's own batch, paid at once by the request that made it, and what
 * fails or is lost is paid by the clock. Each is paid again on the next two ticks, because a page
 * being rendered during the first may be stored after it. What search engines are owed lies in the
 * same table and is paid by engines/tell.ts, so that thousands of pings do not hold up a purge.
 */
import { secondsNow } from '../time'
import { log } from './log'
import { EVERYTHING, MISSING, tagOf } from './tags'

/** What a write owes. */
export interface Owed {
  /** The edition it gave, by which its debts are known. */
  version: string
  /** Pages to purge. */
  pages: string[]
  /** Pages whose copies in KV must not survive as they are. */
  copies: string[]
}

/** The way to the outside. */
export interface Outside {
  db: D1Database
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
    if (!success) log('warn', 'purge-refused', { tags: tags.length, errors })
    return success
  } catch (fault) {
    log('error', 'purge-failed', { tags: tags.length, fault: String(fault) })
    return false
  }
}

async function overwrite(outside: Outside, page: string): Promise<boolean> {
  try {
    await outside.overwrite(page)
    return true
  } catch (fault) {
    log('warn', 'overwrite-failed', { page, fault: String(fault) })
    return false
  }
}

/**
 * Pays what writes owe, all of them at once. What cannot be paid now is queued: it stays owed, and
 * the clock retries.
 */
export async function deliver(outside: Outside, ...owed: Owed[]): Promise<'done' | 'queued'> {
  const copies = [...new Set(owed.flatMap(({ copies }) => copies))]
  const [isPurged, ...overwritten] = await Promise.all([
    purge(
      outside.cache,
      owed.flatMap(({ pages }) => pages),
    ),
    ...copies.map((page) => overwrite(outside, page)),
  ])
  const done = copies.filter((_, i) => overwritten[i])
  const paid = owed.flatMap(({ version, pages, copies }) => {
    const debt = (kind: string) => (subject: string) => ({ kind, subject, version })
    return [
      ...(isPurged ? [...pages, MISSING].map(debt('purge')) : []),
      ...copies.filter((page) => done.includes(page)).map(debt('overwrite')),
    ]
  })
  // Should this be lost, the clock pays once more: no harm in that.
  outside.later(outside.db.batch(settle(outside.db, paid, secondsNow())).catch(() => {}))
  return isPurged && overwritten.every(Boolean) ? 'done' : 'queued'
}

export interface Debt {
  /** `purge`, `overwrite`, or the name of an engine. */
  kind: string
  subject: string
  version: string
}

/** How often a debt is paid: at once, and on two ticks. */
const TIMES = 3

/** How many debts a tick claims: purges are one call, copies are one each. */
const PURGES = 1_000
const COPIES = 200

/** For how long a debt belongs to the request that made it, or to the tick that claimed it. */
const LEASE_SECONDS = 30

/** SQL for the lease of a debt that nobody has tried to pay yet: its `next_at` is when it was made. */
const BORN_LEASE = `iif(paid = 0 AND attempts = 0, ${LEASE_SECONDS}, 0)`

/** SQL for the debts of a kind that may be paid at `?1`. */
const due = (kind: string, limit: number) =>
  `SELECT kind, subject FROM outbox
   WHERE kind = '${kind}' AND dead_at IS NULL AND next_at <= ?1 - ${BORN_LEASE}
   ORDER BY next_at LIMIT ${limit}`

// A compound query right behind IN would have SQLite look through all that engines are owed.
const claim = (db: D1Database, at: number) =>
  db
    .prepare(
      `UPDATE outbox SET next_at = ?1 + ${LEASE_SECONDS} - ${BORN_LEASE}
       WHERE (kind, subject) IN (
         SELECT kind, subject FROM (
           SELECT * FROM (${due('purge', PURGES)})
           UNION ALL SELECT * FROM (${due('overwrite', COPIES)})))
       RETURNING kind, subject, version`,
    )
    .bind(at)

/**
 * What a write owes the edge and KV, by the edition it gave: for one whose own answer got lost. Decode with
 * `toOwed`.
 */
export const selectOwed = (db: D1Database, version: string) =>
  db
    .prepare(
      `SELECT iif(kind = 'purge', subject, NULL) AS page, iif(kind = 'overwrite', subject, NULL) AS copy
       FROM outbox WHERE kind IN ('purge', 'overwrite') AND version = ?1`,
    )
    .bind(version)

/** SQL for whether nobody has paid yet what the write owes whose edition `version` gives, in SQL. */
export const isUnpaid = (version: string) =>
  `EXISTS (SELECT 1 FROM outbox
     WHERE kind IN ('purge', 'overwrite') AND paid = 0 AND version = ${version})`

/** Rows that still stand for what was paid: a write in between starts its debts over. */
export const SAME = `(kind, subject) IN (SELECT value ->> 'kind', value ->> 'subject' FROM json_each(?1))
  AND version IN (SELECT value ->> 'version' FROM json_each(?1))`

/** Paid once; after the last time there is nothing owed. */
const settle = (db: D1Database, paid: Debt[], at: number) => [
  db
    .prepare(`DELETE FROM outbox WHERE paid + 1 >= ${TIMES} AND ${SAME}`)
    .bind(JSON.stringify(paid)),
  db
    .prepare(`UPDATE outbox SET paid = paid + 1, attempts = 0, next_at = ?2 WHERE ${SAME}`)
    .bind(JSON.stringify(paid), at + 1),
]

/** After this many failures in a row, about seven hours, a debt is given up; its row stays to be seen. */
export const MAX_ATTEMPTS = 12
export const MAX_WAIT_SECONDS = 3_600

/** Failed: tried later, after twice the wait each time, and in the end not at all. */
export const postpone = (db: D1Database, failed: Debt[], at: number) =>
  db
    .prepare(
      `UPDATE outbox SET
         attempts = attempts + 1,
         next_at = ?2 + min(60 << attempts, ${MAX_WAIT_SECONDS}),
         dead_at = CASE WHEN attempts + 1 >= ${MAX_ATTEMPTS} THEN ?2 END
       WHERE ${SAME}`,
    )
    .bind(JSON.stringify(failed), at)

/** Pays what is due at `at` (UTC seconds), in one purge for everything. */
export async function payDebts(outside: Outside, at: number): Promise<void> {
  const { results } = await claim(outside.db, at).run<Debt>()
  if (results.length === 0) return
  const purges = results.filter(({ kind }) => kind === 'purge')
  const isPurged = await purge(
    outside.cache,
    purges.map(({ subject }) => subject),
  )
  const isPaid = await Promise.all(
    results.map(({ kind, subject }) => (kind === 'purge' ? isPurged : overwrite(outside, subject))),
  )
  const paid = results.filter((_, i) => isPaid[i])
  const failed = results.filter((_, i) => !isPaid[i])
  await outside.db.batch([...settle(outside.db, paid, at), postpone(outside.db, failed, at)])
}

const DEBT = `kind, subject, is_gone AS isGone, iif(is_gone IS NULL, ${TIMES} - paid, 1) AS times,
  outbox.attempts, dead_at AS deadAt`

/**
 * What is owed, for editors to see, `limit` of each: what was given up, what the edge and KV are
 * owed, what engines are owed; then the state of the engines that have been told. Two statements.
 */
export const selectDebts = (db: D1Database, limit: number) => [
  db
    .prepare(
      `SELECT * FROM (
         SELECT ${DEBT}, next_at AS nextAt FROM outbox
         WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT ?1)
       UNION ALL SELECT * FROM (
         SELECT ${DEBT}, next_at + ${BORN_LEASE} FROM outbox
         WHERE kind IN ('purge', 'overwrite') AND dead_at IS NULL ORDER BY next_at LIMIT ?1)
       UNION ALL SELECT * FROM (
         SELECT ${DEBT}, max(outbox.next_at, coalesce(engines.next_at, 0),
           iif(is_gone, 0, coalesce(quota_at, 0)))
         FROM outbox LEFT JOIN engines ON name = kind
         WHERE is_gone IS NOT NULL AND dead_at IS NULL LIMIT ?1)`,
    )
    .bind(limit),
  db.prepare(
    `SELECT name, attempts, next_at AS nextAt, quota_at AS quotaAt, fault FROM engines
     WHERE next_at > 0 ORDER BY name`,
  ),
]
