/**
 * Storing once what may have to be sent to D1 twice. D1 repeats reads whose answer got lost, and never a
 * write: it may have been done. So each write has a token, which its entry in the trail carries, and a
 * repeat begins by asking for it.
 */
import { outageOf } from '../../delivery/d1-faults'
import { isUnpaid, selectOwed } from '../../delivery/debts'
import { type Owed, toOwed } from '../../delivery/editions'
import { log } from '../../delivery/log'
import { TimedOut, within } from '../../delivery/within'

/** Thrown when nobody knows whether a write was stored: D1 did not say, and does not say now. */
export class OutcomeUnknown extends Error {}

/** How a write waits. Tests put something in its place that takes no time. */
export const waiting = {
  /** For how long, in milliseconds, D1 may take to store it, repeats and all. */
  limit: 10_000,
  /** Waits before the nth repeat: 50 to 500 ms, at random, so that those who failed together part. */
  pause: (n: number) =>
    new Promise<void>((resolve) => setTimeout(resolve, 50 + Math.random() * (n > 1 ? 450 : 150))),
}

/** How often a write is sent in all. */
const TRIES = 3

/** The statements of a write, for one batch. */
export interface Batch {
  /** A value never used before, from `newEdition`; its entry in the trail carries it, and its editions. */
  token: string
  statements: D1PreparedStatement[]
  /** The place of the result that is wanted, and a query for the same once it is stored. */
  wanted?: { at: number; again: D1PreparedStatement }
}

export interface Stored {
  /** The result that was wanted. */
  result: D1Result | undefined
  owed: Owed
}

/**
 * Stores a write once, whatever becomes of D1's answers: after a transient fault it is sent again, twice
 * at most, unless it is found to be there. Throws what SQLite says against it; a `D1Outage` when D1 does
 * not answer and it was not stored; `OutcomeUnknown` when that cannot be told.
 */
export async function storeOnce(db: D1Database, batch: Batch): Promise<Stored> {
  const { token, statements, wanted } = batch
  const results = await send(db, token, statements)
  if (!results) return readAgain(db, batch)
  return { result: wanted && results[wanted.at], owed: toOwed(token, results) }
}

/**
 * Runs a batch that nothing need be known of but whether it is stored. Without a token it must be such
 * that a repeat fails as if somebody else had been faster, or does no harm. Throws like `storeOnce`.
 */
export const runOnce = async (
  db: D1Database,
  statements: D1PreparedStatement[],
  token: string | null = null,
): Promise<void> => void (await send(db, token, statements))

/** The results; null when an earlier try had stored it all, whose results are gone. */
async function send(
  db: D1Database,
  token: string | null,
  statements: D1PreparedStatement[],
): Promise<D1Result[] | null> {
  const end = Date.now() + waiting.limit
  const inTime = <T>(work: Promise<T>) => within(Math.max(end - Date.now(), 1), work)
  let mayBeStored = false
  for (let n = 1; ; n++) {
    const isRepeat = token !== null && n > 1
    try {
      if (!isRepeat) return await inTime(db.batch(statements))
      const results = await inTime(db.batch([failIfStored(db, token), ...statements]))
      return results.slice(1)
    } catch (fault) {
      if (isRepeat && String(fault).includes(STORED)) return null
      if (fault instanceof TimedOut) throw new OutcomeUnknown(fault.message)
      const outage = outageOf(fault)
      if (!outage) throw fault
      log('warn', 'write-unanswered', { tries: n, fault: String(fault) })
      mayBeStored ||= outage.mayBeDone
      if (outage.kind === 'transient' && n < TRIES) {
        await waiting.pause(n)
        continue
      }
      if (!mayBeStored) throw outage
      if (token !== null && (await inTime(isStored(db, token)).catch(() => false))) return null
      throw new OutcomeUnknown(outage.message, { cause: outage })
    }
  }
}

/**
 * SQL for the newest entries of the trail, and whether one has the token `?1`. Only those are looked through:
 * more than D1 writes in the seconds that a write may take.
 */
const NEWEST = 'FROM audit WHERE id > (SELECT max(id) FROM audit) - 20000'
const IS_STORED = `EXISTS (SELECT 1 ${NEWEST} AND token = ?1)`

const STORED = 'NOT NULL constraint failed: counters.name'

/** For a repeat: fails it when an earlier try has stored it, in words that nothing else fails with. */
const failIfStored = (db: D1Database, token: string) =>
  db.prepare(`INSERT INTO counters (name, value) SELECT NULL, 0 WHERE ${IS_STORED}`).bind(token)

async function isStored(db: D1Database, token: string): Promise<boolean> {
  const { results } = await db.prepare(`SELECT ${IS_STORED} AS isStored`).bind(token).run()
  return results[0]?.isStored === 1
}

/** What the answer that got lost would have said. */
async function readAgain(db: D1Database, { token, wanted }: Batch): Promise<Stored> {
  log('warn', 'write-found', { token })
  const queries = [selectOwed(db, token), ...(wanted ? [wanted.again] : [])]
  const results = await within(waiting.limit, db.batch(queries)).catch((fault) => {
    throw new OutcomeUnknown(String(fault), { cause: fault })
  })
  const [owed, result] = results as [D1Result, D1Result | undefined]
  return { result, owed: toOwed(token, [owed]) }
}

/**
 * Whether the outside has not been told yet of a write that was stored before: the latest done to this revision
 * of an article, null for none; or to the front of a list or the address rules, which have none.
 */
export async function isStillOwed(
  db: D1Database,
  kind: 'article' | 'front' | 'address-rules',
  subject: string,
  revision: number | null = null,
): Promise<boolean> {
  const token = `(SELECT token ${NEWEST} AND subject = ?1 AND revision IS ?2 AND token IS NOT NULL
    AND action GLOB ?3 ORDER BY id DESC LIMIT 1)`
  const select = db
    .prepare(`SELECT ${isUnpaid(token)} AS isOwed`)
    .bind(subject, revision, `${kind}.*`)
  return (await select.first<{ isOwed: 0 | 1 }>())?.isOwed === 1
}
