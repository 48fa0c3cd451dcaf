/** Keys in D1. Only the SHA-256 of a secret is kept: a stolen database opens nothing. */
import { sha256, toBase64Url } from '../../articles/digest'
import { selectStoredIf } from '../../articles/store'
import { type Editor, endOf } from './rights'
import type { Scope } from './scopes'
import { KEY_PREFIX } from './secret'

/** A row of `keys`. */
export interface KeyRow {
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
  granted_by: number | null
  client: string | null
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
  /** The key of whoever lets a program act for them; null for any key that is not a program’s. */
  grantedBy: number | null
  /** What that program is known by. */
  client: string | null
}

export const toKey = (row: KeyRow): Key => ({
  id: row.id,
  name: row.name,
  scopes: JSON.parse(row.scopes) as Scope[],
  sections: row.sections === null ? null : (JSON.parse(row.sections) as string[]),
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  supersededAt: row.superseded_at,
  revokedAt: row.revoked_at,
  lastUsedAt: row.last_used_at,
  grantedBy: row.granted_by,
  client: row.client,
})

/** The prefix and 256 random bits in base64url. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return KEY_PREFIX + toBase64Url(bytes)
}

/** Whether a key works at a moment, in UTC seconds. */
export const isLive = (key: Key, now: number) =>
  key.revokedAt === null && (endOf(key) ?? Infinity) > now

/** Who holds a secret, and what was looked up along with that. */
export interface Entered {
  editor: Editor
  /** The article asked for, as `toStored` decodes it. */
  article: D1Result | null
}

/**
 * The holder of a secret, or null when no live key has it. Notes the use, hourly at most. The article with
 * the number `id` is looked up in the same round trip, and not at all for a secret that opens nothing.
 */
export async function findEditor(
  db: D1Database,
  secret: string,
  id: number | null,
  now: number,
  later: (work: Promise<unknown>) => void,
): Promise<Entered | null> {
  const hash = await sha256(secret)
  const isKnown = 'EXISTS (SELECT 1 FROM keys WHERE hash = ?2)'
  const [found, article = null] = (await db.batch([
    selectByHash(db, hash),
    ...(id === null ? [] : [selectStoredIf(db, id, isKnown, hash)]),
  ])) as [D1Result<KeyRow>, D1Result?]
  const [row] = found.results
  // The look-up goes by the hash, whose bytes no caller can choose; this leaves no doubt.
  if (!row || !sameText(row.hash, hash)) return null
  const key = toKey(row)
  if (!isLive(key, now)) return null
  // Should it be lost, the next request notes it.
  if ((row.last_used_at ?? 0) <= now - 3600) later(noteUse(db, row.id, now).catch(() => {}))
  return { editor: editorOf(key), article }
}

/** Notes that a key was used. */
export const noteUse = (db: D1Database, id: number, now: number) =>
  db.prepare('UPDATE keys SET last_used_at = ?2 WHERE id = ?1').bind(id, now).run()

/** Who holds a key, and what it lets them do. */
export const editorOf = (key: Key): Editor => ({
  keyId: key.id,
  name: key.name,
  scopes: key.scopes,
  sections: key.sections,
  endsAt: endOf(key),
  isRotated: key.supersededAt !== null,
  isProgram: key.grantedBy !== null,
})

/** Compares in a time that depends on the length only. */
function sameText(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array]
  return x.length === y.length && crypto.subtle.timingSafeEqual(x, y)
}

/** All keys there ever were. */
export async function listKeys(db: D1Database): Promise<Key[]> {
  const { results } = await db.prepare('SELECT * FROM keys ORDER BY id').run<KeyRow>()
  return results.map(toKey)
}

/** Keys with numbers below one, the newest first. Decode with `toKeys`. */
export const selectKeysBefore = (db: D1Database, before: number, limit: number) =>
  db.prepare('SELECT * FROM keys WHERE id < ?1 ORDER BY id DESC LIMIT ?2').bind(before, limit)

export const toKeys = ({ results }: D1Result): Key[] => (results as unknown as KeyRow[]).map(toKey)

/** One key. Decode with `toReturned`. */
export const selectKey = (db: D1Database, id: number) =>
  db.prepare('SELECT * FROM keys WHERE id = ?1').bind(id)

export async function findKey(db: D1Database, id: number): Promise<Key | null> {
  const row = await selectKey(db, id).first<KeyRow>()
  return row && toKey(row)
}

export type NewKey = Pick<Key, 'name' | 'scopes' | 'sections' | 'expiresAt'>

/** SQL that holds while the key `?1` may manage keys: not if it was revoked or rotated meanwhile. */
export const MANAGES =
  'EXISTS (SELECT 1 FROM keys WHERE id = ?1 AND revoked_at IS NULL AND superseded_at IS NULL)'

/**
 * Inserts a key with the hash of its secret, made by the key `keyId` in the place of the key
 * `replaced`, if any, and a program’s if that one was; returns its row. Decode with `toReturned`.
 */
