import { createMiddleware } from 'hono/factory'
import { isLimited, RETRY_AFTER } from '../../delivery/limits'
import { log } from '../../delivery/log'
import { secondsNow } from '../../time'
import type { EditingContext, EditingEnv } from './context'
import { enteredAs } from './entered'
import { findEditor } from './key-store'
import { problem } from './problems'
import { lacksScopes } from './rights'
import type { Scope } from './scopes'
import { KEY_PATTERN } from './secret'

const BEARER = new RegExp(`^Bearer +(${KEY_PATTERN})$`, 'i')

/** The address of an article, or of something of it. */
const ARTICLE = /^\/api\/articles\/([1-9][0-9]{0,14})(?:\/|$)/

const READS = new Set(['GET', 'HEAD'])

/**
 * Lets holders of a key pass, and what the desk asks for somebody signed in, as often as the rate limit
 * allows. The answer to anybody else never
 * says what was wrong with their key; those who guess too often are told to wait.
 */
export const authenticate = createMiddleware<EditingEnv>(async (c, next) => {
  const secret = BEARER.exec(c.req.header('Authorization')?.trim() ?? '')?.[1]
  const now = secondsNow()
  const later = (work: Promise<unknown>) => c.executionCtx.waitUntil(work)
  const id = Number(ARTICLE.exec(c.req.path)?.[1]) || null
  const entered =
    enteredAs(c.req.raw) ?? (secret ? await findEditor(c.var.db, secret, id, now, later) : null)
  if (!entered) return refuse(c)
  const { editor, article } = entered
  const isRead = READS.has(c.req.method)
  if (!isRead && (await isLimited(c.env.WRITES, String(editor.keyId)))) {
    return problem(c, 'rate-limited', { headers: RETRY_AFTER })
  }
  c.set('editor', editor)
  c.set('article', article)
  return next()
})

/** Notes that somebody failed to log in; whether that has been too often for one address. */
export async function isGuessing(c: Pick<EditingContext, 'req' | 'env'>): Promise<boolean> {
  const address = c.req.header('CF-Connecting-IP') ?? 'unknown'
  const isTooOften = await isLimited(c.env.FAILED_LOGINS, address)
  log('warn', 'login-failed', { path: c.req.path, isLimited: isTooOften })
  return isTooOften
}

async function refuse(c: EditingContext): Promise<Response> {
  if (await isGuessing(c)) return problem(c, 'rate-limited', { headers: RETRY_AFTER })
  const challenge = 'Bearer realm="Broadside"'
  const isGiven = c.req.header('Authorization') !== undefined
  return problem(c, 'unauthorized', {
    headers: { 'WWW-Authenticate': isGiven ? `${challenge}, error="invalid_token"` : challenge },
  })
}

/** Lets keys with all of these scopes pass. */
export const requireScopes = (...scopes: Scope[]) =>
  createMiddleware<EditingEnv>(async (c, next) => {
    const detail = lacksScopes(c.var.editor, scopes)
    return detail ? problem(c, 'forbidden', { detail }) : next()
  })
