/**
 * Consent in D1: codes that programs redeem for keys, and the keys that came of it. A program’s key is held by
 * that of whoever gave consent, and ends with it.
 */
import { fromHex, sha256, toBase64Url } from '../../articles/digest'
import { type Stored, storeOnce } from '../../articles/writing/once'
import { newEdition } from '../../delivery/editions'
import type { Site } from '../../site'
import { type Key, type NewKey, newSecret, selectByHash, toReturned } from './key-store'

/** How long a code may take to be redeemed, in seconds. RFC 6749, 4.1.2, has ten minutes at most. */
export const CODE_LIFETIME = 120

/**
 * SQL that holds while the key `maker` may give consent at `now`: it works, was not rotated (which is what one
 * does with a key that has leaked), and is not a program’s itself.
 */
const grants = (maker: string, now: string) =>
  `EXISTS (SELECT 1 FROM keys m WHERE m.id = ${maker} AND m.revoked_at IS NULL
     AND m.superseded_at IS NULL AND m.granted_by IS NULL
     AND coalesce(m.expires_at, ${now} + 1) > ${now})`

/** Who asks, and how the answer is bound to them. */
export interface CodeFor {
  client: string
  redirectUri: string
  /** PKCE, S256. */
  challenge: string
  resource: string | null
}

/** What somebody lets a program do. */
export interface Grant extends CodeFor {
  grantedBy: number
  key: NewKey
  /** What the program is told that it may do. */
  scope: string
}

/**
 * Keeps consent under its code, and clears away what has expired. The same form sent twice has the same code,
 * and counts as it was sent last; false when that was redeemed, or whoever gives consent may not (any more).
 */
export async function keepGrant(db: D1Database, code: string, grant: Grant, now: number) {
  const { key } = grant
  const [, kept] = await db.batch([
    db.prepare('DELETE FROM grants WHERE expires_at <= ?1').bind(now),
    db
      .prepare(
        `INSERT INTO grants (hash, granted_by, client, redirect_uri, challenge, resource, scope,
           name, scopes, sections, ends_at, expires_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 WHERE ${grants('?2', '?13')}
         ON CONFLICT (hash) DO UPDATE SET scope = excluded.scope, scopes = excluded.scopes,
           sections = excluded.sections, ends_at = excluded.ends_at
         WHERE key_id IS NULL AND granted_by = excluded.granted_by AND client = excluded.client
           AND redirect_uri = excluded.redirect_uri AND challenge = excluded.challenge
         RETURNING 1`,
      )
      .bind(
        await sha256(code),
        grant.grantedBy,
        grant.client,
        grant.redirectUri,
        grant.challenge,
        grant.resource,
        grant.scope,
        key.name,
        JSON.stringify(key.scopes),
        key.sections && JSON.stringify(key.sections),
        key.expiresAt,
        now + CODE_LIFETIME,
        now,
      ),
  ])
  return kept?.results.length === 1
}

/** A code as a program brings it back. */
export interface Redemption extends CodeFor {
  code: string
}

/** What S256 makes of 256 bits or any other verifier (RFC 7636, 4.2): 43 digits. */
export const CHALLENGE = /^[\w-]{43}$/
const VERIFIER = /^[\w.~-]{43,128}$/

const MUST_HAVE = ['code', 'client_id', 'redirect_uri', 'code_verifier'] as const

/** What a program’s form redeems, or the name of what is missing or cannot be. */
export async function readRedemption(
  form: URLSearchParams,
): Promise<Redemption | { missing: string }> {
  const missing = MUST_HAVE.find((name) => !form.get(name))
  if (missing) return { missing }
  const field = (name: (typeof MUST_HAVE)[number]) => form.get(name) as string
  if (!VERIFIER.test(field('code_verifier'))) return { missing: 'code_verifier' }
  return {
    code: field('code'),
    client: field('client_id'),
    redirectUri: field('redirect_uri'),
    challenge: toBase64Url(fromHex(await sha256(field('code_verifier')))),
    resource: form.get('resource') || null,
  }
}

/** Whether a token may be asked for what is at an address (RFC 8707): only this newsroom takes ours. */
export function isOwnResource({ origin }: Site, resource: string): boolean {
  const url = URL.parse(resource)
  return url !== null && url.origin === origin && !url.username && !url.password && !url.hash
}

/** SQL that holds for a grant whose code, `?1`, is good at `?2` for who brings it. */
const IS_GOOD = `hash = ?1 AND key_id IS NULL AND expires_at > ?2 AND client = ?3
  AND redirect_uri = ?4 AND challenge = ?5 AND (?6 IS NULL OR resource IS NULL OR resource = ?6)`

const goodParams = ({ client, redirectUri, challenge, resource }: CodeFor) => [
  client,
  redirectUri,
  challenge,
  resource,
]

/** A program’s key, as it is handed out. */
export interface Redeemed {
  secret: string
  key: Key
  scope: string
}

