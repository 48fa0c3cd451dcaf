/** Links that sign in, once: for who is new, or has lost their key. Only their SHA-256 is kept. */
import { sha256 } from '../../articles/digest'
import { editorOf, isLive, type KeyRow, MANAGES, toKey } from '../../editing/door/key-store'
import type { Editor } from '../../editing/door/rights'
import { TOKEN } from './sessions'

/** How long a link may be good for, in seconds: fifteen minutes to seven days. */
export const SHORTEST_LINK = 900
export const LONGEST_LINK = 7 * 86_400

interface LinkRow extends KeyRow {
  link_expires_at: number
}

/**
 * SQL that holds for a link `l` whose maker may still manage keys: who was revoked, or rotated after a leak,
 * leaves no links behind that they know of. The command line made those without a maker.
 */
const IS_STOOD_BY = `(l.made_by IS NULL OR EXISTS (SELECT 1 FROM keys m WHERE m.id = l.made_by
  AND m.revoked_at IS NULL AND m.superseded_at IS NULL))`

/** Whose link it is; null when it was used up, has expired or never was, or nobody stands by it any more. */
export async function findLink(
  db: D1Database,
  token: string,
  now: number,
): Promise<{ editor: Editor; expiresAt: number } | null> {
  if (!TOKEN.test(token)) return null
  const row = await db
    .prepare(
      `SELECT k.*, l.expires_at AS link_expires_at
       FROM sign_in_links l CROSS JOIN keys k ON k.id = l.key_id
       WHERE l.hash = ?1 AND l.expires_at > ?2 AND ${IS_STOOD_BY}`,
    )
    .bind(await sha256(token), now)
    .first<LinkRow>()
  if (!row) return null
  const key = toKey(row)
  return isLive(key, now) ? { editor: editorOf(key), expiresAt: row.link_expires_at } : null
}

/** Who makes a link for whom, when, and until when it is good; instants in UTC seconds. */
export interface NewLink {
  keyId: number
  madeBy: number
  now: number
  expiresAt: number
}

/**
 * Statements that make a link for a key, and clear away those that have expired. None is made when the key
 * was revoked meanwhile, or who makes it was revoked or rotated: see `wasLinkMade`.
 */
export async function makeLink(db: D1Database, token: string, link: NewLink) {
  const { keyId, madeBy, now, expiresAt } = link
  const hash = await sha256(token)
  return [
    db.prepare('DELETE FROM sign_in_links WHERE expires_at <= ?1').bind(now),
    db
      .prepare(
        `INSERT INTO sign_in_links (hash, key_id, made_by, created_at, expires_at)
         SELECT ?3, ?2, ?1, ?4, ?5
         WHERE ${MANAGES} AND EXISTS (SELECT 1 FROM keys WHERE id = ?2 AND revoked_at IS NULL)
         RETURNING key_id`,
      )
      .bind(madeBy, keyId, hash, now, Math.min(expiresAt, now + LONGEST_LINK)),
    db
      .prepare(
        `INSERT INTO audit (at, key_id, action, subject)
         SELECT ?1, ?2, 'key.invite', CAST(key_id AS TEXT) FROM sign_in_links WHERE hash = ?3`,
      )
      .bind(now, madeBy, hash),
  ]
}

/** Whether the batch of `makeLink` made one. */
export const wasLinkMade = (results: D1Result[]) => results[1]?.results.length === 1
