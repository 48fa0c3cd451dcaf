/** Passkeys in D1. What is kept of one is public: it opens nothing. */
import type { AuthenticatorTransport, WebAuthnCredential } from '@simplewebauthn/server'
import { isLive, type KeyRow, toKey } from '../../editing/door/key-store'

/** A passkey as it is shown. Instants in UTC seconds. */
export interface Passkey {
  /** The credential's, in base64url. */
  id: string
  keyId: number
  /** What the browser that made it calls itself. */
  name: string
  transports: AuthenticatorTransport[]
  createdAt: number
  usedAt: number | null
}

interface PasskeyRow {
  id: string
  key_id: number
  name: string
  transports: string
  created_at: number
  used_at: number | null
}

/** How many somebody may have: a phone, a computer, a stick, and what came before them. */
export const MOST_PASSKEYS = 20

/** The passkeys of a key, the newest first. Decode with `toPasskeys`. */
export const selectPasskeys = (db: D1Database, keyId: number) =>
  db
    .prepare(
      `SELECT id, key_id, name, transports, created_at, used_at FROM passkeys
       WHERE key_id = ?1 ORDER BY created_at DESC LIMIT ${MOST_PASSKEYS}`,
    )
    .bind(keyId)

export const toPasskeys = ({ results }: D1Result): Passkey[] =>
  (results as unknown as PasskeyRow[]).map((row) => ({
    id: row.id,
    keyId: row.key_id,
    name: row.name,
    transports: JSON.parse(row.transports) as AuthenticatorTransport[],
    createdAt: row.created_at,
    usedAt: row.used_at,
  }))

/** Statements that remove a passkey of a key, and note whose it was and who did it. */
export const removePasskey = (
  db: D1Database,
  passkey: { id: string; keyId: number },
  by: { keyId: number; now: number },
) => [
  db
    .prepare(
      `INSERT INTO audit (at, key_id, action, subject)
       SELECT ?3, ?4, 'passkey.remove', CAST(key_id AS TEXT) FROM passkeys
       WHERE id = ?1 AND key_id = ?2`,
    )
    .bind(passkey.id, passkey.keyId, by.now, by.keyId),
  db.prepare('DELETE FROM passkeys WHERE id = ?1 AND key_id = ?2').bind(passkey.id, passkey.keyId),
]

/** A passkey as it is needed to know it again. */
export interface HeldPasskey extends WebAuthnCredential {
  keyId: number
}

interface HeldRow extends KeyRow {
  public_key: number[]
  counter: number
}

/** A passkey with the key that it belongs to. Decode with `toHeld`. */
export const selectHeld = (db: D1Database, id: string) =>
  db
    .prepare(
      `SELECT k.*, p.public_key, p.counter, p.id AS passkey_id
       FROM passkeys p CROSS JOIN keys k ON k.id = p.key_id WHERE p.id = ?1`,
    )
    .bind(id)

/** Null when there is none, or its key works no more. */
export function toHeld({ results }: D1Result, now: number): HeldPasskey | null {
  const row = results[0] as unknown as (HeldRow & { passkey_id: string }) | undefined
  if (!row || !isLive(toKey(row), now)) return null
  return {
    id: row.passkey_id,
    keyId: row.id,
    publicKey: Uint8Array.from(row.public_key),
    counter: row.counter,
  }
}

/**
 * Notes that a passkey was used; returns no row when it was removed meanwhile, or its counter is not above the
 * last. Many have none, and say 0 each time.
 */
export const notePasskeyUse = (
  db: D1Database,
  { id, keyId }: HeldPasskey,
  counter: number,
  now: number,
) =>
  db
    .prepare(
      `UPDATE passkeys SET counter = ?3, used_at = ?4
       WHERE id = ?1 AND key_id = ?2 AND (counter < ?3 OR counter = 0 AND ?3 = 0) RETURNING id`,
    )
    .bind(id, keyId, counter, now)

/** Statements that keep a new passkey: the first returns no row for one that is kept already, or is too many. */
export function insertPasskey(
  db: D1Database,
  { id, publicKey, counter, transports }: WebAuthnCredential,
  { keyId, name, now }: { keyId: number; name: string; now: number },
) {
  const known = (transports ?? []).filter((one) => /^[a-z-]{1,20}$/.test(one)).slice(0, 10)
  return [
    db
      .prepare(
        `INSERT INTO passkeys (id, key_id, public_key, counter, transports, name, created_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
         WHERE (SELECT count(*) FROM passkeys WHERE key_id = ?2) < ${MOST_PASSKEYS}
           AND EXISTS (SELECT 1 FROM keys WHERE id = ?2 AND revoked_at IS NULL)
         ON CONFLICT (id) DO NOTHING RETURNING id`,
      )
      .bind(id, keyId, publicKey, counter, JSON.stringify(known), name, now),
    db
      .prepare(
        `INSERT INTO audit (at, key_id, action, subject)
         SELECT ?1, key_id, 'passkey.add', CAST(key_id AS TEXT) FROM passkeys
         WHERE id = ?2 AND key_id = ?3 AND changes() = 1`,
      )
      .bind(now, id, keyId),
  ]
}
