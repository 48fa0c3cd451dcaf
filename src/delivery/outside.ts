/** The way from a request or a tick to what lies outside D1: the edge, and copies in KV. */
import { type Site, siteOf } from '../site'
import { putCopy, voidCopy } from './copies'
import { D1Outage } from './d1-faults'
import { fingerprintOf } from './fingerprint'
import { isolateOf } from './isolate'
import type { Outside } from './outbox'
import { type Page, renderFrom, statementsOf } from './page'
import { within } from './within'

/** The page with a name, if its copies are overwritten with what it shows now. */
export type PageNamed = (site: Site, name: string) => Page | null

/** The part of an execution context that the outside needs. Workers Cache is absent locally. */
export type Execution = Pick<ExecutionContext, 'waitUntil'> & { cache?: CacheContext }

/** The way to the outside from a request or a tick. */
export const outsideOf = (env: Env, ctx: Execution, pageNamed: PageNamed): Outside => ({
  db: env.DB,
  time: isolateOf(env).time,
  cache: ctx.cache,
  overwrite: (name) => overwriteCopy(env, pageNamed, name),
  later: (work) => ctx.waitUntil(work),
})

/** For how long D1 may take to say what a page shows now, in milliseconds. The editor waits for it. */
const READ_PATIENCE = 5_000

/**
 * Puts a page as it is now over its copies in KV and in the memory of this isolate; or nothing at all, where
 * there is no page any more or it is of a kind that is left for the next reader to make. Rejects when D1 or KV
 * does not answer in time.
 */
async function overwriteCopy(env: Env, pageNamed: PageNamed, name: string): Promise<void> {
  const { memory, time } = isolateOf(env)
  const fingerprint = fingerprintOf(siteOf(env))
  const page = pageNamed(siteOf(env), name)
  const askedAt = time.now()
  const read = (page: Page) => within(READ_PATIENCE, env.DB.batch(statementsOf(env.DB, page)))
  const copy = page && (await renderFrom(env, page, await read(page)).catch(unlessAway))
  memory.forget(name, askedAt)
  if (copy && !copy.isPartial) memory.keep(name, fingerprint, copy, askedAt)
  // What is left for the next reader to make: nothing may stay of what was.
  if (copy && !copy.isPartial) await putCopy(env.PAGES, name, fingerprint, copy)
  else await voidCopy(env.PAGES, name)
}

/** A page whose text lies in a database that does not answer cannot be made now. */
function unlessAway(fault: unknown): null {
  if (fault instanceof D1Outage) return null
  throw fault
}
