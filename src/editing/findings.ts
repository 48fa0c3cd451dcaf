/**
 * What there is to find out about whether the newsroom runs, and what to think of it: for `/api/health`, and
 * for the desk's page of the day.
 */
import { type Overdue, selectOverdue, toOverdue } from '../articles/planned'
import { catalogueFill, type Fill, FULL, worthKnowingFrom } from '../articles/texts/filling'
import { isLate, LATE, selectBeat, toBeat } from '../delivery/beat'
import { reachCopies } from '../delivery/copies'
import { D1Outage } from '../delivery/d1-faults'
import { type Standing, selectStanding, toStanding } from '../delivery/debts'
import { enginesOf } from '../delivery/engines/all'
import { type Migrated, selectMigrated, toMigrated } from '../delivery/migrated'
import { NEWEST_MIGRATION } from '../delivery/newest-migration'
import { Hung } from '../delivery/stall'
import { TimedOut } from '../delivery/within'
import { siteOf } from '../site'

/** What the databases say. */
export interface Findings {
  migrated: Migrated | null
  /** When the clock last ticked, in UTC seconds; null: never yet. */
  beat: number | null
  plans: Overdue
  debts: Standing
  /** The catalogue, and the text databases. */
  databases: Fill[]
}

/** For one batch: some 400 rows at most. Decode with `toFindings`. `now` in UTC seconds. */
export const selectFindings = (db: D1Database, now: number) => [
  selectMigrated(db),
  selectBeat(db),
  selectOverdue(db, now - LATE),
  ...selectStanding(db),
]

/** `texts`: what the text databases said meanwhile. */
export function toFindings(env: Env, results: D1Result[], texts: Fill[], now: number): Findings {
  const [migrated, beat, plans, ...debts] = results
  const standing = toStanding(debts, now)
  // What an engine said last is nothing to worry about once it is switched off.
  const told: string[] = enginesOf(env, siteOf(env))
  return {
    migrated: toMigrated(migrated),
    beat: toBeat(beat),
    plans: toOverdue(plans as D1Result),
    debts: { ...standing, engines: standing.engines.filter(({ name }) => told.includes(name)) },
    databases: [catalogueFill(env, results), ...texts],
  }
}

/** `fail`: somebody has to look. `warn`: worth knowing, and mends itself or can wait. */
export type Verdict = 'pass' | 'warn' | 'fail'

/** What to think of findings, each for itself. */
export interface Verdicts {
  schema: Verdict
  clock: Verdict
  plans: Verdict
  debts: Verdict
  engines: Verdict
  databases: Verdict
}

/**
 * `deployedAt`: when this version was deployed, in UTC seconds; null where nobody knows. A clock that never
 * ticked has as long from then, or from when the tables were made.
 */
export function verdictsOn(found: Findings, now: number, deployedAt: number | null): Verdicts {
  const { migrated, beat, plans, debts, databases } = found
  const since = beat ?? Math.max(migrated?.at ?? 0, deployedAt ?? 0)
  const isOld = debts.oldest !== null && isLate(debts.oldest.dueAt, now)
  // The removal of pictures may wait its turn for hours, where many fall due at once.
  const isOverdue = isOld && debts.oldest?.kind !== 'picture'
  const isWorthKnowing = isOld || debts.failing !== null || debts.givenUp > 0
  return {
    schema: isBehind(migrated) ? 'fail' : 'pass',
    clock: isLate(since, now) ? 'fail' : 'pass',
    plans: plans.count > 0 ? 'fail' : 'pass',
    debts: isOverdue ? 'fail' : isWorthKnowing ? 'warn' : 'pass',
    engines: debts.engines.length > 0 ? 'warn' : 'pass',
    databases: worst(databases.map(verdictOnFill)),
  }
}

const worst = (verdicts: Verdict[]): Verdict =>
  (['fail', 'warn'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'pass'

/** What to think of one database. */
export function verdictOnFill(fill: Fill): Verdict {
  const { size, isOpen } = fill
  if (size === null || (isOpen && size.share >= FULL)) return 'fail'
  return size.share >= worthKnowingFrom(fill) ? 'warn' : 'pass'
}

/** Whether tables are missing. Newer ones than this version knows do no harm: so it is after a rollback. */
export const isBehind = (migrated: Migrated | null) =>
  migrated === null || migrated.name < NEWEST_MIGRATION

/** When this version was deployed, where the runtime says so. */
export function deployedAt({ VERSION }: { VERSION?: WorkerVersionMetadata }): number | null {
  const at = Date.parse(VERSION?.timestamp ?? '')
  return Number.isNaN(at) ? null : Math.floor(at / 1000)
}

/** Why D1 or KV could not be asked, in a word. */
export type Unreached = 'silent' | 'unreachable' | 'overloaded' | 'quota'

/** Whether what D1 says against a question is that it lacks a table: then no migration was ever applied. */
export const isEmpty = (fault: unknown) => /no such (table|column)/i.test(String(fault))

/** Null: it answered. */
export function unreachedBy(fault: unknown): Unreached | null {
  if (fault instanceof TimedOut || fault instanceof Hung) return 'silent'
  if (!(fault instanceof D1Outage)) return null
  return ({ transient: 'unreachable', overload: 'overloaded', quota: 'quota' } as const)[fault.kind]
}

/** For how long KV may take to say that it is there, in milliseconds: cold, it asks far away. */
const KV_PATIENCE = 2_000

/** Whether KV answers. What it holds at this place, it gives without asking further, for up to a minute. */
export const reachKV = ({ PAGES }: Env, patience = KV_PATIENCE): Promise<Unreached | null> =>
  reachCopies(PAGES, patience).then(
    () => null,
    (fault) => (fault instanceof TimedOut ? 'silent' : 'unreachable'),
  )
