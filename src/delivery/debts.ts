/**
 * What is owed to the outside, as D1 has it: who may pay it, and what became of that. Times are UTC seconds.
 */
import { EVERYTHING } from './tags'

export interface Debt {
  /**
   * `write`: what one write owes the edge; `purge`: one tag; `overwrite`; `erase`: a text to a text database; or the
   * name of an engine.
   */
  kind: string
  subject: string
  version: string
}

/** What the edge and KV are owed. */
export interface OutsideDebt extends Debt {
  /** Of a `write`: the pages to purge, as JSON; null where nobody knows them. */
  pages: string | null
}

/** What purges everything, as a page. */
const ALL = [EVERYTHING]

/** The pages to purge for a debt. */
export const pagesOwed = ({ kind, subject, pages }: OutsideDebt): string[] =>
  kind === 'write' ? (pages === null ? ALL : JSON.parse(pages)) : [subject]

/** How often a debt is paid: at once, and on two ticks. */
const TIMES = 3

/** How many debts a tick claims of a kind: purges are one call, copies are one each. */
const PURGES = 1_000
const COPIES = 200
/** And of pictures: each is a few calls to R2. */
const PICTURES = 30

/** For how long a debt belongs to the request that made it, or to the tick that claimed it. */
export const HOLD_SECONDS = 30

/** SQL for how long a debt is held that nobody has tried to pay yet: its `next_at` is when it was made. */
const BORN_HOLD = `iif(paid = 0 AND attempts = 0, ${HOLD_SECONDS}, 0)`

/** SQL for whether a debt is still held by the request that made it; `at` in SQL. */
export const isHeld = (at: string) =>
  `paid = 0 AND attempts = 0 AND next_at > ${at} - ${HOLD_SECONDS}`

/** SQL for the debts of a kind that may be paid at `?1`. */
const due = (kind: string, limit: number) =>
  `SELECT kind, subject FROM outbox
   WHERE kind = '${kind}' AND dead_at IS NULL AND next_at <= ?1 - ${BORN_HOLD}
   ORDER BY next_at LIMIT ${limit}`

/** The debt of an erased text to a text database: see src/articles/texts/erase.ts. */
export const ERASURE = 'erase'

/** The debt of a picture: see src/articles/writing/sweep.ts. */
export const PICTURE = 'picture'

/** Takes up what is due at `at` (UTC seconds). */
// Without being told, SQLite would read all pictures that wait for a month, for their kind.
// A compound query right behind IN would have SQLite look through all that engines are owed.
export const claimDebts = async (db: D1Database, at: number): Promise<OutsideDebt[]> => {
  const claim = db
    .prepare(
      `UPDATE outbox SET next_at = ?1 + ${HOLD_SECONDS} - ${BORN_HOLD}
       WHERE (kind, subject) IN (
         SELECT kind, subject FROM (
           SELECT * FROM (${due('write', PURGES)})
           UNION ALL SELECT * FROM (${due('purge', PURGES)})
           UNION ALL SELECT * FROM (${due('overwrite', COPIES)})
           UNION ALL SELECT * FROM (
             SELECT kind, subject FROM outbox INDEXED BY outbox_pictures
             WHERE kind = '${PICTURE}' AND dead_at IS NULL AND next_at <= ?1
             ORDER BY next_at LIMIT ${PICTURES})))
       RETURNING kind, subject, version, pages`,
    )
    .bind(at)
  return (await claim.run<OutsideDebt>()).results
}

/**
 * What a write still owes the edge and KV, by the edition it gave: for a write whose own answer got lost.
 * Decode with `toOwed`.
 */
export const selectOwed = (db: D1Database, version: string) =>
  db
    .prepare(
      `SELECT iif(kind = 'write', '${EVERYTHING}', NULL) AS page,
              iif(kind = 'overwrite', subject, NULL) AS copy
       FROM outbox WHERE kind IN ('write', 'overwrite') AND version = ?1`,
    )
    .bind(version)

/** SQL for whether nobody has paid yet what the write owes whose edition `version` gives, in SQL. */
export const isUnpaid = (version: string) =>
  `EXISTS (SELECT 1 FROM outbox
     WHERE kind IN ('write', 'purge', 'overwrite') AND paid = 0 AND version = ${version})`

/** Rows that still stand for what was paid: a write in between starts its debts over. */
export const SAME = `(kind, subject) IN (SELECT value ->> 'kind', value ->> 'subject' FROM json_each(?1))
  AND version IN (SELECT value ->> 'version' FROM json_each(?1))`

/**
 * What one request owes for its writes, tried at once: from now on the pages are known, and whether it was
 * paid. It is one debt from now on, under the name of the first, and begins anew: while a long request went
 * on, the clock may have paid the first write off, and not yet have seen the last.
 */
