/**
 * What a fault out of a D1 call means, decided here alone. D1 says it in words, with `D1_ERROR:` in front
 * or, when the connection itself breaks, without. What SQLite says of a statement is a bug of ours; all
 * else is an outage.
 */

/**
 * `transient`: the connection or the database's object went away; asking again is worth it.
 * `overload`: it has too much to do; asking again makes that worse.
 * `quota`: the day's limit of a free plan is used up; nothing is answered until midnight UTC.
 */
export type OutageKind = 'transient' | 'overload' | 'quota'

/** D1 did not answer, and nothing is wrong with what it was asked. */
export class D1Outage extends Error {
  readonly kind: OutageKind
  /** Whether what was asked may have been done all the same. */
  readonly mayBeDone: boolean

  constructor(fault: unknown, kind: OutageKind, mayBeDone: boolean) {
    super(String(fault instanceof Error ? fault.message : fault), { cause: fault })
    this.kind = kind
    this.mayBeDone = mayBeDone
  }
}

/** What SQLite says when it cannot work, whatever the statement. Its other words are about the statement. */
const SQLITE_CANNOT = /SQLITE_(BUSY|LOCKED|IOERR|INTERRUPT|NOMEM|CANTOPEN|PROTOCOL|FULL)/

/** Words about a statement or what is bound to it: SQLite's, and D1's own. */
const OURS = [
  /SQLITE_/,
  /constraint failed/i,
  /syntax error/i,
  /incomplete input/i,
  /no such (table|column|function|index|trigger|module)/i,
  /too many (SQL variables|terms|attached|columns|arguments)/i,
  /(statement|string or blob|expression tree|pattern|result) (is )?too (long|big|large|complex)/i,
  /parameter bindings|bind(ing)? parameter/i,
  /D1_(TYPE|COLUMN_NOTFOUND|EXEC)/,
]

const QUOTA = /\bdaily\b.*\blimit/i

/** Too much to do, or no room: refused at the door, it has not been done. */
const REFUSED = /overloaded|queued|maximum .*(storage|size)/i
const EXHAUSTED = /exceeded (its |the )?(timeout|CPU|memory)|exceeded timeout|time limit/i

/**
 * The outage that a fault out of a D1 call is, or null when it is a fault of ours. Source of the words:
 * Cloudflare's "Debug D1", and what D1's users report.
 */
export function outageOf(fault: unknown): D1Outage | null {
  if (fault instanceof D1Outage) return fault
  // The runtime's words about a call that was made wrongly; D1's own faults are plain errors.
  if (fault instanceof TypeError || fault instanceof RangeError) return null
  const words = fault instanceof Error ? fault.message : String(fault)
  if (QUOTA.test(words)) return new D1Outage(fault, 'quota', false)
  if (SQLITE_CANNOT.test(words)) return new D1Outage(fault, 'overload', true)
  if (OURS.some((pattern) => pattern.test(words))) return null
  if (REFUSED.test(words)) return new D1Outage(fault, 'overload', false)
  if (EXHAUSTED.test(words)) return new D1Outage(fault, 'overload', true)
  return new D1Outage(fault, 'transient', true)
}

/** How long a daily limit lasts, in whole seconds from an instant in milliseconds: until midnight UTC. */
export const untilMidnight = (now: number) => Math.ceil((86_400_000 - (now % 86_400_000)) / 1000)

/** How long to stay away, in seconds, at an instant in milliseconds. */
export const retryAfter = (outage: D1Outage | null, now: number) =>
  outage?.kind === 'quota' ? untilMidnight(now) : 10

/** What the log calls an outage. */
export const eventOf = (outage: D1Outage | null) =>
  outage?.kind === 'quota' ? 'd1-quota' : 'd1-unreachable'
