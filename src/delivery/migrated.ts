/** How far the database has come: wrangler notes each migration that it applies. */

export interface Migrated {
  /** The file of the last one, by its number. */
  name: string
  /** When it was applied, in UTC seconds. */
  at: number
}

/** The last migration. Decode with `toMigrated`. */
export const selectMigrated = (db: D1Database) =>
  db.prepare(
    `SELECT name, unixepoch(applied_at) AS at FROM d1_migrations ORDER BY name DESC LIMIT 1`,
  )

/** Null when there is none: then there are no tables either. */
export const toMigrated = (result: D1Result | undefined): Migrated | null =>
  (result?.results[0] as Migrated | undefined) ?? null
