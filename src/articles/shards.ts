/**
 * Shards: the numbered sitemaps. An article's sequence number decides its shard, for good. A
 * shard's row is written in the article's own batch, so it is true whenever the article is.
 */

export interface Shard {
  number: number
  firstSequence: number
  capacity: number
  /** Articles in it that readers can see. */
  count: number
  changedAt: number
}

const COLUMNS = 'number, first_sequence AS firstSequence, capacity, count, changed_at AS changedAt'

export const toShards = (result: D1Result) => result.results as unknown as Shard[]

export const selectShard = (db: D1Database, number: number) =>
  db.prepare(`SELECT ${COLUMNS} FROM sitemap_shards WHERE number = ?1`).bind(number)

/** All shards, oldest first, emptied ones included. */
export const selectShards = (db: D1Database) =>
  db.prepare(`SELECT ${COLUMNS} FROM sitemap_shards ORDER BY number`)

export const MAX_LINKED_SHARDS = 10

/**
 * The newest shards with something in them, for the footer of every page: ten, however large
 * the archive grows.
 */
export const selectLinkedShards = (db: D1Database) =>
  db
    .prepare(`SELECT ${COLUMNS} FROM sitemap_shards WHERE count > 0 ORDER BY number DESC LIMIT ?1`)
    .bind(MAX_LINKED_SHARDS)

export interface Entry {
  slug: string
  updatedAt: number
}

/** What a shard lists, in order of sequence number. */
export const selectEntries = (db: D1Database, number: number) =>
  db
    .prepare(
      `SELECT a.slug, a.updated_at AS updatedAt
       FROM sitemap_shards s
       JOIN articles a
         ON a.sequence >= s.first_sequence AND a.sequence < s.first_sequence + s.capacity
       WHERE s.number = ?1 AND a.status = 'published'
       ORDER BY a.sequence`,
    )
    .bind(number)

export const toEntries = (result: D1Result) => result.results as unknown as Entry[]

/** SQL for the number of the shard that holds an article; `id` is the parameter with its id. */
export const shardOf = (id: string) =>
  `SELECT number FROM sitemap_shards
   WHERE first_sequence <= (SELECT sequence FROM articles WHERE id = ${id})
   ORDER BY first_sequence DESC LIMIT 1`

/** Opens the next shard when the newest sequence number lies beyond the last one. */
export const openShard = (db: D1Database, capacity: number, now: number) =>
  db
    .prepare(
      `INSERT INTO sitemap_shards (number, first_sequence, capacity, changed_at)
       SELECT number + 1, next, ?1, ?2
       FROM (
         SELECT coalesce(max(number), 0) AS number,
                coalesce(max(first_sequence + capacity), 1) AS next
         FROM (SELECT * FROM sitemap_shards ORDER BY number DESC LIMIT 1)
       )
       WHERE next <= (SELECT max(sequence) FROM articles)`,
    )
    .bind(capacity, now)

/** Notes a change in an article's shard: its count moves by `delta`, its lastmod never back. */
export const changeShard = (db: D1Database, id: number, delta: -1 | 0 | 1, now: number) =>
  db
    .prepare(
      `UPDATE sitemap_shards SET count = count + ?2, changed_at = max(changed_at, ?3)
       WHERE number = (${shardOf('?1')})`,
    )
    .bind(id, delta, now)
