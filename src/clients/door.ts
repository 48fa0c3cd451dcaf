/** Who asks, in whichever way a protocol has them say so: every secret is that of a key. */
import { createMiddleware } from 'hono/factory'
import { withClient } from '../delivery/client'
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