export const noteTried = (
  db: D1Database,
  [first, ...others]: string[],
  pages: string[],
  isPaid: boolean,
  at: number,
) =>
  first === undefined
    ? []
    : [
        db
          .prepare(
            `INSERT INTO outbox (kind, subject, version, pages, paid, next_at)
             VALUES ('write', ?1, ?1, ?2, ?3, ?4)
             ON CONFLICT (kind, subject) DO UPDATE SET pages = excluded.pages, paid = excluded.paid,
               next_at = iif(excluded.paid, excluded.next_at, next_at)`,
          )
          .bind(first, JSON.stringify(pages), Number(isPaid), at + Number(isPaid)),
        ...(others.length > 0 ? [forget(db, others)] : []),
      ]

const forget = (db: D1Database, versions: string[]) =>
  db
    .prepare(
      `DELETE FROM outbox WHERE (kind, subject) IN (SELECT 'write', value FROM json_each(?1))`,
    )
    .bind(JSON.stringify(versions))

/** Paid once; after the last time there is nothing owed. */
export const settle = (db: D1Database, paid: Debt[], at: number) => [
  db
    .prepare(`DELETE FROM outbox WHERE paid + 1 >= ${TIMES} AND ${SAME}`)
    .bind(JSON.stringify(paid)),
  db
    .prepare(`UPDATE outbox SET paid = paid + 1, attempts = 0, next_at = ?2 WHERE ${SAME}`)
    .bind(JSON.stringify(paid), at + 1),
]

/** For how long a write's debt stays to be seen that was given up, in seconds: nothing takes its place. */
const SEEN_SECONDS = 30 * 86_400

/** Forgets what was given up long ago. */
export const forgetDead = (db: D1Database, at: number) =>
  db
    .prepare(`DELETE FROM outbox WHERE kind = 'write' AND dead_at IS NOT NULL AND dead_at <= ?1`)
    .bind(at - SEEN_SECONDS)

/** After this many failures in a row, about seven hours, a debt is given up; its row stays to be seen. */
export const MAX_ATTEMPTS = 12
export const MAX_WAIT_SECONDS = 3_600

/** Failed: tried later, after twice the wait each time, and in the end not at all. */
export const postpone = (db: D1Database, failed: Debt[], at: number) =>
  db
    .prepare(
      `UPDATE outbox SET
         attempts = attempts + 1,
         next_at = ?2 + min(60 << attempts, ${MAX_WAIT_SECONDS}),
         dead_at = CASE WHEN attempts + 1 >= ${MAX_ATTEMPTS} THEN ?2 END
       WHERE ${SAME}`,
    )
    .bind(JSON.stringify(failed), at)

/** Debts to webhooks: see hooks/. Their kind is this, and the number of one. */
const TO_WEBHOOK = 'webhook/'
/** SQL for the number of the webhook that a debt is to; null for any other. */
const WEBHOOK = `iif(kind LIKE '${TO_WEBHOOK}%', CAST(substr(kind, ${TO_WEBHOOK.length + 1}) AS INTEGER), NULL)`

/** What is shown of a debt: of a write, the first of its pages. */
const SHOWN = `CASE WHEN kind = 'write' THEN 'purge' WHEN ${WEBHOOK} THEN 'webhook' ELSE kind END AS kind,
  iif(kind <> 'write', subject, coalesce(pages ->> 0, '${EVERYTHING}')) AS subject,
  max(json_array_length(coalesce(pages, '[]')) - 1, 0) AS more, ${WEBHOOK} AS webhook`

const DEBT = `${SHOWN}, is_gone AS isGone, iif(is_gone IS NULL AND kind <> '${ERASURE}', ${TIMES} - paid, 1) AS times,
  outbox.attempts, dead_at AS deadAt`

/**
 * What is owed, for editors to see, `limit` of each: what was given up, what the edge and KV are
 * owed, pictures that could not be removed, what engines and webhooks are owed; then the state of the engines that have been told. Two statements.
 */
export const selectDebts = (db: D1Database, limit: number) => [
  db
    .prepare(
      `SELECT * FROM (
         SELECT ${DEBT}, next_at AS nextAt FROM outbox
         WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT ?1)
       UNION ALL SELECT * FROM (
         SELECT ${DEBT}, next_at + ${BORN_HOLD} FROM outbox
         WHERE kind IN ('write', 'purge', 'overwrite', '${ERASURE}') AND dead_at IS NULL
         ORDER BY next_at LIMIT ?1)
       UNION ALL SELECT * FROM (
         SELECT ${DEBT}, next_at FROM outbox INDEXED BY outbox_pictures
         WHERE kind = '${PICTURE}' AND dead_at IS NULL AND attempts > 0
           AND next_at <= unixepoch() + ${MAX_WAIT_SECONDS} ORDER BY next_at LIMIT ?1)
       UNION ALL SELECT * FROM (
         SELECT ${DEBT}, max(outbox.next_at, coalesce(engines.next_at, webhooks.next_at, 0),
           iif(is_gone, 0, coalesce(quota_at, 0)))
         FROM outbox LEFT JOIN engines ON engines.name = kind
           LEFT JOIN webhooks ON webhooks.id = ${WEBHOOK}
         WHERE is_gone IS NOT NULL AND dead_at IS NULL AND removed_at IS NULL LIMIT ?1)`,
    )
    .bind(limit),
  db.prepare(
    `SELECT name, attempts, next_at AS nextAt, quota_at AS quotaAt, fault FROM engines
     WHERE next_at > 0 ORDER BY name`,
  ),
]

