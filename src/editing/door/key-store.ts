/** Keys in D1. Only the SHA-256 of a secret is kept: a stolen database opens nothing. */
import { sha256, toBase64Url } from '../../articles/digest'
import type { Editor, Scope } from './rights'
import { KEY_PREFIX } from './secret'

interface KeyRow {
  id: number
  name: string
  hash: string
  scopes: string
  sections: string | null
  created_at: number
  expires_at: number | null
  superseded_at: number | null
  revoked_at: number | null
  last_used_at: number | null
}

/** A key as its manager sees it: everything but the secret. Instants in UTC seconds. */
export interface Key {
  id: number
  name: string
  scopes: Scope[]
  sections: string[] | null
  createdAt: number
  expiresAt: number | null
  /** When it stops working because it was rotated. */
  supersededAt: number | null
  revokedAt: number | null
  lastUsedAt: number | null
}

const toKey = (row: KeyRow): Key => ({
  id: row.id,
  name: row.name,
  scopes: JSON.parse(row.scopes) as Scope[],
  sections: row.sections === null ? null : (JSON.parse(row.sections) as string[]),
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  supersededAt: row.superseded_at,
  revokedAt: row.revoked_at,
  lastUsedAt: row.last_used_at,
})

/** The prefix and 256 random bits in base64url. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return KEY_PREFIX + toBase64Url(bytes)
}

/** Whether a key works at a moment, in UTC seconds. */
export const isLive = (key: Key, now: number) =>
  key.revokedAt === null &&
  (key.expiresAt ?? Infinity) > now &&
  (key.supersededAt ?? Infinity) > now

/** The holder of a secret, or null when no live key has it. Notes the use, hourly at most. */
export async function findEditor(
  db: D1Database,
  secret: string,
  now: number,
  later: (work: Promise<unknown>) => void,
): Promise<Editor | null> {
  const hash = await sha256(secret)
  const row = await db.prepare('SELECT * FROM keys WHERE hash = ?1').bind(hash).first<KeyRow>()
  // The look-up goes by the hash, whose bytes no caller can choose; this leaves no doubt.
  if (!row || !sameText(row.hash, hash)) return null
  const key = toKey(row)
  if (!isLive(key, now)) return null
  if ((row.last_used_at ?? 0) <= now - 3600) {
    const note = 'UPDATE keys SET last_used_at = ?2 WHERE id = ?1'
    later(db.prepare(note).bind(row.id, now).run())
  }
  const { id, scopes, sections, expiresAt } = key
  return { keyId: id, scopes, sections, expiresAt }
}

/** Compares in a time that depends on the length only. */
function sameText(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array]
  return x.length === y.length && crypto.subtle.timingSafeEqual(x, y)
}

export async function listKeys(db: D1Database): Promise<Key[]> {
  const { results } = await db.prepare('SELECT * FROM keys ORDER BY id').run<KeyRow>()
  return results.map(toKey)
}

export async function findKey(db: D1Database, id: number): Promise<Key | null> {
  const row = await db.prepare('SELECT * FROM keys WHERE id = ?1').bind(id).first<KeyRow>()
  return row && toKey(row)
}

export type NewKey = Pick<Key, 'name' | 'scopes' | 'sections' | 'expiresAt'>

/** Inserts a key with the hash of its secret; returns its row. Decode with `toInserted`. */
export const insertKey = (db: D1Database, key: NewKey, hash: string, now: number) =>
  db
    .prepare(
      `INSERT INTO keys (name, hash, scopes, sections, created_at, expires_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING *`,
    )
    .bind(
      key.name,
      hash,
      JSON.stringify(key.scopes),
      key.sections && JSON.stringify(key.sections),
      now,
      key.expiresAt,
    )

export const toInserted = (result: D1Result) => toKey(result.results[0] as unknown as KeyRow)

/** For the batch that inserts a key, whose number is known only there. */
export const noteKey = (db: D1Database, at: number, keyId: number, action: string, hash: string) =>
  db
    .prepare(
      `INSERT INTO audit (at, key_id, action, subject)
       SELECT ?1, ?2, ?3, CAST(id AS TEXT) FROM keys WHERE hash = ?4`,
    )
    .bind(at, keyId, action, hash)

export const revokeKey = (db: D1Database, id: number, now: number) =>
  db.prepare('UPDATE keys SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1').bind(id, now)

/** Makes a rotated key end at a moment, unless an earlier rotation ends it sooner. */
export const supersedeKey = (db: D1Database, id: number, at: number) =>
  db
    .prepare('UPDATE keys SET superseded_at = min(coalesce(superseded_at, ?2), ?2) WHERE id = ?1')
    .bind(id, at)
