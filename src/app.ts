/** What is mounted where. */
import { Hono } from 'hono'
import { routePath } from 'hono/route'
import { TrieRouter } from 'hono/router/trie-router'
import { crawling } from './crawling/routes'
import { D1Outage } from './delivery/d1-faults'
import { log, newRequestId, withRequestId } from './delivery/log'
import { Unavailable } from './delivery/responses'
import { articlePageNamed } from './reading/article'
import { missingPage, readOnly, unavailablePage } from './reading/failures'
import { reading } from './reading/routes'
import { protect } from './reading/security'
import { paths, siteOf } from './site'
import type { Client } from './site/clients'
import { lackOf } from './site/origin'

// The other routers cannot take all of our paths, and Hono would find that out at every cold start.
export const app = new Hono<{ Bindings: Env }>({ router: new TrieRouter() })

// Until it knows where it is, the newsroom has nothing else to say.
app.use(async (c, next) => {
  const lack = lackOf(c.env.SITE_URL)
  if (lack === null) return next()
  const { answerOf } = await import('./setup/answers')
  return answerOf(c.req.raw, lack)
})

app.use(async (c, next) => {
  const id = newRequestId()
  await withRequestId(id, next)
  // Not `c.header`, which would make another response of the one there is.
  c.res.headers.set('X-Request-Id', id)
  await protect(siteOf(c.env), c.res)
})

const READS = new Set(['GET', 'HEAD'])

type Api = ReturnType<typeof import('./editing/api')['createApi']>
let api: Api | undefined
let desk: ReturnType<typeof import('./desk/desk')['createDesk']> | undefined
let clients: ReturnType<typeof import('./clients/clients')['createClients']> | undefined

async function loadApi(): Promise<Api> {
  const { createApi } = await import('./editing/api')
  api ??= createApi(articlePageNamed)
  return api
}

app.all('/api/*', async (c) => (await loadApi()).fetch(c.req.raw, c.env, c.executionCtx))

for (const path of ['/desk', '/desk/*']) {
  app.all(path, async (c, next) => {
    if (c.env.DESK === 'off') return next()
    const { createDesk } = await import('./desk/desk')
    desk ??= createDesk(await loadApi())
    return desk.fetch(c.req.raw, c.env, c.executionCtx)
  })
}

/** Where programs ask that speak other protocols, and for the sake of which of them. */
const SPOKEN: Record<string, Client[]> = {
  '/wp-json/*': ['wordpress'],
  '/micropub/*': ['micropub'],
  [paths.mcp]: ['mcp'],
  '/oauth/*': ['micropub', 'mcp'],
  [paths.authorizationServer]: ['micropub', 'mcp'],
  [`${paths.protectedResource}/*`]: ['mcp'],
}

for (const [path, spoken] of Object.entries(SPOKEN)) {
  app.all(path, async (c, next) => {
    const isSpoken = spoken.some((client) => siteOf(c.env).clients.includes(client))
    if (!isSpoken) return next()
    const { createClients } = await import('./clients/clients')
    clients ??= createClients(await loadApi())
    return clients.fetch(c.req.raw, c.env, c.executionCtx)
  })
}

// WordPress answers there too, where addresses cannot be rewritten.
app.all(paths.home, async (c, next) => {
  const route = siteOf(c.env).clients.includes('wordpress') ? c.req.query('rest_route') : undefined
  if (route === undefined) return next()
  const { atRestRoute, createClients } = await import('./clients/clients')
  clients ??= createClients(await loadApi())
  return clients.fetch(atRestRoute(c.req.raw, route), c.env, c.executionCtx)
})

// Everything else is there to be read.
app.use(async (c, next) => (READS.has(c.req.method) ? next() : readOnly()))

app.get('/:file{[A-Za-z0-9-]{8,128}\\.txt}', async (c, next) => {
  const { serveKeyFile } = await import('./delivery/engines/key-file')
  return serveKeyFile(c, next)
})
app.route('/', crawling)
app.route('/', reading)

app.notFound(missingPage)

app.onError((thrown, c) => {
  // Of a text that lies in a database that does not answer.
  const fault = thrown instanceof D1Outage ? new Unavailable(thrown) : thrown
  if (!(fault instanceof Unavailable)) {
    // Not the path itself: a preview's holds its credential.
    log('error', 'internal', { path: routePath(c, -1), fault: String(fault), stack: fault.stack })
  }
  return unavailablePage(c, fault)
})