/**
 * Makes the key that a code stands for; null when the code is not good, or whoever gave consent was revoked or
 * rotated meanwhile. A code that comes again was seen by somebody else: the key that came of it is revoked
 * (RFC 6749, 4.1.2).
 */
export async function redeem(
  db: D1Database,
  redemption: Redemption,
  now: number,
): Promise<Redeemed | null> {
  const secret = newSecret()
  const hash = await sha256(secret)
  const code = await sha256(redemption.code)
  const token = newEdition()
  const params = [code, now, ...goodParams(redemption)]
  const statements = [
    db
      .prepare(
        `INSERT INTO keys (name, hash, scopes, sections, created_at, expires_at, granted_by, client)
         SELECT name, ?7, scopes, sections, ?2, ends_at, granted_by, client FROM grants AS g
         WHERE ${IS_GOOD} AND scopes <> '[]' AND ${grants('g.granted_by', '?2')}
         RETURNING *, ${TOLD} AS told`,
      )
      .bind(...params, hash),
    noteGrant(db, hash, now, token),
    ...revokeAgain(db, { code, hash, now, token }),
    db
      .prepare(
        `UPDATE grants SET key_id = (SELECT id FROM keys WHERE hash = ?2)
         WHERE hash = ?1 AND key_id IS NULL AND EXISTS (SELECT 1 FROM keys WHERE hash = ?2)`,
      )
      .bind(code, hash),
  ]
  const again = db.prepare(`SELECT *, ${TOLD} AS told FROM keys WHERE hash = ?2`).bind(code, hash)
  const { result } = await storeOnce(db, { token, statements, wanted: { at: 0, again } })
  const key = toReturned(result as D1Result)
  if (!key) return null
  const [{ told }] = (result as D1Result).results as [{ told: string }]
  return { secret, key, scope: told }
}

/** SQL: what the program is told of the grant whose code is `?1`. */
const TOLD = '(SELECT scope FROM grants WHERE hash = ?1)'

/** For the batch that makes a program’s key, right behind that: nothing is noted where none was made. */
const noteGrant = (db: D1Database, hash: string, now: number, token: string) =>
  db
    .prepare(
      `INSERT INTO audit (at, key_id, action, subject, token)
       SELECT ?2, granted_by, 'key.grant', CAST(id AS TEXT), ?3 FROM keys
       WHERE hash = ?1 AND changes() = 1`,
    )
    .bind(hash, now, token)

interface Again {
  code: string
  /** Of the secret that this redemption would make. */
  hash: string
  now: number
  token: string
}

/** Statements that revoke the key that came of a code before. */
const revokeAgain = (db: D1Database, { code, hash, now, token }: Again) => {
  const which = `id = (SELECT key_id FROM grants WHERE hash = ?1 AND expires_at > ?3) AND hash <> ?2
    AND revoked_at IS NULL`
  return [
    db
      .prepare(
        `INSERT INTO audit (at, key_id, action, subject, token)
         SELECT ?3, id, 'key.revoke', CAST(id AS TEXT), ?4 FROM keys WHERE ${which}`,
      )
      .bind(code, hash, now, token),
    db.prepare(`UPDATE keys SET revoked_at = ?3 WHERE ${which}`).bind(code, hash, now),
  ]
}

/** Uses a code up that only says who somebody is; whether it was good. */
export async function redeemProfile(db: D1Database, redemption: Redemption, now: number) {
  const { results } = await db
    .prepare(
      `DELETE FROM grants AS g WHERE ${IS_GOOD} AND ${grants('g.granted_by', '?2')} RETURNING 1`,
    )
    .bind(await sha256(redemption.code), now, ...goodParams(redemption))
    .run()
  return results.length === 1
}

/** What a program is given that gets its key at once, and not by a code. */
export interface DirectGrant {
  secret: string
  grantedBy: number
  client: string
  key: NewKey
}

/**
 * Makes a program’s key with a secret of the caller’s. Doing that twice makes one; null when whoever gives
 * consent may not (any more), or the key was revoked since.
 */
export async function grantKey(
  db: D1Database,
  { secret, grantedBy, client, key }: DirectGrant,
  now: number,
): Promise<Key | null> {
  const hash = await sha256(secret)
  const token = newEdition()
  const statements = [
    db
      .prepare(
        `INSERT INTO keys (name, hash, scopes, sections, created_at, expires_at, granted_by, client)
         SELECT ?3, ?4, ?5, ?6, ?2, ?7, ?1, ?8 WHERE ${grants('?1', '?2')}
         ON CONFLICT (hash) DO NOTHING RETURNING *`,
      )
      .bind(
        grantedBy,
        now,
        key.name,
        hash,
        JSON.stringify(key.scopes),
        key.sections && JSON.stringify(key.sections),
        key.expiresAt,
        client,
      ),
    noteGrant(db, hash, now, token),
  ]
  const wanted = { at: 0, again: selectByHash(db, hash) }
  const { result }: Stored = await storeOnce(db, { token, statements, wanted })
  const made = toReturned(result as D1Result) ?? toReturned(await selectByHash(db, hash).run())
  return made?.revokedAt === null ? made : null
}
