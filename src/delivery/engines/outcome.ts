/** What came of the calls that one tick makes to an engine, and how D1 learns of it. */

import { type Debt, MAX_ATTEMPTS, MAX_WAIT_SECONDS, postpone, SAME } from '../debts'
import { log } from '../log'
import type { Quote } from './credentials'
import type { Engine, Verdict } from './engine'

/** One page that an engine is to be told of. */
export interface Ping extends Debt {
  url: string
  isGone: 0 | 1
  /** How often it was refused in a call of its own. */
  attempts: number
}

export interface Outcome {
  engine: Engine
  /** Makes what it said fit to be kept. */
  quote: Quote
  /** UTC seconds. */
  at: number
  calls: number
  told: Ping[]
  /** To be tried again later, by themselves. */
  refused: Ping[]
  /** Never to be tried again. */
  invalid: Ping[]
  /** How often the engine has failed in a row. */
  attempts: number
  nextAt: number
  /** Null: unchanged. */
  quotaAt: number | null
  fault: string | null
}

export const newOutcome = (
  engine: Engine,
  quote: Quote,
  attempts: number,
  at: number,
): Outcome => ({
  engine,
  quote,
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

/** How long a fault in the configuration is left alone: somebody has to mend it first. */
const MISCONFIGURED_SECONDS = 3_600

/** How many addresses a line of the log has at most. */
const SHOWN = 3

const LEVELS = { later: 'warn', spent: 'warn', refused: 'warn', misconfigured: 'error' } as const

/** Takes note of a call's verdict. False when the engine is not to be called again on this tick. */
export function noteVerdict(outcome: Outcome, verdict: Verdict, batch: Ping[]): boolean {
  outcome.calls++
  if (verdict.is === 'done') return noteTold(outcome, verdict, batch)
  const fault = outcome.quote(verdict.fault)
  outcome.fault = fault
  if (verdict.is === 'refused') return noteRefused(outcome, fault, batch)
  const { engine, at } = outcome
  if (verdict.is === 'spent' && engine.quota && !isOfGone(batch)) {
    outcome.quotaAt = engine.quota.nextDay(at)
  } else outcome.nextAt = at + waitFor(outcome, verdict)
  if (verdict.is === 'later') countFailure(outcome)
  const { nextAt, quotaAt } = outcome
  log(LEVELS[verdict.is], `engine-${verdict.is}`, {
    engine: engine.name,
    urls: batch.length,
    fault,
    nextAt,
    quotaAt,
  })
  return false
}

/** Whether a call is about pages that are gone. An engine without a quota is told of both at once. */
export const isOfGone = (batch: Ping[]) => batch[0]?.isGone === 1

type Done = Extract<Verdict, { is: 'done' }>

function noteTold(outcome: Outcome, { remain, invalid }: Done, batch: Ping[]): true {
  const { engine, at } = outcome
  const urls = new Set(invalid)
  const isInvalid = ({ url }: Ping) => urls.has(url)
  outcome.told.push(...batch.filter((ping) => !isInvalid(ping)))
  outcome.invalid.push(...batch.filter(isInvalid))
  outcome.attempts = 0
  outcome.fault = null
  if (remain === 0 && engine.quota && !isOfGone(batch)) outcome.quotaAt = engine.quota.nextDay(at)
  const own = batch.filter(isInvalid).map(({ url }) => url)
  log('info', 'engine-told', {
    engine: engine.name,
    urls: batch.length,
    givenUp: own.length,
    invalid: own.slice(0, SHOWN),
  })
  return true
}

/**
 * One page of many may be to blame: each refusal halves the next tick's call, until a single page is
 * left. An engine that refuses whatever it is told is itself given a rest.
 */
function noteRefused(outcome: Outcome, fault: string, batch: Ping[]): boolean {
  const isAlone = batch.length === 1
  if (isAlone) outcome.refused.push(...batch)
  countFailure(outcome)
  const isAll = outcome.attempts === MAX_ATTEMPTS
  if (isAll) outcome.nextAt = outcome.at + MAX_WAIT_SECONDS
  log('warn', 'engine-refused', {
    engine: outcome.engine.name,
    urls: batch.length,
    refused: batch.map(({ url }) => url).slice(0, SHOWN),
    fault,
  })
  return isAlone && !isAll
}

function waitFor({ engine, at, attempts }: Outcome, verdict: Verdict): number {
  if (verdict.is === 'misconfigured') return MISCONFIGURED_SECONDS
  if (verdict.is === 'spent' && engine.quota) return engine.quota.nextDay(at) - at
  const backOff = Math.min(60 << attempts, MAX_WAIT_SECONDS)
  return verdict.is === 'later' ? (verdict.seconds ?? backOff) : backOff
}

const countFailure = (outcome: Outcome) => {
  outcome.attempts = Math.min(outcome.attempts + 1, MAX_ATTEMPTS)
}

/** Statements that write the outcome down. A page that changed meanwhile stays owed: its version is another. */
export function settlePings(db: D1Database, outcome: Outcome): D1PreparedStatement[] {
  const { engine, at, told, refused, invalid, attempts, nextAt, quotaAt, fault } = outcome
  return [
    ...(told.length > 0 ? [forget(db, told)] : []),
    ...(refused.length > 0 ? [postpone(db, refused, at)] : []),
    ...(invalid.length > 0 ? [giveUp(db, invalid, at)] : []),
    db
      .prepare(
        `UPDATE engines SET next_at = ?2, quota_at = coalesce(?3, quota_at), attempts = ?4, fault = ?5
         WHERE name = ?1`,
      )
      .bind(engine.name, nextAt, quotaAt, attempts, fault),
  ]
}

const named = (pings: Ping[]) =>
  JSON.stringify(pings.map(({ kind, subject, version }) => ({ kind, subject, version })))

const forget = (db: D1Database, pings: Ping[]) =>
  db.prepare(`DELETE FROM outbox WHERE ${SAME}`).bind(named(pings))

const giveUp = (db: D1Database, pings: Ping[], at: number) =>
  db.prepare(`UPDATE outbox SET dead_at = ?2 WHERE ${SAME}`).bind(named(pings), at)
