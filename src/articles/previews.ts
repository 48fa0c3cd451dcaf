/** Signed links to articles that are not public, good until they expire. */
import { toBase64Url } from './digest'

const encoder = new TextEncoder()

/** The secret that signs. Made by the migration; read with whatever is to be shown. */
export const selectSecret = (db: D1Database) =>
  db.prepare("SELECT value FROM secrets WHERE name = 'previews'")

const keyOf = ({ results }: D1Result, usage: 'sign' | 'verify') => {
  const secret = new Uint8Array((results[0] as { value: number[] }).value)
  return crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, [usage])
}

/** `id.key.expiry.signature`: an HMAC-SHA-256 of the rest. */
export async function signPreview(secret: D1Result, { id, keyId, expiresAt }: Preview) {
  const claim = `${id}.${keyId}.${expiresAt}`
  const signature = await crypto.subtle.sign(
    'HMAC',
    await keyOf(secret, 'sign'),
    encoder.encode(claim),
  )
  return `${claim}.${toBase64Url(new Uint8Array(signature))}`
}

export interface Preview {
  /** The article. */
  id: number
  /** The key that made the link: it goes with it. */
  keyId: number
  /** UTC seconds. */
  expiresAt: number
}

const TOKEN = /^([1-9][0-9]{0,14})\.([1-9][0-9]{0,14})\.([0-9]{1,12})\.[\w-]{43}$/

/** Whether the key that made a link still works. Decode with `isLiveKey`. */
export const selectLiveKey = (db: D1Database, keyId: number, now: number) =>
  db
    .prepare(
      `SELECT 1 FROM keys WHERE id = ?1 AND revoked_at IS NULL
         AND coalesce(expires_at, ?2 + 1) > ?2 AND coalesce(superseded_at, ?2 + 1) > ?2`,
    )
    .bind(keyId, now)

export const isLiveKey = ({ results }: D1Result) => results.length > 0

/** What a token claims, not yet verified; null when it is no token. */
export function readPreview(token: string): Preview | null {
  const [, id, keyId, expiresAt] = (TOKEN.exec(token) ?? []).map(Number)
  return id && keyId && expiresAt !== undefined ? { id, keyId, expiresAt } : null
}

/** Whether we signed the token. Compares in constant time, as Web Crypto does. */
export async function isSigned(secret: D1Result, token: string): Promise<boolean> {
  const end = token.lastIndexOf('.')
  const base64 = token
    .slice(end + 1)
    .replaceAll('-', '+')
    .replaceAll('_', '/')
  const signature = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const claim = encoder.encode(token.slice(0, end))
  return crypto.subtle.verify('HMAC', await keyOf(secret, 'verify'), signature, claim)
}
