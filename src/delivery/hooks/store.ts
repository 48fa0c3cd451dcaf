/** Webhooks in D1: made, changed, removed, and what each is owed. Times are UTC seconds. */
import { kindOf, MAX_WEBHOOKS, type Webhook } from './webhook'

const LIVE = 'removed_at IS NULL'

/** All there are, in the order of their numbers. Decode with `toWebhooks`. */
export const selectWebhooks = (db: D1Database) =>
  db.prepare(`SELECT * FROM webhooks WHERE ${LIVE} ORDER BY id`)

/** One of them. Decode with `toWebhooks`. */
export const selectWebhook = (db: D1Database, id: number) =>
  db.prepare(`SELECT * FROM webhooks WHERE id = ?1 AND ${LIVE}`).bind(id)

/** How many there are, and the number of the next. Decode with `toRoom`. */
export const selectRoom = (db: D1Database) =>
  db.prepare(
    `SELECT (SELECT count(*) FROM webhooks WHERE ${LIVE}) AS count,
            (SELECT coalesce(max(id), 0) + 1 FROM webhooks) AS next`,
  )

export function toRoom({ results: [row] }: D1Result): { isFull: boolean; next: number } {
  const { count, next } = row as { count: number; next: number }
  return { isFull: count >= MAX_WEBHOOKS, next }
}

/** What editors say of a webhook. */
export type Wanted = Pick<Webhook, 'name' | 'url' | 'events' | 'sections'> & { isPaused: boolean }

type Made = Wanted & Pick<Webhook, 'id' | 'secret' | 'keyId' | 'createdAt'>

/** Fails where somebody else has taken the number; `IS_FULL` says whether there is no room any more. */
export const insertWebhook = (db: D1Database, made: Made) =>
  db
    .prepare(
      `INSERT INTO webhooks (id, name, url, events, sections, stopped, secret, key_id, created_at)
       VALUES (?1, ?2, ?3, ?4, ?5, iif(?6, 'paused', NULL), ?7, ?8, ?9)`,
    )
    .bind(made.id, ...columnsOf(made), made.secret, made.keyId, made.createdAt)

/** SQL for whether there are as many as there may be. */
export const IS_FULL = `(SELECT count(*) FROM webhooks WHERE ${LIVE}) >= ${MAX_WEBHOOKS}`

const columnsOf = ({ name, url, events, sections, isPaused }: Wanted) => [
  name,
  url,
  JSON.stringify(events),
  sections && JSON.stringify(sections),
  Number(isPaused),
]

/**
 * Changes a webhook, which is tried again at once then, however long it was to wait; unless somebody paused it.
 * One that is told just now goes on being told alone: its lease stays.
 */
export const changeWebhook = (db: D1Database, id: number, wanted: Wanted) =>
  db
    .prepare(
      `UPDATE webhooks SET name = ?2, url = ?3, events = ?4, sections = ?5,
         stopped = iif(?6, coalesce(stopped, 'paused'), NULL), version = version + 1, next_at = 0,
         attempts = 0
       WHERE id = ?1 AND ${LIVE}`,
    )
    .bind(id, ...columnsOf(wanted))

/** Puts another secret in the place of the one there is, which goes on signing beside it until then. */
export const rotateSecret = (db: D1Database, id: number, secret: string, until: number) =>
  db
    .prepare(
      `UPDATE webhooks SET former_secret = secret, former_until = ?3, secret = ?2, version = version + 1
       WHERE id = ?1 AND ${LIVE}`,
    )
    .bind(id, secret, until)

/** The clock clears away what it was owed. */
export const removeWebhook = (db: D1Database, id: number, at: number) =>
  db
    .prepare(
      `UPDATE webhooks SET removed_at = ?2, secret = '', former_secret = NULL, fault = NULL,
         version = version + 1
       WHERE id = ?1 AND ${LIVE}`,
    )
    .bind(id, at)

/** How long a webhook that was tried is left alone, in seconds: nobody’s server is ours to call at will. */
export const TRY_SECONDS = 5

/** Notes that a webhook is tried; gives no row where it has just been. */
export const noteTest = (db: D1Database, id: number, at: number) =>
  db
    .prepare(
      `UPDATE webhooks SET tested_at = ?2
       WHERE id = ?1 AND ${LIVE} AND coalesce(tested_at, 0) <= ?2 - ${TRY_SECONDS} RETURNING 1`,
    )
    .bind(id, at)

/** How far what is owed is counted, for each webhook. */
export const COUNTED = 100

export interface Counts {
  id: number
  owed: number
  dead: number
}

/** What each is owed, and what was given up, counted so far and no further. Rows are `Counts`. */
export const selectCounts = (db: D1Database) =>
  db.prepare(
    `SELECT id,
       (SELECT count(*) FROM (SELECT 1 FROM outbox INDEXED BY outbox_pings
          WHERE kind = 'webhook/' || w.id AND is_gone IS NOT NULL AND dead_at IS NULL
          LIMIT ${COUNTED})) AS owed,
       (SELECT count(*) FROM (SELECT 1 FROM outbox INDEXED BY outbox_dead
          WHERE kind = 'webhook/' || w.id AND dead_at IS NOT NULL LIMIT ${COUNTED})) AS dead
     FROM webhooks w WHERE ${LIVE}`,
  )

/** How many that were given up are sent again at a time. */
const RESENT = 1_000

/** Owes again what was given up, with the ids it had. Gives as many rows as there were. */
export const reviveDead = (db: D1Database, webhook: Pick<Webhook, 'id'>, at: number) =>
  db
    .prepare(
      `UPDATE outbox SET dead_at = NULL, attempts = 0, next_at = ?2
       WHERE (kind, subject) IN (
         SELECT kind, subject FROM outbox INDEXED BY outbox_dead
         WHERE kind = ?1 AND dead_at IS NOT NULL LIMIT ${RESENT})
       RETURNING 1`,
    )
    .bind(kindOf(webhook), at)

/** The same, once it is stored. */
export const selectRevived = (db: D1Database, webhook: Pick<Webhook, 'id'>, at: number) =>
  db
    .prepare(
      `SELECT 1 FROM outbox
       WHERE kind = ?1 AND dead_at IS NULL AND attempts = 0 AND next_at = ?2 LIMIT ${RESENT}`,
    )
    .bind(kindOf(webhook), at)

/** Has a webhook told on the next tick, however long it was to wait. */
export const hurry = (db: D1Database, id: number) =>
  db
    .prepare(
      `UPDATE webhooks SET next_at = 0, attempts = 0, version = version + 1 WHERE id = ?1 AND ${LIVE}`,
    )
    .bind(id)

/** The articles whose news was given up last, or waits for having been refused. Rows are `Failed`. */
export const selectFailed = (db: D1Database, webhook: Pick<Webhook, 'id'>, limit: number) =>
  db
    .prepare(
      `SELECT CAST(subject AS INTEGER) AS id, dead_at AS deadAt FROM outbox INDEXED BY outbox_dead
       WHERE kind = ?1 AND dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT ?2`,
    )
    .bind(kindOf(webhook), limit)

export interface Failed {
  id: number
  deadAt: number
}
