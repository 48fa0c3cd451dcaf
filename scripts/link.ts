/** Links that sign in at the desk, as the command line makes them; src/desk/door/links.ts knows them again. */
import { createHash, randomBytes } from 'node:crypto'
import { text } from './d1.ts'

/** For how long a link may be good, in hours. */
export const LINK_HOURS = { usual: 24, most: 7 * 24 }

export interface NewLink {
  /** What is sent to the person. */
  url: string
  /** All that is kept of it, in SQL: SHA-256 in hexadecimal. */
  hash: string
}

/** A new link at a newsroom's address. What signs in is 256 random bits in base64url. */
export function newLink(newsroom: string): NewLink {
  const token = randomBytes(32).toString('base64url')
  const hash = text(createHash('sha256').update(token).digest('hex'))
  return { url: new URL(`/desk/enter/${token}`, newsroom).href, hash }
}

/**
 * SQL that makes the link, for the key that `which` (SQL about `keys`) finds, unless that works no more; clears
 * away those that have expired, and notes it in the trail.
 */
export const linkSql = ({ hash }: NewLink, which: string, hours: number): string =>
  `DELETE FROM sign_in_links WHERE expires_at <= unixepoch();
   INSERT INTO sign_in_links (hash, key_id, created_at, expires_at)
   SELECT ${hash}, id, unixepoch(), unixepoch() + ${hours * 3600} FROM keys
   WHERE ${which} AND revoked_at IS NULL
     AND min(coalesce(expires_at, 1e15), coalesce(superseded_at, 1e15)) > unixepoch();
   INSERT INTO audit (at, action, subject)
   SELECT unixepoch(), 'key.invite', CAST(key_id AS TEXT) FROM sign_in_links WHERE hash = ${hash};`
