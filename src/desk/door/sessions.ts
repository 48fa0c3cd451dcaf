/**
 * Sessions in D1: who is signed in, by the SHA-256 of their cookie. A session may do what its key may, and
 * ends with it; it is asked for at every request, so an end counts at once.
 */
import { sha256, toBase64Url } from '../../articles/digest'
import { selectStoredIf } from '../../articles/store'
import {
  type Entered,
  editorOf,
  isLive,
  type KeyRow,
  noteUse,
  toKey,
} from '../../editing/door/key-store'

/** A session that nobody uses ends after twelve hours, and any after thirty days; in seconds. */
export const IDLE = 12 * 3600
export const LONGEST = 30 * 86_400

/** How exactly it is known when a session was last used, in seconds. */
const SEEN_EVERY = 300

/** 256 random bits in base64url: what a cookie or a link holds. */
export const TOKEN = /^[\w-]{43}$/

/** A new one. */
export const newToken = () => toBase64Url(crypto.getRandomValues(new Uint8Array(32)))

export type Way = 'key' | 'link' | 'passkey'
export type DeskLanguage = 'zh' | 'en'

/** A session as it is shown. Instants in UTC seconds. */
export interface Session {
  id: number
  keyId: number
  createdAt: number
  seenAt: number
  way: Way
  browser: string | null
  language: DeskLanguage | null
}

interface SessionRow {
  session_id: number
  session_created_at: number
  session_seen_at: number
  way: Way
  browser: string | null
  language: DeskLanguage | null
}

const COLUMNS = `s.id AS session_id, s.created_at AS session_created_at, s.seen_at AS session_seen_at,
  s.way, s.browser, s.language`

const toSession = (row: SessionRow & { key_id: number }): Session => ({
  id: row.session_id,
  keyId: row.key_id,
  createdAt: row.session_created_at,
  seenAt: row.session_seen_at,
  way: row.way,
  browser: row.browser,
  language: row.language,
})

/** SQL that holds for a session `s` that has not ended by `now`, a parameter. */
const isOpen = (now: string) =>
  `s.seen_at > ${now} - ${IDLE} AND s.created_at > ${now} - ${LONGEST}`

/** Somebody signed in. */
export interface Person extends Entered {
  session: Session
}

/**
 * Who holds a cookie; null when nobody does (any more). Notes the use. The article with the number `id` is
 * looked up in the same round trip, and not at all for nobody.
 */
export async function findPerson(
  db: D1Database,
  token: string,
  id: number | null,
  now: number,
  later: (work: Promise<unknown>) => void,
): Promise<Person | null> {
  if (!TOKEN.test(token)) return null
  const hash = await sha256(token)
  const isKnown = 'EXISTS (SELECT 1 FROM sessions WHERE hash = ?2)'
  const [found, article = null] = (await db.batch([
    db
      .prepare(
        `SELECT ${COLUMNS}, k.* FROM sessions s CROSS JOIN keys k ON k.id = s.key_id
         WHERE s.hash = ?1 AND ${isOpen('?2')}`,
      )
      .bind(hash, now),
    ...(id === null ? [] : [selectStoredIf(db, id, isKnown, hash)]),
  ])) as [D1Result<SessionRow & KeyRow>, D1Result?]
  const [row] = found.results
  if (!row) return null
  const key = toKey(row)
  if (!isLive(key, now)) return null
  const session = toSession({ ...row, key_id: key.id })
  // Should one be lost, the next request notes it.
  if (session.seenAt <= now - SEEN_EVERY) later(see(db, session.id, now).catch(() => {}))
  if ((key.lastUsedAt ?? 0) <= now - 3600) later(noteUse(db, key.id, now).catch(() => {}))
  return { session, editor: editorOf(key), article }
}

const see = (db: D1Database, id: number, now: number) =>
  db.prepare('UPDATE sessions SET seen_at = ?2 WHERE id = ?1').bind(id, now).run()

export interface NewSession {
  keyId: number
  way: Way
  browser: string | null
  now: number
}

/**
 * Opens a session, and clears away those that have ended; false when the link that leads in is used up or has
 * expired. Of two who press its button, one gets in.
 */
export async function openSession(
  db: D1Database,
  token: string,
  { keyId, way, browser, now }: NewSession,
  link: string | null = null,
): Promise<boolean> {
  const isOpenTo = link === null ? 'true' : 'EXISTS (SELECT 1 FROM sign_in_links WHERE hash = ?6)'
  const params = [await sha256(token), keyId, now, way, browser]
  const linkHash = link === null ? [] : [await sha256(link)]
  const results = await db.batch([
    db.prepare(`DELETE FROM sessions AS s WHERE NOT (${isOpen('?1')})`).bind(now),
    db
      .prepare(
        `INSERT INTO sessions (hash, key_id, created_at, seen_at, way, browser)
         SELECT ?1, ?2, ?3, ?3, ?4, ?5 WHERE ${isOpenTo} RETURNING id`,
      )
      .bind(...params, ...linkHash),
    db
      .prepare(
        `INSERT INTO audit (at, key_id, action, subject)
         SELECT ?1, key_id, 'desk.sign-in', CAST(key_id AS TEXT) FROM sessions WHERE hash = ?2`,
      )
      .bind(now, params[0]),
    ...linkHash.map((hash) => db.prepare('DELETE FROM sign_in_links WHERE hash = ?1').bind(hash)),
  ])
  return results[1]?.results.length === 1
}

/** The sessions of a key that began last, in that order. Decode with `toSessions`. */
export const selectSessions = (db: D1Database, keyId: number, now: number) =>
  db
    .prepare(
      `SELECT ${COLUMNS}, s.key_id FROM sessions s
       WHERE s.key_id = ?1 AND ${isOpen('?2')} ORDER BY s.id DESC LIMIT 50`,
    )
    .bind(keyId, now)

export const toSessions = (result: D1Result): Session[] =>
  (result.results as unknown as (SessionRow & { key_id: number })[]).map(toSession)

/** Ends one session of a key, or all of them but `kept`. */
export const endSession = (db: D1Database, keyId: number, id: number) =>
  db.prepare('DELETE FROM sessions WHERE id = ?1 AND key_id = ?2').bind(id, keyId)

export const endSessions = (db: D1Database, keyId: number, kept: number | null) =>
  db.prepare('DELETE FROM sessions WHERE key_id = ?1 AND id IS NOT ?2').bind(keyId, kept)

/** Who does it, and when. */
interface By {
  keyId: number
  now: number
}

/** One entry in the trail, whether one session ends or many; none when there is none. */
const noteEnd = (db: D1Database, which: string) =>
  db.prepare(
    `INSERT INTO audit (at, key_id, action, subject)
     SELECT ?1, ?2, 'session.end', CAST(id AS TEXT) FROM keys
     WHERE id = ?3 AND EXISTS (SELECT 1 FROM sessions AS s WHERE ${which} s.key_id = ?3)`,
  )

/** Statements that end a session of somebody else, and note who did. */
export const endSessionOf = (db: D1Database, keyId: number, id: number, by: By) => [
  noteEnd(db, 's.id = ?4 AND').bind(by.now, by.keyId, keyId, id),
  endSession(db, keyId, id),
]

/** The same for all of them. */
export const endSessionsOf = (db: D1Database, keyId: number, by: By) => [
  noteEnd(db, '').bind(by.now, by.keyId, keyId),
  endSessions(db, keyId, null),
]

/** In which language a session is spoken to. */
export const setLanguage = (db: D1Database, id: number, language: DeskLanguage) =>
  db.prepare('UPDATE sessions SET language = ?2 WHERE id = ?1').bind(id, language)
