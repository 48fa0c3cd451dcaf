/** Passkeys in D1. What is kept of one is public: it opens nothing. */

/** A passkey as it is shown. Instants in UTC seconds. */
export interface Passkey {
  /** The credential's, in base64url. */
  id: string
  keyId: number
  name: string
  createdAt: number
  usedAt: number | null
}

interface PasskeyRow {
  id: string
  key_id: number
  name: string
  created_at: number
  used_at: number | null
}

/** How many somebody may have: a phone, a computer, a stick, and what came before them. */
export const MOST_PASSKEYS = 20

/** The passkeys of a key, the newest first. Decode with `toPasskeys`. */
export const selectPasskeys = (db: D1Database, keyId: number) =>
  db
    .prepare(
      `SELECT id, key_id, name, created_at, used_at FROM passkeys
       WHERE key_id = ?1 ORDER BY created_at DESC LIMIT ${MOST_PASSKEYS}`,
    )
    .bind(keyId)

export const toPasskeys = ({ results }: D1Result): Passkey[] =>
  (results as unknown as PasskeyRow[]).map((row) => ({
    id: row.id,
    keyId: row.key_id,
    name: row.name,
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
