/** What only the database can tell about articles before they are written: one, and many. */
import type { Origin } from '../article'
import { selectStoredAmong } from '../store'
import { OWN_PATH } from './former'

/**
 * Which article has or had a slug, or stood elsewhere at what would be its address. Decode with
 * `toSlugOwner`.
 */
export const selectSlugOwner = (db: D1Database, slug: string) =>
  db
    .prepare(
      `SELECT article_id FROM slugs WHERE slug = ?1
       UNION ALL SELECT article_id FROM former_addresses WHERE address = '${OWN_PATH}' || ?1`,
    )
    .bind(slug)

export const toSlugOwner = (result: D1Result) =>
  (result.results[0] as { article_id: number } | undefined)?.article_id ?? null

/**
 * Takes the next article's number, provided that its section exists, its origin is new, and the
 * request was not answered before. Taking it ahead of the write lets every statement of the write
 * name it, and no writer wait for another.
 */
export const takeNumber = (
  db: D1Database,
  section: string,
  origin: Origin | null,
  retry: { keyId: number; path: string; key: string; since: number } | null,
) =>
  db
    .prepare(
      `UPDATE counters SET value = value + 1
       WHERE name = 'article' AND EXISTS (SELECT 1 FROM sections WHERE slug = ?1)
         AND NOT EXISTS (SELECT 1 FROM origins WHERE system = ?2 AND id = ?3)
         AND NOT EXISTS (
           SELECT 1 FROM idempotency_keys
           WHERE key_id = ?4 AND path = ?5 AND key = ?6 AND created_at > ?7)
       RETURNING value`,
    )
    .bind(
      section,
      origin?.system ?? null,
      origin?.id ?? null,
      retry?.keyId ?? null,
      retry?.path ?? null,
      retry?.key ?? null,
      retry?.since ?? null,
    )

export const toNumber = (result: D1Result | undefined) =>
  (result?.results[0] as { value: number } | undefined)?.value ?? 0

/**
 * The same of several. Decode with `toSlugOwners`. Joined, here and below: D1 counts each row of a list on
 * the right of `IN` as one written.
 */
export const selectSlugOwners = (db: D1Database, slugs: string[]) =>
  db
    .prepare(
      `SELECT s.slug, s.article_id AS id
       FROM json_each(?1) j CROSS JOIN slugs s ON s.slug = j.value
       UNION ALL
       SELECT j.value, f.article_id
       FROM json_each(?1) j CROSS JOIN former_addresses f ON f.address = '${OWN_PATH}' || j.value`,
    )
    .bind(JSON.stringify(slugs))

export const toSlugOwners = ({ results }: D1Result) =>
  new Map((results as { slug: string; id: number }[]).map(({ slug, id }) => [slug, id]))

/** Which line of an import says so, counted from 0. */
interface Said {
  n: number
}

/** A number an article had elsewhere, and the slugs it has or had. */
export interface Numbered extends Said {
  id: number
  slugs: string[]
}

/**
 * SQL for the numbers of the articles that came from the origins `?1` or are among `?2`, and the lines
 * that say so: perhaps more than once.
 */
const TWINS = `
  SELECT o.article_id AS id, j.value ->> 'n' AS n FROM json_each(?1) j
  CROSS JOIN origins o ON o.system = j.value ->> 'system' AND o.id = j.value ->> 'id'
  UNION ALL
  SELECT s.article_id, j.value ->> 'n' FROM json_each(?2) j, json_each(j.value, '$.slugs') n
  CROSS JOIN slugs s ON s.slug = n.value AND s.article_id = j.value ->> 'id'`

/**
 * The articles that came from these origins, and those that have both one of these numbers and one
 * of the slugs that go with it, in the order of the lines. Decode with `toStoredAll` and `firstUnread`.
 */
export const selectTwins = (db: D1Database, origins: (Origin & Said)[], numbered: Numbered[]) =>
  db
    .prepare(selectStoredAmong(`SELECT id, min(n) AS n FROM (${TWINS}) GROUP BY id`))
    .bind(JSON.stringify(origins), JSON.stringify(numbered))

