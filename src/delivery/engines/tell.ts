/**
 * Tells search engines and hubs what the outbox owes them: on the clock alone, many URLs to a call. A
 * call that fails holds up its engine and nothing else, and its debts stay as they are. Should we die
 * between a call and the note of it, the engine is told once more, which does no harm.
 */
import { type Site, type SiteVars, siteOf } from '../../site'
import { isHeld } from '../debts'
import { log } from '../log'
import { credentialsOf, type EngineName, type EngineVars, engineNamed, enginesOf } from './all'
import { quoteWithout } from './credentials'
import type { Engine, Requester, Verdict } from './engine'
import { isOfGone, newOutcome, noteVerdict, type Outcome, type Ping, settlePings } from './outcome'
import { tell, type Wire } from './wire'

/** How long a call may take, in milliseconds: ten calls to one engine end before its lease does. */
const PATIENCE = 10_000
const LEASE_SECONDS = 120

/**
 * While a quota is spent, only pages that are gone. An engine without a row has never been told. Nothing of a
 * write whose request is still waiting, or purging: who is told comes at once, and would get the old page.
 */
const DUE = `is_gone >= (coalesce(quota_at, 0) > ?2) AND dead_at IS NULL AND outbox.next_at <= ?2
  AND version NOT IN (SELECT subject FROM outbox AS w WHERE kind = 'write' AND ${isHeld('?2')})`

interface State {
  name: EngineName
  attempts: number
}

/** Leases those that are owed something; one that is told for the first time gets its row here. */
const claimEngines = (db: D1Database, names: EngineName[], at: number) =>
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
const selectPings = (db: D1Database, name: string, at: number, origin: string, limit: number) =>
  db
    .prepare(
      `SELECT kind, subject, version, ?3 || subject AS url, is_gone AS isGone, outbox.attempts
       FROM engines CROSS JOIN outbox ON kind = ?1
       WHERE name = ?1 AND ${DUE}
       ORDER BY is_gone DESC, outbox.next_at DESC LIMIT ?4`,
    )
    .bind(name, at, origin, limit)

/**
 * Tells every engine that is owed something and can be told at `at` (UTC seconds), waiting up to
 * `patience` milliseconds for each call.
 */
export async function payPings(
  wire: Wire,
  vars: SiteVars & EngineVars,
  at: number,
  patience = PATIENCE,
): Promise<void> {
  const site = siteOf(vars)
  const names = enginesOf(vars, site)
  if (names.length === 0) return
  const quote = quoteWithout(credentialsOf(vars))
  const { results } = await claimEngines(wire.db, names, at).run<State>()
  const pay = async ({ name, attempts }: State) => {
    const engine = engineNamed(name)
    const outcome = newOutcome(engine, quote, attempts, at)
    const requester = requesterOf(engine, site, vars)
    if ('is' in requester) noteVerdict(outcome, requester, [])
    else await tellEngine(wire, site, requester, outcome, patience)
    await wire.db.batch(settlePings(wire.db, outcome))
  }
  const isolated = (state: State) =>
    pay(state).catch((fault) =>
      log('error', 'pings-failed', { engine: state.name, fault: quote(String(fault)) }),
    )
  await Promise.all(results.map(isolated))
}

function requesterOf(engine: Engine, site: Site, vars: EngineVars): Requester | Verdict {
  try {
    return engine.requester(site, vars)
  } catch (fault) {
    if (!(fault instanceof TypeError)) throw fault
    return { is: 'misconfigured', fault: fault.message }
  }
}

/** Makes one tick's calls to an engine. */
async function tellEngine(
  wire: Wire,
  site: Site,
  requester: Requester,
  outcome: Outcome,
  patience: number,
): Promise<void> {
  const { engine, at, attempts } = outcome
  const limit = Math.max(engine.most, engine.calls)
  const due = await selectPings(wire.db, engine.name, at, site.origin, limit).run<Ping>()
  for (const queue of queuesOf(engine, due.results)) {
    let size = engine.quota ? 1 : Math.max(engine.most >> attempts, 1)
    while (queue.length > 0 && size > 0 && outcome.calls < engine.calls) {
      const batch = queue.splice(0, size)
      const request = requester(
        batch.map(({ url }) => url),
        isOfGone(batch),
      )
      const verdict = await tell(wire, engine, request, at, patience)
      if (!noteVerdict(outcome, verdict, batch)) return
      if (verdict.is === 'done') size = Math.min(verdict.remain ?? engine.most, engine.most)
    }
  }
}

/**
 * What was refused on its own goes on its own again, and only when there is nothing else: so it
 * spoils no other call.
 */
function queuesOf(engine: Engine, due: Ping[]): Ping[][] {
  const fresh = due.filter(({ attempts }) => attempts === 0)
  const pings = fresh.length > 0 ? fresh : due.slice(0, 1)
  if (!engine.quota) return [pings]
  return [pings.filter(({ isGone }) => isGone), pings.filter(({ isGone }) => !isGone)]
}
