/** What the clock does each minute: see `[triggers]` in wrangler.toml. */
import { publishDue } from './articles/writing/due'
import { enginesOf } from './delivery/engines/all'
import { payPings } from './delivery/engines/tell'
import { log, withRequestId } from './delivery/log'
import { deliver, payDebts } from './delivery/outbox'
import { type Execution, outsideOf } from './delivery/pages'
import { forgetExpired } from './editing/saving/retries'
import { articlePageNamed } from './reading/article'
import { siteOf } from './site'

/**
 * One tick at `now`, in UTC seconds: what is owed is paid, what is due published, what has expired
 * cleared away, and search engines are told. A part that fails holds up no other.
 */
export async function tick(env: Env, ctx: Execution, now: number): Promise<void> {
  const db = env.DB
  const site = siteOf(env)
  const outside = outsideOf(env, ctx, articlePageNamed)
  const work = [
    () => payDebts(outside, now),
    async () => {
      const owed = await publishDue({ db, site, engines: enginesOf(env, site) }, now)
      if (owed.length > 0) await deliver(outside, ...owed)
    },
    () => forgetExpired(db, now).run(),
    // Last: it waits for others, and nobody for it.
    () => payPings({ db, fetch: (request: Request) => fetch(request) }, env, now),
  ]
  await withRequestId(crypto.randomUUID(), async () => {
    for (const part of work) {
      await part().catch((fault) => log('error', 'tick-failed', { fault: String(fault) }))
    }
  })
}
