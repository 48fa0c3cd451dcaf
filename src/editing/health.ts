/**
 * `/api/health`: whether the newsroom runs, for whoever watches it. No key, no writes, and nothing in it that
 * readers may not know. A flood of questions costs D1 nothing: an isolate keeps what it found for three seconds.
 */
import { version } from '../../package.json'
import { type Fill, percentOf, textFills } from '../articles/texts/filling'
import { eventOf, outageOf } from '../delivery/d1-faults'
import { ask, type Isolate, isolateOf } from '../delivery/isolate'
import { isWithin } from '../delivery/leases'
import { isLimited, RETRY_AFTER } from '../delivery/limits'
import { log } from '../delivery/log'
import { NEWEST_MIGRATION } from '../delivery/newest-migration'
import { secondsNow, toUtc, toUtcOrNull } from '../time'
import type { AnswerOf } from './contract/answers'
import { answer } from './door/answer'
import type { EditingContext } from './door/context'
import { problem } from './door/problems'
import {
  deployedAt,
  isEmpty,
  reachKV,
  selectFindings,
  toFindings,
  type Unreached,
  unreachedBy,
  type Verdict,
  verdictOnFill,
  verdictsOn,
} from './findings'

type Health = AnswerOf<'Health'>

/** How long findings are kept, and how long each database may take, in milliseconds. */
const KEPT = 3_000
const D1_PATIENCE = 2_000

interface Kept {
  health: Health
  /** Milliseconds, by the isolate's clock. */
  at: number
}

const kept = new WeakMap<Isolate, Kept>()

export async function health(c: EditingContext): Promise<Response> {
  const address = c.req.header('CF-Connecting-IP') ?? 'unknown'
  // A configuration from before this limit has none.
  const limit: RateLimit | undefined = c.env.HEALTH
  if (limit && (await isLimited(limit, address))) {
    return problem(c, 'rate-limited', { headers: RETRY_AFTER })
  }
  const isolate = isolateOf(c.env)
  const last = kept.get(isolate)
  const now = isolate.time.now()
  if (last && isWithin(KEPT, last.at, now)) return show(last.health)
  // The others get the last findings while this request looks. It may die: then their time ends again.
  if (last) last.at = now
  const found = await look(c, isolate)
  kept.set(isolate, { health: found, at: isolate.time.now() })
  return show(found)
}

const show = (found: Health) => answer(found, found.status === 'fail' ? 503 : 200)

/** Looks at everything, the databases and KV side by side: within some two seconds, whatever hangs. */
async function look(c: EditingContext, { time }: Isolate): Promise<Health> {
  const began = time.now()
  const [asked, [kv, kvTook], texts] = await Promise.all([
    askD1(c).then((it) => [it, time.now() - began] as const),
    reachKV(c.env).then((fault) => [fault, time.now() - began] as const),
    textFills(c.env, D1_PATIENCE),
  ])
  const [d1, d1Took] = asked
  const checks: Health['checks'] = {
    d1: reach(d1.fault, d1Took),
    kv: reach(kv, kvTook),
    ...checksOf(c, d1, texts),
  }
  const found = Object.entries(checks).flatMap(([name, check]) =>
    check ? [{ name, status: check.status }] : [],
  )
  const named = (verdict: Verdict) =>
    found.flatMap(({ name, status }) => (status === verdict ? [name] : []))
  const [failing, warning] = [named('fail'), named('warn')]
  if (failing.length > 0) log('error', 'unhealthy', { failing, warning })
  return {
    status: failing.length > 0 ? 'fail' : warning.length > 0 ? 'warn' : 'pass',
    checkedAt: toUtc(secondsNow()),
    checks,
    version: versionOf(c.env),
  }
}

/** What D1 said; without results, why it said nothing: null where it lacks its tables. */
interface D1Said {
  fault: Unreached | null
  results: D1Result[] | null
}

async function askD1(c: EditingContext): Promise<D1Said> {
  const { db } = c.var
  try {
    const question = () => db.batch(selectFindings(db, secondsNow()))
    return { fault: null, results: await ask(c, D1_PATIENCE, question) }
  } catch (fault) {
    const unreached = unreachedBy(fault)
    if (unreached === null && !isEmpty(fault)) throw fault
    const event = unreached === null ? 'tables-missing' : eventOf(outageOf(fault))
    log('error', event, { path: c.req.path, fault: String(fault) })
    return { fault: unreached, results: null }
  }
}

const reach = (fault: Unreached | null, took: number): Health['checks']['d1'] => ({
  status: fault === null ? 'pass' : 'fail',
  fault,
  ms: took,
})

/** What D1 has to say, and with it the text databases. Null: nobody could look. */
function checksOf(
  c: EditingContext,
  { fault, results }: D1Said,
  texts: Fill[],
): Omit<Health['checks'], 'd1' | 'kv'> {
  if (!results) {
    const schema = { status: 'fail' as const, applied: null, expected: NEWEST_MIGRATION }
    const unknown = { clock: null, plans: null, debts: null, engines: null, databases: null }
    return { schema: fault === null ? schema : null, ...unknown }
  }
  const now = secondsNow()
  const found = toFindings(c.env, results, texts, now)
  const { migrated, beat, plans, debts, databases } = found
  const verdicts = verdictsOn(found, now, deployedAt(c.env))
  const { oldest, failing, givenUp, engines } = debts
  return {
    schema: {
      status: verdicts.schema,
      applied: migrated?.name ?? null,
      expected: NEWEST_MIGRATION,
    },
    clock: {
      status: verdicts.clock,
      tickedAt: toUtcOrNull(beat),
      age: beat === null ? null : Math.max(now - beat, 0),
    },
    plans: {
      status: verdicts.plans,
      overdue: plans.count,
      oldestAt: toUtcOrNull(plans.oldestAt),
    },
    debts: {
      status: verdicts.debts,
      oldest: oldest && { kind: oldest.kind, age: Math.max(now - oldest.dueAt, 0) },
      failing,
      givenUp,
    },
    engines: { status: verdicts.engines, failing: engines.map(({ name }) => name) },
    databases: { status: verdicts.databases, each: databases.map(shown) },
  }
}

/** Of a database, for anybody: how full it is, once it fills. Before, that would say how much is written here. */
function shown(fill: Fill) {
  const { name, size } = fill
  const status = verdictOnFill(fill)
  const isFilling = size !== null && status !== 'pass'
  return { name, status, answers: size !== null, percent: isFilling ? percentOf(size.share) : null }
}

function versionOf(env: Env): Health['version'] {
  const { VERSION }: { VERSION?: WorkerVersionMetadata } = env
  return { release: version, id: VERSION?.id || null, deployedAt: toUtcOrNull(deployedAt(env)) }
}
