/** Tokens for programs, and what says where they are. Consent is given at the desk: `desk/authorize/`. */
import { Hono } from 'hono'
import { TrieRouter } from 'hono/router/trie-router'
import { paths, siteOf } from '../../site'
import type { ClientContext, ClientEnv } from '../context'
import { allowed, described, refused } from './answers'
import { authorizationServer, protectedResource } from './metadata'
import { introspect, revoke } from './revocation'
import { token } from './token'

export const oauth = new Hono<ClientEnv>({ router: new TrieRouter() })

const resource = (path: string) => (c: ClientContext) => {
  const site = siteOf(c.env)
  return described(protectedResource(site, site.origin + path))
}

// Consent is given at the desk: without one, a program can only be handed a key.
oauth.use('/.well-known/*', (c, next) =>
  c.env.DESK === 'off' ? Promise.resolve(c.notFound()) : next(),
)
oauth.get(paths.authorizationServer, (c) => described(authorizationServer(siteOf(c.env))))
oauth.get(paths.protectedResource, resource(''))
oauth.get(paths.protectedResource + paths.mcp, resource(paths.mcp))
oauth.post(paths.token, token)
oauth.post(paths.revocation, revoke)
oauth.post(paths.introspection, introspect)
for (const path of [paths.token, paths.revocation, paths.introspection]) {
  oauth.on(['GET', 'PUT', 'PATCH', 'DELETE'], path, () =>
    refused('invalid_request', 'Only POST is taken here.', 405, { Allow: 'POST' }),
  )
}
for (const path of ['/oauth/*', '/.well-known/*']) oauth.options(path, allowed)
