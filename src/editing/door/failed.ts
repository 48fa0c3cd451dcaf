/** What is answered when a handler throws. */
import { OutcomeUnknown } from '../../articles/writing/once'
import { D1Outage, eventOf, retryAfter } from '../../delivery/d1-faults'
import { log } from '../../delivery/log'
import type { EditingContext } from './context'
import { problem } from './problems'

/**
 * 503 for an outage of D1, which says how to find out when nobody knows what was stored; 500 for a fault of
 * ours. D1's faults are told apart where it is called: see `guarded`.
 */
export function failed(fault: Error, c: EditingContext): Response {
  const isUnknown = fault instanceof OutcomeUnknown
  const source = isUnknown ? fault.cause : fault
  const outage = source instanceof D1Outage ? source : null
  const event = isUnknown ? 'write-unknown' : outage ? eventOf(outage) : 'internal'
  log('error', event, { path: c.req.path, fault: String(fault), stack: fault.stack })
  const headers = { 'Retry-After': String(retryAfter(outage, Date.now())) }
  if (isUnknown) return problem(c, 'outcome-unknown', { detail: remedyOf(c), headers })
  return outage ? problem(c, 'unavailable', { headers }) : problem(c, 'internal')
}

const AGAIN = 'What is written together was stored whole or not at all. Send the same request again'
const LOOK =
  'It was stored whole or not at all. With an `origin` it can be sent again, and is stored once; without, see in GET /api/articles whether it is there. Send an `Idempotency-Key` next time.'
const LOOK_FOR_KEY =
  'It was made or not. See in GET /api/keys; if it is there, revoke it, for nobody knows its secret, and make another.'

/** How to find out what became of this very request. */
function remedyOf(c: EditingContext): string {
  const { method, path } = c.req
  if (c.req.header('Idempotency-Key')) {
    return `${AGAIN}, with the same Idempotency-Key: it is stored once, and answered.`
  }
  if (c.req.header('If-Match')) {
    return `${AGAIN}, with the same If-Match: if it was stored, that is the answer.`
  }
  if (method === 'POST' && path === '/api/articles') return LOOK
  if (method === 'POST' && path.startsWith('/api/keys')) return LOOK_FOR_KEY
  if (method === 'POST' && path === '/api/import') {
    return `${AGAIN}: what has an origin is stored once. Send an Idempotency-Key, and all is.`
  }
  return `${AGAIN}: done twice it does no harm.`
}
