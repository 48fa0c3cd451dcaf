/** Links that sign in, once: for who is new, or has lost their key. Only their SHA-256 is kept. */
import { sha256 } from '../../articles/digest'
import { editorOf, isLive, type KeyRow, toKey } from '../../editing/door/key-store'
import type { Editor } from '../../editing/door/rights'
import { TOKEN } from './sessions'

/** How long a link may be good for, in seconds: fifteen minutes to seven days. */
export const SHORTEST_LINK = 900
export const LONGEST_LINK = 7 * 86_400

interface LinkRow extends KeyRow {
  link_expires_at: number
}

/** Whose link it is; null when it was used up, has expired or never was. */
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
       WHERE l.hash = ?1 AND l.expires_at > ?2`,
    )
    .bind(await sha256(token), now)
    .first<LinkRow>()
  if (!row) return null
  const key = toKey(row)
  return isLive(key, now) ? { editor: editorOf(key), expiresAt: row.link_expires_at } : null
}

/** Statements that make a link for a key, and clear away those that have expired. */
export async function makeLink(
  db: D1Database,
  token: string,
  link: { keyId: number; madeBy: number; now: number; expiresAt: number },
) {
  const { keyId, madeBy, now, expiresAt } = link
  return [
    db.prepare('DELETE FROM sign_in_links WHERE expires_at <= ?1').bind(now),
    db
      .prepare(
        `INSERT INTO sign_in_links (hash, key_id, made_by, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5)`,
      )
      .bind(await sha256(token), keyId, madeBy, now, Math.min(expiresAt, now + LONGEST_LINK)),
    db
      .prepare(`INSERT INTO audit (at, key_id, action, subject) VALUES (?1, ?2, 'key.invite', ?3)`)
      .bind(now, madeBy, String(keyId)),
  ]
}