/** How many addresses each of those has left. Decode with `toLeft`. */
export const selectLeftByTwins = (db: D1Database, origins: Origin[], numbered: Numbered[]) =>
  db
    .prepare(selectLeftAmong(`SELECT DISTINCT id FROM (${TWINS})`))
    .bind(JSON.stringify(origins), JSON.stringify(numbered))

/** How many addresses an article has left. Decode with `toLeft`. */
export const selectLeft = (db: D1Database, id: number) =>
  db.prepare(selectLeftAmong('SELECT ?1 AS id')).bind(id)

const selectLeftAmong = (ids: string) =>
  `SELECT s.article_id AS id, count(*) AS n
   FROM (${ids}) t CROSS JOIN slugs s ON s.article_id = t.id AND s.retired = 1 GROUP BY s.article_id`

export const toLeft = (result: D1Result | undefined) =>
  new Map(((result?.results ?? []) as { id: number; n: number }[]).map(({ id, n }) => [id, n]))

/** Which of these numbers are taken. Decode with `toIds`. */
export const selectTaken = (db: D1Database, ids: number[]) =>
  db
    .prepare('SELECT a.id FROM json_each(?1) j CROSS JOIN articles a ON a.id = j.value')
    .bind(JSON.stringify(ids))

export const toIds = ({ results }: D1Result) =>
  new Set((results as { id: number }[]).map(({ id }) => id))

/** An article that may be new: its origin, and a number it would keep. */
export interface Newcomer {
  origin: Origin | null
  id: number | null
}

/**
 * SQL for the highest number that may be kept: so many (`?3`) above the highest there is. Of the
 * articles and not of the counter, so that it is the same before and after this raises the counter.
 */
const FARTHEST = `(SELECT coalesce(max(id), 0) + ?3 FROM articles)`

/** SQL for how many of the newcomers `?1` need a number. */
const NEEDED = `(SELECT count(*) FROM json_each(?1) n
  WHERE NOT EXISTS (SELECT 1 FROM origins WHERE system = n.value ->> '$.origin.system'
                    AND id = n.value ->> '$.origin.id')
    AND (n.value ->> 'id' IS NULL OR n.value ->> 'id' > ${FARTHEST} OR EXISTS (SELECT 1 FROM articles WHERE id = n.value ->> 'id')))`

/**
 * Takes a number for each newcomer whose origin is new and who has none to keep, and sees to it
 * that those kept are not given again: none further than `reach` above the highest there is. Gives
 * back those taken: decode with `toNumbers`. Takes none when `unless` (SQL, with `?2` for `param`)
 * holds.
 */
export const takeNumbers = (
  db: D1Database,
  newcomers: Newcomer[],
  reach: number,
  unless: string,
  param: string | null,
) =>
  db
    .prepare(
      `UPDATE counters SET value =
         max(value, coalesce((SELECT max(value ->> 'id') FROM json_each(?1)
           WHERE value ->> 'id' <= ${FARTHEST}), 0)) + ${NEEDED}
       WHERE name = 'article' AND NOT (${unless})
       RETURNING value - ${NEEDED} + 1 AS first, value AS last, ${FARTHEST} AS farthest`,
    )
    .bind(JSON.stringify(newcomers), param, reach)

export interface Numbers {
  first: number
  last: number
  /** The highest number that may be kept. */
  farthest: number
}

/**
 * Gives back the numbers above `used` of those that were taken, unless somebody has taken more since.
 */
export const giveBack = (db: D1Database, used: number, { last }: Numbers) =>
  db
    .prepare("UPDATE counters SET value = ?1 WHERE name = 'article' AND value = ?2")
    .bind(used, last)

export const toNumbers = ({ results }: D1Result) =>
  (results[0] as Numbers | undefined) ?? { first: 1, last: 0, farthest: 0 }
