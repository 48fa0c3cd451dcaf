/**
 * Programs of other people, which speak protocols that are not ours: in other words, the same saves. What they
 * ask for goes to the API, for the holder of a key. Loaded at the first request for one of them.
 */
import { Hono } from 'hono'
import { TrieRouter } from 'hono/router/trie-router'
import { withTexts } from '../articles/texts/bring'
import { guarded } from '../delivery/guarded'
import type { Api } from '../editing/api'
import { paths } from '../site'
import type { ClientEnv } from './context'
import { through } from './door'
import { oauth } from './oauth/routes'

/** The protocols. Which of them are answered is for `app.ts` to say. */
export function createClients(api: Api) {
  const clients = new Hono<ClientEnv>({ router: new TrieRouter() })
  clients.use((c, next) => {
    c.set('db', withTexts(c.env, guarded(c.env.DB)))
    c.set('api', api)
    return next()
  })
  clients.route('/', oauth)
  clients.all(`${paths.wordpress}*`, through('wordpress'), async (c) => {
    const { answerWordPress } = await import('./wordpress/wordpress')
    return answerWordPress(c)
  })
  clients.all(paths.mcp, through('mcp'), async (c) => {
    const { answerMcp } = await import('./mcp/endpoint')
    return answerMcp(c)
  })
  for (const path of [paths.micropub, paths.micropubMedia]) {
    clients.all(path, through('micropub'), async (c) => {
      const { micropub } = await import('./micropub/endpoint')
      return micropub(c)
    })
  }
  return clients
}

/** What a route in a query may be made of: no dots, so that it leads nowhere else. */
const ROUTE = /^\/[A-Za-z0-9_/-]*$/

/** The request at the address that `?rest_route=` stands for, as WordPress has it. */
export function atRestRoute(request: Request, route: string): Request {
  const url = new URL(request.url)
  const path = ROUTE.test(route) ? route : '/none'
  url.pathname = paths.wordpress + path.slice(1)
  url.searchParams.delete('rest_route')
  return new Request(url, request)
}