export const insertKey = (
  db: D1Database,
  keyId: number,
  key: NewKey,
  hash: string,
  now: number,
  replaced: number | null,
) =>
  db
    .prepare(
      `INSERT INTO keys (name, hash, scopes, sections, created_at, expires_at, granted_by, client)
       SELECT ?2, ?3, ?4, ?5, ?6, ?7,
         (SELECT granted_by FROM keys WHERE id = ?8), (SELECT client FROM keys WHERE id = ?8)
       WHERE ${MANAGES} AND NOT EXISTS (SELECT 1 FROM keys WHERE id = ?8 AND revoked_at IS NOT NULL)
       RETURNING *`,
    )
    .bind(
      keyId,
      key.name,
      hash,
      JSON.stringify(key.scopes),
      key.sections && JSON.stringify(key.sections),
      now,
      key.expiresAt,
      replaced,
    )

/** Null when nothing was done: somebody was faster. */
export const toReturned = ({ results }: D1Result) =>
  results[0] ? toKey(results[0] as unknown as KeyRow) : null

/** The row that `insertKey` returns, once it is stored. Decode with `toReturned`. */
export const selectByHash = (db: D1Database, hash: string) =>
  db.prepare('SELECT * FROM keys WHERE hash = ?1').bind(hash)

/** Who does it, when, and what the write is known by. */
interface Note {
  at: number
  keyId: number
  token: string
}

/** For the batch that inserts a key, whose number is known only there. */
export const noteKey = (db: D1Database, { at, keyId, token }: Note, action: string, hash: string) =>
  db
    .prepare(
      `INSERT INTO audit (at, key_id, action, subject, token)
       SELECT ?1, ?2, ?3, CAST(id AS TEXT), ?5 FROM keys WHERE hash = ?4`,
    )
    .bind(at, keyId, action, hash, token)

/** Who may revoke a key, in SQL about `id`: `?1`, who is that key, manages keys, or gave consent to it. */
const MAY_REVOKE = `(id = ?1 OR granted_by = ?1 OR ${MANAGES})`

/** SQL that holds for keys that the key `id` gave consent to, once that is revoked. */
const isLeft = (id: string) => `granted_by = ${id} AND revoked_at IS NULL
  AND EXISTS (SELECT 1 FROM keys m WHERE m.id = ${id} AND m.revoked_at IS NOT NULL)`

/**
 * Statements that have the key `keyId` revoke another, or itself, and with it the keys of all programs that act for that one.
 * The second returns its row: decode with `toReturned`.
 */
export const revokeKey = (db: D1Database, { at, keyId, token }: Note, id: number) => [
  db
    .prepare(
      `INSERT INTO audit (at, key_id, action, subject, token)
       SELECT ?3, ?1, 'key.revoke', CAST(id AS TEXT), ?4 FROM keys
       WHERE id = ?2 AND revoked_at IS NULL AND ${MAY_REVOKE}`,
    )
    .bind(keyId, id, at, token),
  db
    .prepare(
      `UPDATE keys SET revoked_at = ?3
       WHERE id = ?2 AND revoked_at IS NULL AND ${MAY_REVOKE} RETURNING *`,
    )
    .bind(keyId, id, at),
  db
    .prepare(
      `INSERT INTO audit (at, key_id, action, subject, token)
       SELECT ?3, ?1, 'key.revoke', CAST(id AS TEXT), ?4 FROM keys
       WHERE ${isLeft('?2')}`,
    )
    .bind(keyId, id, at, token),
  db.prepare(`UPDATE keys SET revoked_at = ?2 WHERE ${isLeft('?1')}`).bind(id, at),
]

/**
 * For the batch that inserts its successor: lets a rotated key end then, unless an earlier rotation
 * ends it sooner.
 */
export const supersedeKey = (db: D1Database, id: number, at: number, hash: string) =>
  db
    .prepare(
      `UPDATE keys SET superseded_at = min(coalesce(superseded_at, ?2), ?2)
       WHERE id = ?1 AND EXISTS (SELECT 1 FROM keys WHERE hash = ?3)`,
    )
    .bind(id, at, hash)

/** For the same batch: programs that acted for a key act for its successor. */
export const handOnGrants = (db: D1Database, id: number, hash: string) =>
  db
    .prepare(
      `UPDATE keys SET granted_by = (SELECT id FROM keys WHERE hash = ?2)
       WHERE granted_by = ?1 AND EXISTS (SELECT 1 FROM keys WHERE hash = ?2)`,
    )
    .bind(id, hash)

/** Keys of programs that act for a key, the newest first: so many that nobody has more at work. */
export const selectGranted = (db: D1Database, id: number) =>
  db
    .prepare(
      'SELECT * FROM keys WHERE granted_by = ?1 ORDER BY revoked_at IS NULL DESC, id DESC LIMIT 100',
    )
    .bind(id)

/** Keys whose names are told of those limited to a section. */
const MAX_LIMITED = 20

/**
 * Keys that work at `now` and are limited to sections of which this is one, by name. Slugs stand in a key as
 * JSON has them, and need no escape there. Decode with `toKeyNames`.
 */
export const selectKeysLimitedTo = (db: D1Database, slug: string, now: number) =>
  db
    .prepare(
      `SELECT name FROM keys
       WHERE revoked_at IS NULL AND sections IS NOT NULL AND instr(sections, json_quote(?1))
         AND coalesce(expires_at, ?2 + 1) > ?2
         AND coalesce(superseded_at, ?2 + 1) > ?2
       ORDER BY id LIMIT ${MAX_LIMITED}`,
    )
    .bind(slug, now)

export const toKeyNames = (result: D1Result): string[] =>
  (result.results as { name: string }[]).map(({ name }) => name)
