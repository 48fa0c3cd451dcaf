/**
 * The desk: a newsroom's people at work in the browser. Loaded at the first request below `/desk`: readers do
 * not pay for it. Every page works without script.
 */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { routePath } from 'hono/route'
import { D1Outage, eventOf, retryAfter } from '../delivery/d1-faults'
import { log } from '../delivery/log'
import type { Api } from '../editing/api'
import { siteOf } from '../site'
import { account } from './account/routes'
import { addressRules } from './address-rules/routes'
import { previewForm } from './articles/preview'
import { articles } from './articles/routes'
import { audit } from './audit/page'
import { profile } from './authorize/profile'
import { authorize, backToConsent } from './authorize/routes'
import { type DeskContext, type DeskEnv, wordsFor } from './context'
import { copies } from './copies/routes'
import { enter, requirePerson } from './door/enter'
import { missing, sorry } from './door/given-back'
import { chooseLanguage, passLink, showLink, showSignIn, signIn, signOut } from './door/sign-in'
import { fronts } from './fronts/routes'
import { passkeySignIn, passkeys } from './passkeys/routes'
import { people } from './people/routes'
import { pictures } from './pictures/routes'
import { readership } from './readership/page'
import { readings, writers } from './readings/routes'
import { allReadings } from './readings/script'
import { revisions } from './revisions/routes'
import { sections } from './sections/routes'
import { deskStyle, styleName } from './style'
import { today } from './today'
import { webhooks } from './webhooks/routes'
import { COMMON } from './words'

/** Room for an article and a picture: what the API takes of each, and the form around them. */
const MAX_FORM_BYTES = 24 * 1024 * 1024

/** The desk, which has the API do what it is asked for. */
export function createDesk(api: Api) {
  const desk = new Hono<DeskEnv>().basePath('/desk')
  desk.get('/:file{style-[0-9a-f]+\\.css}', style)
  desk.post('/authorize', profile)
  desk.use(enter(api))
  desk.use(bodyLimit({ maxSize: MAX_FORM_BYTES, onError: tooLarge }))
  desk.get('/sign-in', showSignIn)
  desk.post('/sign-in', signIn)
  desk.get('/enter/:token', showLink)
  desk.post('/enter/:token', passLink)
  desk.route('/passkey-sign-in', passkeySignIn)
  desk.post('/language', chooseLanguage)
  desk.use('/authorize/*', backToConsent)
  desk.use(requirePerson)
  desk.post('/sign-out', signOut)
  desk.get('/', today)
  desk.post('/preview', previewForm)
  desk.route('/articles', articles)
  desk.route('/articles', revisions)
  desk.route('/articles', copies)
  desk.route('/front', fronts)
  desk.route('/people', people)
  desk.route('/account', account)
  desk.get('/audit', audit)
  desk.route('/pictures', pictures)
  desk.get('/readings.json', writers, allReadings)
  desk.route('/readings', readings)
  desk.route('/sections', sections)
  desk.route('/address-rules', addressRules)
  desk.route('/webhooks', webhooks)
  desk.get('/readership', readership)
  desk.route('/passkeys', passkeys)
  desk.route('/authorize', authorize)
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

function tooLarge(c: DeskContext): Promise<Response> {
  const words = wordsFor(c, COMMON)
  return sorry(c, 413, words.tooLarge, words.tooLargeText)
}

async function failed(fault: Error, c: DeskContext): Promise<Response> {
  const words = wordsFor(c, COMMON)
  if (fault instanceof HTTPException) return sorry(c, fault.status, words.noForm, words.noFormText)
  const outage = fault instanceof D1Outage ? fault : null
  const event = outage ? eventOf(outage) : 'internal'
  // Not the path itself: that of a link holds what signs in.
  log('error', event, { path: routePath(c, -1), fault: String(fault), stack: fault.stack })
  const mayHelp = true
  if (!outage) return sorry(c, 500, words.failed, words.failedText, { mayHelp })
  const answer = await sorry(c, 503, words.unavailable, words.unavailableText, { mayHelp })
  answer.headers.set('Retry-After', String(retryAfter(outage, Date.now())))
  return answer
}
