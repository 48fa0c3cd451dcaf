/**
 * How a picture comes and goes. D1 knows of it before its first file is in R2, and owes its removal from
 * then on: whatever dies in between leaves a debt, and never a file that nobody knows of. The debt is
 * settled by use (triggers of migration 16) or by removal (sweep.ts).
 */
import { HOLD_SECONDS, PICTURE } from '../../delivery/debts'
import { newEdition, type Owed, owe } from '../../delivery/editions'
import { pageNames } from '../../site'
import type { Size } from '../picture'
import { type KeptPicture, selectKept, toKept } from '../pictures'
import { type AuditEntry, writeAudit } from './audit'
import { runOnce, storeOnce } from './once'
import { giveUpIf, unlessGivenUp } from './rows'

/** For how long a picture's files may be on their way, in seconds: ten times as long as a request waits. */
export const ARRIVAL_SECONDS = 600

/** How long a picture is kept that no article shows, in seconds. Migration 16 has the same. */
export const GRACE_SECONDS = 30 * 86_400

/** What is known of a picture before its files are there. */
export interface Arriving {
  hash: string
  type: string
  bytes: number
  width: number
  height: number
  frames: number
  alt: string | null
  name: string | null
}

/** Who does it, and when. */
export type By = Pick<AuditEntry, 'keyId' | 'at'> & { keyId: number }

/**
 * Notes that a picture is about to arrive, unless it is there. Done twice it does no harm. Decode the last
 * with `toKept`.
 */
export const expect = (db: D1Database, picture: Arriving, by: By) => [
  note(db, picture, by, 'arriving'),
  // Sent again, it is worth another thirty days.
  db
    .prepare(
      `INSERT INTO outbox (kind, subject, version, next_at)
       SELECT '${PICTURE}', hash, ?3, ?2 + iif(state = 'kept', ${GRACE_SECONDS}, ${ARRIVAL_SECONDS})
       FROM pictures
       WHERE hash = ?1 AND state IN ('arriving', 'kept')
         AND NOT EXISTS (SELECT 1 FROM picture_uses WHERE hash = ?1)
       ON CONFLICT (kind, subject) DO UPDATE SET
         version = excluded.version, attempts = 0, next_at = max(next_at, excluded.next_at)`,
    )
    .bind(picture.hash, by.at, newEdition()),
  selectKept(db, picture.hash),
]

/** Notes a picture that nobody knows of. */
const note = (db: D1Database, picture: Arriving, by: By, state: 'arriving' | 'leaving') =>
  db
    .prepare(
      `INSERT INTO pictures
         (hash, type, bytes, width, height, frames, files, alt, name, key_id, created_at, state)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, '[]', ?7, ?8, ?9, ?10, ?11)
       ON CONFLICT (hash) DO NOTHING`,
    )
    .bind(
      picture.hash,
      picture.type,
      picture.bytes,
      picture.width,
      picture.height,
      picture.frames,
      picture.alt,
      picture.name,
      by.keyId,
      by.at,
      state,
    )

/**
 * Owes the removal of files that were put for a picture which was let go meanwhile. Nothing if it is known
 * again: then they are its own.
 */
export const expectNoMore = (db: D1Database, picture: Arriving, by: By): Promise<void> =>
  runOnce(db, [
    note(db, picture, by, 'leaving'),
    db
      .prepare(
        `INSERT INTO outbox (kind, subject, version, next_at)
         SELECT '${PICTURE}', hash, ?3, ?2 FROM pictures WHERE hash = ?1 AND state = 'leaving'
         ON CONFLICT (kind, subject) DO NOTHING`,
      )
      .bind(picture.hash, by.at, newEdition()),
  ])

/** What readers get of a picture, once all of it is in R2. */
export interface Arrived {
  hash: string
  files: Size[]
  hasCard: boolean
}

/**
 * Keeps a picture whose files are all there; `also` is for the same batch. `lost` when it took so long that
 * it was given up, or its request was answered meanwhile.
 */
export async function keep(
  db: D1Database,
  { hash, files, hasCard }: Arrived,
  by: By,
  also: D1PreparedStatement[],
): Promise<KeptPicture | 'lost'> {
  const token = newEdition()
  const wanted = selectKept(db, hash)
  const statements = [
    giveUpIf(
      db,
      `NOT EXISTS (SELECT 1 FROM pictures WHERE hash = ?1 AND state IN ('arriving', 'kept'))`,
      hash,
    ),
    db
      .prepare(
        `UPDATE pictures SET files = ?2, has_card = ?3, state = 'kept'
         WHERE hash = ?1 AND state = 'arriving'`,
      )
      .bind(hash, JSON.stringify(files), Number(hasCard)),
    db
      .prepare(
        `UPDATE outbox SET next_at = ?2 + ${GRACE_SECONDS}
         WHERE kind = '${PICTURE}' AND subject = ?1`,
      )
      .bind(hash, by.at),
    writeAudit(db, token, { ...by, action: 'picture.keep', subject: hash, revision: null }),
    ...also,
    wanted,
  ]
  const at = statements.length - 1
  const stored = await unlessGivenUp(
    storeOnce(db, { token, statements, wanted: { at, again: wanted } }),
  ).catch((fault) => {
    if (String(fault).includes('UNIQUE constraint failed: idempotency_keys')) return 'lost' as const
    throw fault
  })
  return stored === 'lost' ? 'lost' : (toKept(stored.result) ?? 'lost')
}