/** How many debts of a kind are looked at from each end, and up to how many that were given up are counted. */
const LOOKED_AT = 25
export const MOST_GIVEN_UP = 100

const STATE = `iif(kind = 'write', 'purge', kind) AS kind, subject, attempts, next_at + ${BORN_HOLD} AS dueAt,
  dead_at IS NOT NULL AS isDead`

/**
 * Some of what is owed of a kind, from both ends: no index has them by time, as they are few unless something
 * is wrong. Then nearly all are late: the clock takes the oldest first, and so leaves none behind.
 */
const someOf = (kind: string) =>
  ['ASC', 'DESC']
    .map(
      (order) =>
        `SELECT * FROM (
           SELECT ${STATE} FROM outbox WHERE kind = '${kind}'
           ORDER BY subject ${order} LIMIT ${LOOKED_AT})`,
    )
    .join(' UNION ALL ')

/**
 * How it stands with what the edge, KV and R2 are owed, and with the engines: a bounded number of rows, whatever
 * is owed. Decode with `toStanding`.
 */
export const selectStanding = (db: D1Database) => [
  ...['write', 'purge', 'overwrite', ERASURE].map((kind) => db.prepare(someOf(kind))),
  db.prepare(
    `SELECT ${STATE} FROM outbox INDEXED BY outbox_pictures
     WHERE kind = '${PICTURE}' AND dead_at IS NULL ORDER BY next_at LIMIT ${LOOKED_AT}`,
  ),
  db.prepare(
    `SELECT ${STATE} FROM (
       SELECT * FROM outbox WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT ${MOST_GIVEN_UP})
     WHERE is_gone IS NULL`,
  ),
  db.prepare('SELECT name, fault FROM engines WHERE fault IS NOT NULL ORDER BY name LIMIT 10'),
]

/** What outsiders are told of a debt's kind: to them, what a write owes is a purge too. */
type Owing = 'purge' | 'overwrite' | 'erase' | 'picture'

interface Row {
  kind: Owing
  subject: string
  attempts: number
  dueAt: number
  isDead: 0 | 1
}

/** How it stands with what is owed. */
export interface Standing {
  /** What could have been paid for longest; `dueAt` is since when. */
  oldest: { kind: Owing; dueAt: number } | null
  /** What has failed most often in a row. */
  failing: { kind: Owing; attempts: number } | null
  /** How many were given up, of the edge’s and KV’s. Pages that an engine calls invalid are not among them. */
  givenUp: number
  /** Engines that did not take the last call, and what they said. */
  engines: { name: string; fault: string }[]
}

/** `now` in UTC seconds. */
export function toStanding(results: D1Result[], now: number): Standing {
  const rows = results.slice(0, -1).flatMap(({ results }) => results as unknown as Row[])
  const owed = rows.filter(({ isDead }) => !isDead)
  const [oldest] = owed.filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt)
  const [worst] = owed.filter((debt) => debt.attempts > 0).sort((a, b) => b.attempts - a.attempts)
  // Of few debts both ends tell, and of one that was given up another statement too.
  const dead = rows.filter(({ isDead }) => isDead).map(({ kind, subject }) => `${kind} ${subject}`)
  return {
    oldest: oldest ? { kind: oldest.kind, dueAt: oldest.dueAt } : null,
    failing: worst ? { kind: worst.kind, attempts: worst.attempts } : null,
    givenUp: Math.min(new Set(dead).size, MOST_GIVEN_UP),
    engines: results.at(-1)?.results as unknown as Standing['engines'],
  }
}

/**
 * For a purge of everything: it is in the place of the purges that were given up, and copies in KV that were
 * given up are owed anew.
 */
export const takeUpGivenUp = (db: D1Database) => [
  db.prepare(`DELETE FROM outbox WHERE kind IN ('write', 'purge') AND dead_at IS NOT NULL`),
  db.prepare(
    `UPDATE outbox SET dead_at = NULL, attempts = 0, next_at = unixepoch()
     WHERE kind = 'overwrite' AND dead_at IS NOT NULL`,
  ),
]
