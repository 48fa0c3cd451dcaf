/** The clock's beat: when it last ticked, so that people see whether it runs. */

/** How long after a tick the next is late, in seconds. */
export const LATE = 180

/** For the last batch of a tick. `now` in UTC seconds. */
export const beat = (db: D1Database, now: number) =>
  db
    .prepare(
      `INSERT INTO counters (name, value) VALUES ('tick', ?1)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    )
    .bind(now)

/** When the clock last ticked. Decode with `toBeat`. */
export const selectBeat = (db: D1Database) =>
  db.prepare(`SELECT value FROM counters WHERE name = 'tick'`)

/** UTC seconds; null when it never has. */
export const toBeat = (result: D1Result | undefined): number | null =>
  (result?.results[0] as { value: number } | undefined)?.value ?? null

/** Whether the clock has stopped, at `now`. Of one that has not ticked yet, `toBeat` says so. */
export const isLate = (beat: number, now: number) => now - beat > LATE
