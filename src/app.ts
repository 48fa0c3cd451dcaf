/** What is mounted where. */
import { Hono } from 'hono'
import { routePath } from 'hono/route'
import { crawling } from './crawling/routes'
import { log, withRequestId } from './delivery/log'
import { Unavailable } from './delivery/pages'
import { missingPage, unavailablePage } from './reading/failures'
import { reading } from './reading/routes'
import { siteOf } from './site'

export const app = new Hono<{ Bindings: Env }>()

app.use(async (c, next) => {
  const id = crypto.randomUUID()
  await withRequestId(id, next)
  c.header('X-Request-Id', id)
})

app.all('/api/*', async (c) => {
  const { api } = await import('./editing/api')
  return api.fetch(c.req.raw, c.env, c.executionCtx)
})
app.route('/', crawling)
app.route('/', reading)

/** What the clock does, each minute: see `[triggers]` in wrangler.toml. */
export async function tick(env: Env, now: number): Promise<void> {
  const { publishDue } = await import('./editing/schedule')
  await withRequestId(crypto.randomUUID(), () => publishDue(env.DB, siteOf(env), now))
}

app.notFound(missingPage)

app.onError((fault, c) => {
  if (!(fault instanceof Unavailable)) {
    // Not the path itself: a preview's holds its credential.
    log('error', 'internal', { path: routePath(c, -1), fault: String(fault), stack: fault.stack })
  }
  return unavailablePage(c, fault instanceof Unavailable ? 503 : 500)
})
