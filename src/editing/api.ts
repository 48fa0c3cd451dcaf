/** The editors' API. Loaded at the first request for it: readers do not pay for its libraries. */
import { Hono } from 'hono'
import { html } from 'hono/html'
import { log } from '../delivery/log'
import { articles } from './articles'
import { authenticate } from './authenticate'
import type { EditingEnv } from './context'
import { audit, keys } from './keys'
import { previews } from './previews'
import { PROBLEMS, type ProblemName, problem } from './problems'
import { revisions } from './revisions'
import { sections } from './sections'

export const api = new Hono<EditingEnv>().basePath('/api')

api.get('/problems/:name', (c) => {
  const name = c.req.param('name')
  if (!Object.hasOwn(PROBLEMS, name)) return problem(c, 'not-found')
  const { status, title, help } = PROBLEMS[name as ProblemName]
  return c.html(
    html`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="robots" content="noindex">
<title>${title}</title><h1>${title}</h1><p>Status ${status}, <code>${name}</code></p><p>${help}</p></html>`,
    200,
    { 'Cache-Control': 'public, max-age=0, must-revalidate' },
  )
})

/** One line for each request, once it is answered. */
api.use(async (c, next) => {
  await next()
  const { method, path } = c.req
  log('info', 'api', { method, path, status: c.res.status, keyId: c.var.editor?.keyId })
})

api.use(authenticate)
api.route('/articles', articles)
api.route('/articles', revisions)
api.route('/articles', previews)
api.route('/sections', sections)
api.route('/keys', keys)
api.route('/audit', audit)

api.notFound((c) => problem(c, 'not-found'))

api.onError((fault, c) => {
  // An SQL error is a fault of ours; any other from D1 means that it is down or out of reach.
  const isOutage = fault.message.includes('D1_') && !/SQLITE_(ERROR|CONSTRAINT)/.test(fault.message)
  const event = isOutage ? 'd1-unreachable' : 'internal'
  log('error', event, { path: c.req.path, fault: String(fault), stack: fault.stack })
  if (!isOutage) return problem(c, 'internal')
  return problem(c, 'unavailable', { headers: { 'Retry-After': '10' } })
})
