/** What has come of the calls that a tick makes to one engine, and how the outbox takes note of it. */
import type { EngineName } from '../../site'
import { log } from '../log'
import { type Debt, MAX_ATTEMPTS, MAX_WAIT_SECONDS, postpone, SAME } from '../outbox'
import { nextQuotaDay } from './baidu'
import type { Verdict } from './engine'

/** One page that an engine is to be told of. */
export interface Ping extends Debt {
  url: string
  isGone: 0 | 1
  /** How often it was refused in a call of its own. */
  attempts: number
}

export interface Outcome {
  name: EngineName
  /** UTC seconds. */
  at: number
  calls: number
  told: Ping[]
  /** To be tried again later, by itself. */
  refused: Ping[]
  /** Never to be tried again. */
  invalid: Ping[]
  /** How often the engine has failed in a row. */
  attempts: number
  nextAt: number
  /** Null: as it was. */
  quotaAt: number | null
  fault: string | null
}

export const newOutcome = (name: EngineName, attempts: number, at: number): Outcome => ({
  name,
  at,
  calls: 0,
  told: [],
  refused: [],
  invalid: [],
  attempts,
  nextAt: at,
  quotaAt: null,
  fault: null,
})

/** How long a fault in the configuration is left alone. It cannot mend itself. */
const MISCONFIGURED_SECONDS = 3_600

const LEVELS = { later: 'warn', spent: 'warn', refused: 'warn', misconfigured: 'error' } as const

/** Takes note of a call's answer. False when the engine is not to be called again on this tick. */
export function note(outcome: Outcome, verdict: Verdict, batch: Ping[]): boolean {
  const { name, at } = outcome
  const isGone = batch[0]?.isGone === 1
  outcome.calls++
  if (verdict.is === 'done') {
    const invalid = new Set(verdict.invalid)
    outcome.told.push(...batch.filter(({ url }) => !invalid.has(url)))
    outcome.invalid.push(...batch.filter(({ url }) => invalid.has(url)))
    outcome.attempts = 0
    outcome.fault = null
    if (verdict.remain === 0 && !isGone) outcome.quotaAt = nextQuotaDay(at)
    log('info', 'engine-told', { engine: name, urls: batch.length, invalid: verdict.invalid })
    return true
  }
  outcome.fault = verdict.fault
  if (verdict.is === 'refused') return noteRefusal(outcome, verdict.fault, batch)
  if (verdict.is === 'spent' && !isGone) outcome.quotaAt = nextQuotaDay(at)
  else outcome.nextAt = at + waitFor(outcome, verdict)
  if (verdict.is === 'later') fail(outcome)
  const { nextAt, quotaAt } = outcome
  const fields = { engine: name, urls: batch.length, fault: verdict.fault, nextAt, quotaAt }
  log(LEVELS[verdict.is], `engine-${verdict.is}`, fields)
  return false
}

function waitFor({ at, attempts }: Outcome, verdict: Verdict): number {
  if (verdict.is === 'misconfigured') return MISCONFIGURED_SECONDS
  if (verdict.is === 'spent') return nextQuotaDay(at) - at
  const backOff = Math.min(60 << attempts, MAX_WAIT_SECONDS)
  return verdict.is === 'later' ? (verdict.seconds ?? backOff) : backOff
}

const fail = (outcome: Outcome) => {
  outcome.attempts = Math.min(outcome.attempts + 1, MAX_ATTEMPTS)
}

/**
 * Of many, one may be to blame: each refusal halves the next tick's call, until one is left alone. An
 * engine that refuses whatever it is told is left alone itself.
 */
function noteRefusal(outcome: Outcome, fault: string, batch: Ping[]): boolean {
  const isAlone = batch.length === 1
  if (isAlone) outcome.refused.push(...batch)
  fail(outcome)
  const isAll = outcome.attempts === MAX_ATTEMPTS
  if (isAll) outcome.nextAt = outcome.at + MAX_WAIT_SECONDS
  log('warn', 'engine-refused', {
    engine: outcome.name,
    urls: batch.map(({ url }) => url).slice(0, 3),
    of: batch.length,
    fault,
  })
  return isAlone && !isAll
}

/** Statements that write the outcome down. What changed in between stays owed: it has another version. */
export function settle(db: D1Database, outcome: Outcome): D1PreparedStatement[] {
  const { name, at, told, refused, invalid, attempts, nextAt, quotaAt, fault } = outcome
  return [
    ...(told.length > 0 ? [forget(db, told)] : []),
    ...(refused.length > 0 ? [postpone(db, refused, at)] : []),
    ...(invalid.length > 0 ? [giveUp(db, invalid, at)] : []),
    db
      .prepare(
        `UPDATE engines SET next_at = ?2, quota_at = coalesce(?3, quota_at), attempts = ?4, fault = ?5
         WHERE name = ?1`,
      )
      .bind(name, nextAt, quotaAt, attempts, fault),
  ]
}

const named = (pings: Ping[]) =>
  JSON.stringify(pings.map(({ kind, subject, version }) => ({ kind, subject, version })))

const forget = (db: D1Database, pings: Ping[]) =>
  db.prepare(`DELETE FROM outbox WHERE ${SAME}`).bind(named(pings))

const giveUp = (db: D1Database, pings: Ping[], at: number) =>
  db.prepare(`UPDATE outbox SET dead_at = ?2 WHERE ${SAME}`).bind(named(pings), at)
