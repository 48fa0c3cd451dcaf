/** What the clock publishes: planned articles whose moment has come. */

/** Numbers of the scheduled articles whose moment has come, the most overdue first. */
export const selectDue = (db: D1Database, now: number, limit: number) =>
  db
    .prepare(
      `SELECT id FROM articles WHERE status = 'scheduled' AND publish_at <= ?1
       ORDER BY publish_at LIMIT ?2`,
    )
    .bind(now, limit)
