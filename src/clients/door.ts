/** Who asks, in whichever way a protocol has them say so: every secret is that of a key. */
import { createMiddleware } from 'hono/factory'
import { OutcomeUnknown } from '../articles/writing/once'
import { withClient } from '../delivery/client'
import { D1Outage, eventOf } from '../delivery/d1-faults'
import { log } from '../delivery/log'
import type { Caller } from '../editing/calling'
import { type Entered, findEditor } from '../editing/door/key-store'
import { KEY_PATTERN } from '../editing/door/secret'
import type { Client } from '../site/clients'
import { secondsNow } from '../time'
import type { ClientContext, ClientEnv } from './context'

const KEY = new RegExp(`^${KEY_PATTERN}$`)

/**
 * The holder of a key, or null where no live key has this secret. Whoever is refused for it has to be counted:
 * see `isGuessing`.
 */
export async function holderOf(c: ClientContext, secret: string): Promise<Entered | null> {
  if (!KEY.test(secret)) return null
  const later = (work: Promise<unknown>) => c.executionCtx.waitUntil(work)
  return findEditor(c.var.db, secret, null, secondsNow(), later)
}

/** Notes what threw on the way, where it was not the API that it happened to; the outage, if it was one of D1's. */
export function noteFailure(c: ClientContext, fault: unknown): D1Outage | null {
  const source = fault instanceof OutcomeUnknown ? fault.cause : fault
  const outage = source instanceof D1Outage ? source : null
  log('error', outage ? eventOf(outage) : 'internal', {
    path: c.req.path,
    fault: String(fault),
    stack: (fault as Error).stack,
  })
  return outage
}

/** Calls the API for the holder of a key. */
export const callerFor = (c: ClientContext, by: Entered): Caller => ({
  api: c.var.api,
  env: c.env,
  ctx: c.executionCtx,
  by,
})

/** What is done on the way is written down as having come by this protocol. */
export const through = (client: Client) =>
  createMiddleware<ClientEnv>((_, next) => withClient(client, next))
