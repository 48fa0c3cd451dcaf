/** The editors' API. Loaded at the first request for it: readers do not pay for its libraries. */
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { html } from 'hono/html'
import { withTexts } from '../articles/texts/bring'
import { guarded } from '../delivery/guarded'
import { log } from '../delivery/log'
import type { PageNamed } from '../delivery/outside'
import { cachePolicy } from '../delivery/policy'
import { addressRules } from './address-rules'
import { articles } from './articles'
import { audit } from './audit'
import { document, reference } from './contract/reference'
import { authenticate } from './door/authenticate'
import type { EditingContext, EditingEnv } from './door/context'
import { failed } from './door/failed'
import { methodNotAllowed, PROBLEMS, type ProblemName, problem } from './door/problems'
import { draftOfArticle, drafts } from './drafts'
import { exportRoute } from './export'
import { fronts } from './fronts'
import { handInOfArticle, handIns } from './hand-ins'
import { health } from './health'
import { importRoute } from './import'
import { keys } from './keys'
import { outbox } from './outbox'
import { pictures } from './pictures'
import { previews } from './previews'
import { purge } from './purge'
import { readings } from './readings'
import { renewal } from './renewal'
import { revisions } from './revisions'
import { search } from './search'
import { sections } from './sections'
import { spread } from './spread'
import { webhooks } from './webhooks'

/** The API. `pageNamed` makes the pages whose copies a write has to overwrite. */
export function createApi(pageNamed: PageNamed) {
  const api = new Hono<EditingEnv>().basePath('/api')
  api.get('/problems/:name', explain)
  api.all('/problems/:name', (c) => methodNotAllowed(c, 'GET'))
  api.get('/openapi.json', document)
  api.all('/openapi.json', (c) => methodNotAllowed(c, 'GET'))
  api.get('/docs', reference)
  api.all('/docs', (c) => methodNotAllowed(c, 'GET'))
  api.use((c, next) => {
    c.set('db', withTexts(c.env, guarded(c.env.DB)))
    return next()
  })
  api.get('/health', health)
  api.all('/health', (c) => methodNotAllowed(c, 'GET'))
  api.use(logged)
  api.use(finished)
  api.use(authenticate)
  api.use((c, next) => {
    c.set('pageNamed', pageNamed)
    return next()
  })
  api.route('/articles', articles)
  api.route('/articles', revisions)
  api.route('/articles', previews)
  api.route('/articles', handInOfArticle)
  api.route('/articles', draftOfArticle)
  api.route('/hand-ins', handIns)
  api.route('/drafts', drafts)
  api.route('/pictures', pictures)
  api.route('/sections', sections)
  api.route('/front', fronts)
  api.route('/readings', readings)
  api.route('/address-rules', addressRules)
  api.route('/export', exportRoute)
  api.route('/import', importRoute)
  api.route('/keys', keys)
  api.route('/audit', audit)
  api.route('/outbox', outbox)
  api.route('/webhooks', webhooks)
  api.route('/purge', purge)
  api.route('/search', search)
  api.route('/spread', spread)
  api.route('/renewal', renewal)
  api.notFound((c) => problem(c, 'not-found'))
  api.onError(failed)
  return api
}

/** Answers the API's requests, and those that the desk makes of its own. */
export type Api = ReturnType<typeof createApi>

/** What a problem type means, for people. */
function explain(c: EditingContext): Response | Promise<Response> {
  const name = c.req.param('name') ?? ''
  if (!Object.hasOwn(PROBLEMS, name)) return problem(c, 'not-found')
  const { status, title, help } = PROBLEMS[name as ProblemName]
  return c.html(
    html`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="robots" content="noindex">
<title>${title}</title><h1>${title}</h1><p>Status ${status}, <code>${name}</code></p><p>${help}</p></html>`,
    200,
    { ...cachePolicy.elsewhere },
  )
}

/** A write goes on when the client hangs up: what is committed gets told to the outside at once. */
const finished = createMiddleware<EditingEnv>(async (c, next) => {
  const work = next()
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') c.executionCtx.waitUntil(work)
  await work
})

/** One line for each request, once it is answered. */
const logged = createMiddleware<EditingEnv>(async (c, next) => {
  await next()
  const { method, path } = c.req
  log('info', 'api', { method, path, status: c.res.status, keyId: c.var.editor?.keyId })
})
