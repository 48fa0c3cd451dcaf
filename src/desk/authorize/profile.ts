/**
 * IndieAuth for programs that only want to know who somebody is (5.3.2): their server brings the code to where consent
 * was given, without anybody being signed in, and is told an address.
 */
import { createMiddleware } from 'hono/factory'
import { guarded } from '../../delivery/guarded'
import { RETRY_AFTER } from '../../delivery/limits'
import { cachePolicy } from '../../delivery/policy'
import { isGuessing } from '../../editing/door/authenticate'
import { readRedemption, redeemProfile } from '../../editing/door/grants'
import { readAtMost } from '../../editing/receiving/body'
import { siteOf } from '../../site'
import { secondsNow } from '../../time'
import type { DeskContext, DeskEnv } from '../context'

/** A code and what proves it take less. */
const MAX_BYTES = 16 * 1024

/** Answers programs; what people send from the page goes on. */
export const profile = createMiddleware<DeskEnv>(async (c, next) => {
  const isForm = /^application\/x-www-form-urlencoded/i.test(c.req.header('Content-Type') ?? '')
  // Browsers say so of every request of theirs, and servers of none.
  const isBrowser = c.req.header('Sec-Fetch-Site') !== undefined
  if (isBrowser || !isForm || c.req.query('client_id') !== undefined) return next()
  return redeemed(c)
})

async function redeemed(c: DeskContext): Promise<Response> {
  const bytes = await readAtMost(MAX_BYTES, c.req.raw.body)
  if (!bytes) return answer(INVALID, 413)
  const form = new URLSearchParams(new TextDecoder().decode(bytes))
  const redemption = await readRedemption(form)
  if (form.get('grant_type') !== 'authorization_code' || 'missing' in redemption) {
    return answer(INVALID, 400)
  }
  if (await redeemProfile(guarded(c.env.DB), redemption, secondsNow())) {
    return answer({ me: `${siteOf(c.env).origin}/` })
  }
  const isTooOften = await isGuessing(c)
  return isTooOften
    ? answer({ error: 'temporarily_unavailable' }, 429, RETRY_AFTER)
    : answer({ error: 'invalid_grant' }, 400)
}

const INVALID = { error: 'invalid_request' }

const answer = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  Response.json(body, {
    status,
    headers: { ...cachePolicy.private, 'Cache-Control': 'no-store', ...headers },
  })
