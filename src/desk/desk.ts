/**
 * The desk: a newsroom's people at work in the browser. Loaded at the first request below `/desk`: readers do
 * not pay for it. Every page works without script.
 */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { D1Outage, retryAfter } from '../delivery/d1-faults'
import { log } from '../delivery/log'
import type { Api } from '../editing/api'
import { siteOf } from '../site'
import { type DeskContext, type DeskEnv, wordsFor } from './context'
import { enter, requirePerson } from './door/enter'
import { chooseLanguage, passLink, showLink, showSignIn, signIn, signOut } from './door/sign-in'
import { sorry } from './layout'
import { revisions } from './revisions/routes'
import { deskStyle, styleName } from './style'
import { today } from './today'
import { COMMON } from './words'

/** Room for an article and a picture: what the API takes of each, and the form around them. */
const MAX_FORM_BYTES = 24 * 1024 * 1024

/** The desk, which has the API do what it is asked for. */
export function createDesk(api: Api) {
  const desk = new Hono<DeskEnv>().basePath('/desk')
  desk.get('/:file{style-[0-9a-f]+\\.css}', style)
  desk.use(enter(api))
  desk.use(bodyLimit({ maxSize: MAX_FORM_BYTES, onError: tooLarge }))
  desk.get('/sign-in', showSignIn)
  desk.post('/sign-in', signIn)
  desk.get('/enter/:token', showLink)
  desk.post('/enter/:token', passLink)
  desk.post('/language', chooseLanguage)
  desk.use(requirePerson)
  desk.post('/sign-out', signOut)
  desk.get('/', today)
  desk.route('/articles', revisions)
  desk.notFound((c) => missing(c))
  desk.onError(failed)
  return desk
}

/** An older page may still ask for the style it was made with: it gets the present one. */
function style(c: DeskContext): Response {
  const site = siteOf(c.env)
  const isPresent = c.req.param('file') === styleName(site)
  const kept = isPresent ? 'public, max-age=31536000, immutable' : 'no-store'
  return new Response(deskStyle(site), {
    headers: { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': kept },
  })
}

/** There is nothing here, or nothing that this person may see. */
export function missing(c: DeskContext): Response {
  const words = wordsFor(c, COMMON)
  return sorry(c, 404, words.missing, words.missingText)
}

function tooLarge(c: DeskContext): Response {
  const words = wordsFor(c, COMMON)
  return sorry(c, 413, words.tooLarge, words.tooLargeText)
}

function failed(fault: Error, c: DeskContext): Response {
  const words = wordsFor(c, COMMON)
  const outage = fault instanceof D1Outage ? fault : null
  log('error', outage ? 'unavailable' : 'internal', { fault: String(fault), stack: fault.stack })
  if (!outage) return sorry(c, 500, words.failed, words.failedText)
  const answer = sorry(c, 503, words.unavailable, words.unavailableText)
  answer.headers.set('Retry-After', String(retryAfter(outage, Date.now())))
  return answer
}
