/** How much one database may hold, as `DATABASE_MB` in wrangler.toml says: D1 ends there, and cannot be had larger. */

/** What D1 gives a database on the paid plan, in megabytes: the most that there is. */
const MOST = 10_000
const MEGABYTE = 1_000_000

/** In bytes; D1's most where nothing is said. Throws a `TypeError` that names the variable at fault. */
export function readDatabaseLimit(megabytes = String(MOST)): number {
  const limit = Number(megabytes)
  if (!/^[0-9]+$/.test(megabytes) || limit < 1 || limit > MOST) {
    throw new TypeError(`DATABASE_MB must be a whole number from 1 to ${MOST}`)
  }
  return limit * MEGABYTE
}
