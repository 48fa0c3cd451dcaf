/**
 * What a browser is to sign with a passkey: 256 random bits and more, good for five minutes, and once.
 *
 * Whoever registers a passkey is signed in: their challenge is written down, one for a session, and deleted as
 * it is used. Anybody may ask for one to sign in with, so that must write nothing: it carries its end and a code
 * (HMAC-SHA-256, RFC 2104) by which it is known again. Only when a passkey has signed it is it written down, as
 * used, until it would have ended.
 */
import { toBase64Url } from '../../articles/digest'
import { newToken } from '../door/sessions'

/** In seconds. */
const LIFETIME = 300

/** Random bytes, and four for the end, before the code. */
const RANDOM = 32
const SIGNED = RANDOM + 4

/** A challenge for a session that registers a passkey, in base64url. The one before it ends. */
export async function newRegistration(
  db: D1Database,
  sessionId: number,
  now: number,
): Promise<string> {
  const challenge = newToken()
  await db.batch([
    db
      .prepare('DELETE FROM challenges WHERE session_id = ?1 OR expires_at <= ?2')
      .bind(sessionId, now),
    db
      .prepare('INSERT INTO challenges (challenge, session_id, expires_at) VALUES (?1, ?2, ?3)')
      .bind(challenge, sessionId, now + LIFETIME),
  ])
  return challenge
}

/** Uses up a session's challenge; false when it is not its own, has ended, or was used. */
export async function useRegistration(
  db: D1Database,
  challenge: string,
  sessionId: number,
  now: number,
): Promise<boolean> {
  const used = await db
    .prepare(
      `DELETE FROM challenges WHERE challenge = ?1 AND session_id = ?2 AND expires_at > ?3
       RETURNING challenge`,
    )
    .bind(challenge, sessionId, now)
    .run()
  return used.results.length === 1
}

/** What only this newsroom's database holds. Nothing else signs with it: previews once did. */
export const selectSecret = (db: D1Database) =>
  db.prepare("SELECT value FROM secrets WHERE name = 'previews'")

const toCode = ({ results }: D1Result): Promise<CryptoKey> => {
  const secret = Uint8Array.from((results[0] as { value: number[] }).value)
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  return crypto.subtle.importKey('raw', secret, hmac, false, ['sign', 'verify'])
}

const PURPOSE = new TextEncoder().encode('passkey sign-in\n')

/** What the code is of: nothing signed for another purpose passes for it. */
const signed = (bytes: Uint8Array) => Uint8Array.from([...PURPOSE, ...bytes])

/** A challenge to sign in with, in base64url. `secret` is what `selectSecret` gave. */
export async function newSignIn(secret: D1Result, now: number): Promise<string> {
  const bytes = crypto.getRandomValues(new Uint8Array(SIGNED))
  new DataView(bytes.buffer).setUint32(RANDOM, now + LIFETIME)
  const code = await crypto.subtle.sign('HMAC', await toCode(secret), signed(bytes))
  return toBase64Url(Uint8Array.from([...bytes, ...new Uint8Array(code)]))
}

/** When a challenge to sign in with ends, in UTC seconds; null when it is none of ours, or has ended. */
export async function endOfSignIn(
  secret: D1Result,
  challenge: Uint8Array,
  now: number,
): Promise<number | null> {
  if (challenge.length !== SIGNED + 32) return null
  const bytes = challenge.slice(0, SIGNED)
  const code = challenge.slice(SIGNED)
  if (!(await crypto.subtle.verify('HMAC', await toCode(secret), code, signed(bytes)))) return null
  const end = new DataView(bytes.buffer).getUint32(RANDOM)
  return end > now && end <= now + LIFETIME ? end : null
}

/** Writes down that a challenge was signed, once: what returns no row had been before. */
export const noteSignIn = (db: D1Database, challenge: string, end: number, now: number) => [
  db.prepare('DELETE FROM challenges WHERE expires_at <= ?1').bind(now),
  db
    .prepare(
      `INSERT INTO challenges (challenge, session_id, expires_at) VALUES (?1, NULL, ?2)
       ON CONFLICT (challenge) DO NOTHING RETURNING challenge`,
    )
    .bind(challenge, end),
]
