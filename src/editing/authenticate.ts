import { createMiddleware } from 'hono/factory'
import type { EditingEnv } from './context'
import { problem } from './problems'

/** `bs_` and 256 bits in base64url: recognisable, so that a leaked key can be scanned for. */
const KEY = /^Bearer +(bs_[A-Za-z0-9_-]{43})$/i

/** Lets holders of a key pass. The answer to anybody else never says what was wrong with theirs. */
export const authenticate = createMiddleware<EditingEnv>(async (c, next) => {
  const header = c.req.header('Authorization')
  const secret = KEY.exec(header?.trim() ?? '')?.[1]
  const keyId = secret ? await findKey(c.env.DB, secret) : null
  if (keyId === null) {
    const challenge = 'Bearer realm="Broadside"'
    return problem(c, 'unauthorized', {
      headers: { 'WWW-Authenticate': header ? `${challenge}, error="invalid_token"` : challenge },
    })
  }
  c.set('editor', { keyId })
  return next()
})

/**
 * Looked up by hash: the time a comparison takes tells nothing of a secret that nobody can
 * choose the hash of.
 */
async function findKey(db: D1Database, secret: string): Promise<number | null> {
  const row = await db
    .prepare('SELECT id FROM keys WHERE hash = ?1 AND revoked_at IS NULL')
    .bind(await hashKey(secret))
    .first<{ id: number }>()
  return row?.id ?? null
}

/** SHA-256 in hexadecimal: all that is kept of a key. */
async function hashKey(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
