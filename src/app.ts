/** What is mounted where. */
import { Hono } from 'hono'
import { routePath } from 'hono/route'
import { TrieRouter } from 'hono/router/trie-router'
import { crawling } from './crawling/routes'
import { serveKeyFile } from './delivery/engines/key-file'
import { log, withRequestId } from './delivery/log'
import { payDebts } from './delivery/outbox'
import { type Execution, outsideOf, Unavailable } from './delivery/pages'
import { articlePageNamed } from './reading/article'
import { missingPage, unavailablePage } from './reading/failures'
import { reading } from './reading/routes'
import { protect } from './reading/security'
import { siteOf } from './site'

// The other routers cannot take all of our paths, and Hono would find that out at every cold start.
export const app = new Hono<{ Bindings: Env }>({ router: new TrieRouter() })

app.use(async (c, next) => {
  const id = crypto.randomUUID()
  await withRequestId(id, next)
  // Not `c.header`, which would make another response of the one there is.
  c.res.headers.set('X-Request-Id', id)
  await protect(siteOf(c.env), c.res)
})

type Api = ReturnType<typeof import('./editing/api')['createApi']>
let api: Api | undefined

app.all('/api/*', async (c) => {
  const { createApi } = await import('./editing/api')
  api ??= createApi(articlePageNamed)
  return api.fetch(c.req.raw, c.env, c.executionCtx)
})
app.get('/:file{[A-Za-z0-9-]{8,128}\\.txt}', serveKeyFile)
app.route('/', crawling)
app.route('/', reading)

/** What the clock does, each minute: see `[triggers]` in wrangler.toml. `now` in UTC seconds. */
export async function tick(env: Env, ctx: Execution, now: number): Promise<void> {
  const { publishDue } = await import('./editing/schedule')
  const { enginesOf } = await import('./delivery/engines/all')
  const { payPings } = await import('./delivery/engines/tell')
  const outside = outsideOf(env, ctx, articlePageNamed)
  await withRequestId(crypto.randomUUID(), async () => {
    const wire = { db: env.DB, fetch: (request: Request) => fetch(request) }
    const work = [
      () => payDebts(outside, now),
      () => publishDue(outside, siteOf(env), enginesOf(env, siteOf(env)), now),
      () => payPings(wire, env, now), // last: it waits for others, and nobody for it
    ]
    for (const part of work) {
      await part().catch((fault) => log('error', 'tick-failed', { fault: String(fault) }))
    }
  })
}

app.notFound(missingPage)

app.onError((fault, c) => {
  if (!(fault instanceof Unavailable)) {
    // Not the path itself: a preview's holds its credential.
    log('error', 'internal', { path: routePath(c, -1), fault: String(fault), stack: fault.stack })
  }
  return unavailablePage(c, fault instanceof Unavailable ? 503 : 500)
})
