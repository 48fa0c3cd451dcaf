/**
 * Tells search engines and hubs what the outbox owes them: by the clock alone, in calls of many URLs.
 * A call that fails holds up its engine, and nothing else; its debts stay as they are. Should we die
 * between a call and the note of it, the engine is told once more: no harm in that.
 */
import { type EngineName, type Site, type SiteVars, siteOf } from '../../site'
import { log } from '../log'
import { TimedOut, within } from '../within'
import { baidu } from './baidu'
import type { Answer, Engine, EngineVars, Verdict } from './engine'
import { indexNow } from './indexnow'
import { newOutcome, note, type Outcome, type Ping, settle } from './outcome'
import { webSub } from './websub'

const ENGINES: Record<EngineName, (site: Site, vars: EngineVars) => Engine> = {
  indexnow: indexNow,
  baidu,
  websub: webSub,
}

/** The way to the engines. */
export interface Line {
  db: D1Database
  fetch(request: Request): Promise<Response>
}

/** How long a call may take, in milliseconds: ten of one engine end before its lease does. */
const PATIENCE = 10_000
const LEASE_SECONDS = 120

/** While a quota is spent, only pages that are gone. An engine without a row has never been told. */
const DUE = `is_gone >= (coalesce(quota_at, 0) > ?2) AND dead_at IS NULL AND outbox.next_at <= ?2`

interface State {
  name: EngineName
  attempts: number
}

/** Leases those that are owed something; one that is told for the first time gets its row here. */
const claim = (db: D1Database, names: EngineName[], at: number) =>
  db
    .prepare(
      `INSERT INTO engines (name, next_at)
       SELECT value, ?2 + ${LEASE_SECONDS} FROM json_each(?1) LEFT JOIN engines ON name = value
       WHERE coalesce(engines.next_at, 0) <= ?2
         AND EXISTS (SELECT 1 FROM outbox WHERE kind = value AND ${DUE})
       ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at
       RETURNING name, attempts`,
    )
    .bind(JSON.stringify(names), at)

/** Pages that are gone first, then the newest. */
const selectPings = (db: D1Database, name: EngineName, at: number, origin: string, limit: number) =>
  db
    .prepare(
      `SELECT kind, subject, version, ?3 || subject AS url, is_gone AS isGone, outbox.attempts
       FROM engines CROSS JOIN outbox ON kind = ?1
       WHERE name = ?1 AND ${DUE}
       ORDER BY is_gone DESC, outbox.next_at DESC LIMIT ?4`,
    )
    .bind(name, at, origin, limit)

/**
 * Tells every engine that is owed something and can be told at `at` (UTC seconds); each is given
 * `patience` milliseconds a call.
 */
export async function payPings(
  line: Line,
  vars: SiteVars & EngineVars,
  at: number,
  patience = PATIENCE,
): Promise<void> {
  const site = siteOf(vars)
  const names = site.engines
  if (names.length === 0) return
  const { results } = await claim(line.db, names, at).run<State>()
  const pay = async ({ name, attempts }: State) => {
    const outcome = newOutcome(name, attempts, at)
    const engine = configured(site, vars, name)
    if ('is' in engine) note(outcome, engine, [])
    else await tellEngine(line, site, engine, outcome, patience)
    await line.db.batch(settle(line.db, outcome))
  }
  const isolated = (state: State) =>
    pay(state).catch((fault) =>
      log('error', 'pings-failed', { engine: state.name, fault: String(fault) }),
    )
  await Promise.all(results.map(isolated))
}

function configured(site: Site, vars: EngineVars, name: EngineName): Engine | Verdict {
  try {
    return ENGINES[name](site, vars)
  } catch (fault) {
    if (!(fault instanceof TypeError)) throw fault
    return { is: 'misconfigured', fault: fault.message }
  }
}

/** Makes an engine's calls of one tick. */
async function tellEngine(
  line: Line,
  site: Site,
  engine: Engine,
  outcome: Outcome,
  patience: number,
): Promise<void> {
  const limit = Math.max(engine.most, engine.calls)
  const due = await selectPings(line.db, outcome.name, outcome.at, site.origin, limit).run<Ping>()
  for (const queue of queuesOf(engine, due.results)) {
    let size = engine.hasQuota ? 1 : Math.max(engine.most >> outcome.attempts, 1)
    while (queue.length > 0 && size > 0 && outcome.calls < engine.calls) {
      const batch = queue.splice(0, size)
      const verdict = await tell(line, engine, batch, outcome.at, patience)
      if (!note(outcome, verdict, batch)) return
      if (verdict.is === 'done') size = Math.min(verdict.remain ?? engine.most, engine.most)
    }
  }
}

/** What was refused by itself goes by itself, when there is nothing else: it spoils no other call. */
function queuesOf(engine: Engine, due: Ping[]): Ping[][] {
  const fresh = due.filter(({ attempts }) => attempts === 0)
  const pings = fresh.length > 0 ? fresh : due.slice(0, 1)
  if (!engine.hasQuota) return [pings]
  return [pings.filter(({ isGone }) => isGone), pings.filter(({ isGone }) => !isGone)]
}

async function tell(
  line: Line,
  engine: Engine,
  batch: Ping[],
  at: number,
  patience: number,
): Promise<Verdict> {
  const urls = batch.map(({ url }) => url)
  const request = engine.request(urls, batch[0]?.isGone === 1)
  let answer: Answer
  try {
    answer = await within(patience, ask(line, request, at, AbortSignal.timeout(patience)))
  } catch (fault) {
    // Not in the fault's own words: they may hold the address, and that the token.
    const isLate = fault instanceof TimedOut || Object(fault).name === 'TimeoutError'
    return { is: 'later', seconds: null, fault: isLate ? 'no answer in time' : 'no connection' }
  }
  return engine.read(answer)
}

async function ask(line: Line, request: Request, at: number, signal: AbortSignal): Promise<Answer> {
  const response = await line.fetch(new Request(request, { signal }))
  return { status: response.status, headers: response.headers, text: await response.text(), at }
}
