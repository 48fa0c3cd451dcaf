/**
 * WordPress REST, as far as programs need it that post: docs/wordpress.md says what there is. Every write is a
 * call of our API for the holder of the key.
 */
import { retryAfter } from '../../delivery/d1-faults'
import { paths, siteOf } from '../../site'
import { secondsNow } from '../../time'
import type { ClientContext } from '../context'
import { callerFor, noteFailure } from '../door'
import { answer, refuse } from './answering'
import type { Asking } from './asking'
import { describe, showNamespace, showRoot } from './discovery'
import { asksTooOften, enter, tooMany } from './login'
import { fromPairs } from './params'
import { readParams } from './reading'
import { handlerOf, methodsOf, ROUTES, type Route } from './routes'

export async function answerWordPress(c: ClientContext): Promise<Response> {
  const { method } = c.req
  // A write goes on when the client hangs up: what is committed gets told to the outside at once.
  const work = serve(c).catch((fault) => failed(c, fault))
  if (method !== 'GET' && method !== 'HEAD') c.executionCtx.waitUntil(work)
  return work
}

async function serve(c: ClientContext): Promise<Response> {
  const site = siteOf(c.env)
  const path = `/${c.req.path.slice(paths.wordpress.length)}`.replace(/\/{2,}/g, '/')
  const isRead = ['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)
  if (/^\/(?:wp\/v2\/?)?$/.test(path)) {
    if (!isRead) return noRoute()
    const hasDesk = c.env.DESK !== 'off'
    return path === '/' ? showRoot(site, secondsNow(), hasDesk) : showNamespace(site)
  }
  for (const route of ROUTES) {
    const found = route.path.exec(path)
    if (found) return dispatch(c, route, { ...found.groups })
  }
  return noRoute()
}

const noRoute = (headers: Record<string, string> = {}) =>
  refuse(
    404,
    'rest_no_route',
    'No route was found matching the URL and request method.',
    {},
    headers,
  )

async function dispatch(c: ClientContext, route: Route, path: Record<string, string>) {
  const method = methodOf(c)
  if (method === 'OPTIONS') {
    return answer(describe(route), 200, { Allow: methodsOf(route).join(', ') })
  }
  const handler = handlerOf(route, method)
  if (!handler) return noRoute({ Allow: methodsOf(route).join(', ') })
  const by = await enter(c)
  if (by instanceof Response) return by
  if (!by && (await asksTooOften(c))) return tooMany()
  const isUpload = route.isUpload && method === 'POST'
  const params = isUpload ? fromPairs(new URL(c.req.url).searchParams) : await readParams(c.req.raw)
  if (params instanceof Response) return params
  const asking: Asking = {
    c,
    db: c.var.db,
    site: siteOf(c.env),
    method,
    path,
    params,
    caller: by && callerFor(c, by),
    editor: by?.editor ?? null,
    now: secondsNow(),
  }
  return handler(asking)
}

const OVERRIDES = new Set(['PUT', 'PATCH', 'DELETE', 'POST'])

/** Where only GET and POST get through, a POST says what it is meant to be. */
function methodOf(c: ClientContext): string {
  const { method } = c.req
  // Its body is taken away on the way out.
  if (method === 'HEAD') return 'GET'
  if (method !== 'POST') return method
  const said = c.req.header('X-HTTP-Method-Override') ?? c.req.query('_method') ?? ''
  return OVERRIDES.has(said.toUpperCase()) ? said.toUpperCase() : method
}

/** What throws on the way, as far as it is not the API that it happened to. */
function failed(c: ClientContext, fault: unknown): Response {
  const outage = noteFailure(c, fault)
  if (!outage)
    return refuse(500, 'rest_internal', 'Something went wrong on our side. It has been logged.')
  const headers = { 'Retry-After': String(retryAfter(outage, Date.now())) }
  return refuse(503, 'rest_unavailable', 'The database cannot be reached.', {}, headers)
}
