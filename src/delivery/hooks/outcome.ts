/** What came of the calls that one tick makes to a webhook, and how D1 learns of it. */
import { MAX_ATTEMPTS, MAX_WAIT_SECONDS, postpone, SAME } from '../debts'
import { log } from '../log'
import type { Verdict } from './call'
import type { Owed } from './news'
import type { Webhook } from './webhook'

/** Who refuses so many in a row, and takes none in between, refuses everything: it is given a rest. */
const MAX_REFUSED = 3

export interface Outcome {
  webhook: Webhook
  /** UTC seconds. */
  at: number
  calls: number
  /** Told, or not to be told any more. */
  settled: Owed[]
  /** To be tried again later, by themselves. */
  refused: Owed[]
  /** How many of those came one after the other. */
  inRow: number
  /** How often the webhook has failed in a row. */
  attempts: number
  nextAt: number
  fault: string | null
  isGone: boolean
}

export const newOutcome = (webhook: Webhook, at: number): Outcome => ({
  webhook,
  at,
  calls: 0,
  settled: [],
  refused: [],
  inRow: 0,
  attempts: webhook.attempts,
  nextAt: at,
  fault: webhook.fault,
  isGone: false,
})

/** Takes note of a call’s verdict. False when the webhook is not to be called again on this tick. */
export function noteVerdict(outcome: Outcome, verdict: Verdict, owed: Owed): boolean {
  const { webhook } = outcome
  outcome.calls++
  if (verdict.is === 'told') {
    outcome.settled.push(owed)
    outcome.inRow = 0
    outcome.attempts = 0
    outcome.fault = null
    return true
  }
  const { is, fault } = verdict
  outcome.fault = fault
  if (is === 'gone') outcome.isGone = true
  if (is === 'refused') {
    outcome.refused.push(owed)
    outcome.inRow++
  }
  const isOver = is !== 'refused' || outcome.inRow >= MAX_REFUSED
  if (isOver && is !== 'gone') rest(outcome, is === 'later' ? verdict.seconds : null)
  log('warn', `webhook-${is}`, {
    webhook: webhook.id,
    article: Number(owed.subject),
    fault,
    nextAt: outcome.nextAt,
  })
  return !isOver
}

/** Twice as long each time, as an engine. */
function rest(outcome: Outcome, seconds: number | null): void {
  const { at, attempts } = outcome
  outcome.nextAt = at + (seconds ?? Math.min(60 << attempts, MAX_WAIT_SECONDS))
  outcome.attempts = Math.min(attempts + 1, MAX_ATTEMPTS)
}

/**
 * Statements that write the outcome down. An article that changed meanwhile stays owed: its version is another;
 * and a webhook that was changed meanwhile is as its editor left it.
 */
export function settle(db: D1Database, outcome: Outcome): D1PreparedStatement[] {
  const { webhook, at, calls, settled, refused, attempts, nextAt, fault, isGone } = outcome
  return [
    ...(settled.length > 0
      ? [db.prepare(`DELETE FROM outbox WHERE ${SAME}`).bind(named(settled))]
      : []),
    ...(refused.length > 0 ? [postpone(db, refused, at)] : []),
    db
      .prepare(
        `UPDATE webhooks SET leased_until = 0,
           called_at = iif(?3, ?2, called_at),
           next_at = iif(version = ?4, ?5, next_at),
           attempts = iif(version = ?4, ?6, attempts),
           fault = iif(version = ?4, ?7, fault),
           stopped = iif(version = ?4 AND ?8, 'gone', stopped)
         WHERE id = ?1 AND removed_at IS NULL`,
      )
      .bind(
        ...[webhook.id, at, Number(calls > 0), webhook.version],
        ...[nextAt, attempts, fault, Number(isGone)],
      ),
  ]
}

const named = (owed: Owed[]) =>
  JSON.stringify(owed.map(({ kind, subject, version }) => ({ kind, subject, version })))
