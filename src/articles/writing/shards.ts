/** How changes show in the numbered sitemaps: opened, counted and dated, in the batch of the change. */

/** What a change does to its article's shard. */
export interface Move {
  id: number
  /** By how many the articles grow that readers can see. */
  delta: number
  /** UTC seconds. */
  at: number
}

/** SQL for the shards that `moves` (a parameter: JSON of `Move[]`) change: number, delta, at. */
export const shardsOf = (moves: string) =>
  `SELECT (SELECT number FROM sitemap_shards
           WHERE first_sequence <= a.sequence ORDER BY first_sequence DESC LIMIT 1) AS number,
          sum(m.value ->> 'delta') AS delta, max(m.value ->> 'at') AS at
   FROM json_each(${moves}) m CROSS JOIN articles a ON a.id = m.value ->> 'id'
   GROUP BY 1`

/** Opens what shards the newest sequence numbers need beyond the last: `changeShards` dates them. */
export const openShards = (db: D1Database, capacity: number) =>
  db
    .prepare(
      `INSERT INTO sitemap_shards (number, first_sequence, capacity, changed_at)
       WITH RECURSIVE opened (number, next) AS (
         SELECT coalesce(max(number), 0) + 1, coalesce(max(first_sequence + capacity), 1)
         FROM (SELECT * FROM sitemap_shards ORDER BY number DESC LIMIT 1)
         UNION ALL
         SELECT number + 1, next + ?1 FROM opened WHERE next <= (SELECT max(sequence) FROM articles))
       SELECT number, next, ?1, 0 FROM opened WHERE next <= (SELECT max(sequence) FROM articles)`,
    )
    .bind(capacity)

/** Notes changes in their shards: the count follows, lastmod never goes back. */
export const changeShards = (db: D1Database, moves: string) =>
  db
    .prepare(
      `UPDATE sitemap_shards
       SET count = count + m.delta, changed_at = max(changed_at, m.at)
       FROM (${shardsOf('?1')}) m WHERE sitemap_shards.number = m.number`,
    )
    .bind(moves)

/** SQL for the shards that are opened, emptied or filled again by moves already noted. */
export const edges = (moves: string) =>
  `SELECT 1 FROM (${shardsOf(moves)}) m CROSS JOIN sitemap_shards s ON s.number = m.number
   WHERE (s.count = 0) <> (s.count - m.delta = 0)`