/** Says what a picture shows, wherever an article does not. Null when there is no such picture. */
export async function describe(
  db: D1Database,
  hash: string,
  alt: string | null,
  by: By,
): Promise<KeptPicture | null> {
  const token = newEdition()
  const wanted = selectKept(db, hash)
  const statements = [
    giveUpIf(db, `NOT EXISTS (SELECT 1 FROM pictures WHERE hash = ?1 AND state = 'kept')`, hash),
    db.prepare('UPDATE pictures SET alt = ?2 WHERE hash = ?1').bind(hash, alt),
    writeAudit(db, token, { ...by, action: 'picture.describe', subject: hash, revision: null }),
    wanted,
  ]
  const batch = { token, statements, wanted: { at: 3, again: wanted } }
  const stored = await unlessGivenUp(storeOnce(db, batch))
  return stored === 'lost' ? null : toKept(stored.result)
}

/** What an import says of a picture. */
interface Described {
  hash: string
  alt: string | null
  name: string | null
  /** UTC seconds; null: as it is. */
  createdAt: number | null
}

/** Says of pictures what an import says of them. Gives back the hashes of those that are there. */
export async function describeAgain(
  db: D1Database,
  pictures: Described[],
  by: By,
): Promise<Set<string>> {
  const token = newEdition()
  const json = JSON.stringify(pictures)
  const wanted = db
    .prepare(
      `SELECT hash FROM pictures
       WHERE hash IN (SELECT value ->> 'hash' FROM json_each(?1)) AND state = 'kept'`,
    )
    .bind(json)
  const statements = [
    db
      .prepare(
        `UPDATE pictures SET alt = p.value ->> 'alt', name = p.value ->> 'name',
           created_at = coalesce(p.value ->> 'createdAt', created_at)
         FROM json_each(?1) p WHERE hash = p.value ->> 'hash' AND state = 'kept'`,
      )
      .bind(json),
    writeAudit(db, token, {
      ...by,
      action: 'picture.import',
      subject: String(pictures.length),
      revision: null,
    }),
    wanted,
  ]
  const { result } = await storeOnce(db, { token, statements, wanted: { at: 2, again: wanted } })
  const found = (result?.results ?? []) as { hash: string }[]
  return new Set(found.map(({ hash }) => hash))
}

/**
 * Has a picture go: `remove` one that no article shows, `bar` one for good, whoever shows it. Its files go
 * next: see sweep.ts. The edge is owed a purge. `lost` when it is not there any more, and nothing of that is
 * done; or when one to be removed is shown by an article or its pending draft, or is not as it was `seen`: it may be barred by now.
 */
export async function letGo(
  db: D1Database,
  hash: string,
  how: 'remove' | 'bar',
  seen: KeptPicture['state'],
  by: By,
): Promise<Owed | 'lost'> {
  const edition = newEdition()
  const isUsed = `(EXISTS (SELECT 1 FROM picture_uses WHERE hash = ?1)
    OR EXISTS (SELECT 1 FROM draft_pictures WHERE hash = ?1 AND key_id = 0))`
  const isThere = 'EXISTS (SELECT 1 FROM pictures WHERE hash = ?1'
  // Until its files were removed for the last time, some may still be put by who was just sending it.
  const isGoing = `state = 'barred' AND EXISTS
    (SELECT 1 FROM outbox WHERE kind = '${PICTURE}' AND subject = ?1)`
  const statements = [
    how === 'remove'
      ? giveUpIf(
          db,
          `(${isUsed} OR NOT ${isThere} AND state = ?2) OR ${isThere} AND ${isGoing}))`,
          hash,
          seen,
        )
      : giveUpIf(db, `NOT ${isThere})`, hash),
    db
      .prepare(`UPDATE pictures SET state = ?2 WHERE hash = ?1`)
      .bind(hash, how === 'remove' ? 'leaving' : 'barred'),
    db
      .prepare(
        `INSERT INTO outbox (kind, subject, version, next_at) VALUES ('${PICTURE}', ?1, ?2, ?3)
         ON CONFLICT (kind, subject) DO UPDATE SET
           version = excluded.version, paid = 0, attempts = 0, next_at = excluded.next_at`,
      )
      .bind(hash, edition, by.at + HOLD_SECONDS),
    owe(db, edition),
    writeAudit(db, edition, { ...by, action: `picture.${how}`, subject: hash, revision: null }),
  ]
  const stored = await unlessGivenUp(storeOnce(db, { token: edition, statements }))
  if (stored === 'lost') return 'lost'
  // Not a page, but its files have a tag in common as pages have.
  return { version: edition, copies: [], pages: [pageNames.picture(hash)] }
}
