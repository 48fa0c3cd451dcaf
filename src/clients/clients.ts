/**
 * Programs of other people, which speak protocols that are not ours: in other words, the same saves. What they
 * ask for goes to the API, for the holder of a key. Loaded at the first request for one of them.
 */
import { Hono } from 'hono'
import { TrieRouter } from 'hono/router/trie-router'
import { guarded } from '../delivery/guarded'
import type { Api } from '../editing/api'
import { paths } from '../site'
import type { ClientEnv } from './context'
import { through } from './door'

/** The protocols. Which of them are answered is for `app.ts` to say. */
export function createClients(api: Api) {
  const clients = new Hono<ClientEnv>({ router: new TrieRouter() })
  clients.use((c, next) => {
    c.set('db', guarded(c.env.DB))
    c.set('api', api)
    return next()
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
