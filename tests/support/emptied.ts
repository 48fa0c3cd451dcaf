/**
 * Stores as the migrations leave them, for each test: a runtime serves many, and is migrated once. Emptied by
 * hand, because `reset()` of `cloudflare:test` does not wait for a runtime that still lets go of the last
 * test, and because it would have all migrations run again, which takes longer than most tests.
 */
import { applyD1Migrations, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

interface Made {
  type: string
  name: string
  sql: string
}

interface Migrated {
  schema: Made[]
  /** In the order in which they were made, with the rows that the migrations put there. */
  tables: { name: string; rows: Record<string, unknown>[] }[]
}

let migrated: Migrated | undefined

/** Empties D1, KV and R2, and takes back what a test did to the tables themselves. */
export async function emptied(): Promise<void> {
  migrated ??= await migrate()
  await Promise.all([emptyD1(migrated), ...spares().map(emptyTexts), emptyKV(), emptyR2()])
}

const list = (sql: string) => env.DB.prepare(sql).run<Made>()

/** Tables, indexes and triggers, with SQLite's statistics where there are any. */
const schemaNow = async () => {
  const { results } = await list(
    `SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL
     AND name NOT LIKE '!_cf!_%' ESCAPE '!' ORDER BY rowid`,
  )
  return results
}

async function migrate(): Promise<Migrated> {
  await reset()
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
  for (const spare of spares()) await applyD1Migrations(spare, env.TEST_TEXT_MIGRATIONS)
  // The first editions owe a purge, as a hand-made one does.
  await env.DB.prepare('DELETE FROM outbox').run()
  const { results } = await list(
    `SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'
     AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE '!_cf!_%' ESCAPE '!'
     AND name <> 'd1_migrations'`,
  )
  const rows = await env.DB.batch<Record<string, unknown>>(
    results.map(({ name }) => env.DB.prepare(`SELECT * FROM ${name}`)),
  )
  const tables = results.map(({ name }, i) => ({ name, rows: rows[i]?.results ?? [] }))
  return { schema: await schemaNow(), tables }
}

async function emptyD1({ schema, tables }: Migrated) {
  const deletes = tables.map(({ name }) => env.DB.prepare(`DELETE FROM ${name}`))
  const inserts = tables.flatMap(({ name, rows }) =>
    rows.map((row) => {
      const columns = Object.keys(row)
      const places = columns.map(() => '?').join(', ')
      const sql = `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${places})`
      return env.DB.prepare(sql).bind(...Object.values(row))
    }),
  )
  await env.DB.batch([
    ...restored(await schemaNow(), schema).map((sql) => env.DB.prepare(sql)),
    env.DB.prepare('PRAGMA defer_foreign_keys = on'),
    ...deletes,
    env.DB.prepare(`INSERT INTO search (search) VALUES ('delete-all')`),
    // Again, for what the triggers wrote the first time.
    ...deletes,
    env.DB.prepare(`DELETE FROM sqlite_sequence WHERE name <> 'd1_migrations'`),
    ...inserts,
    env.DB.prepare('DELETE FROM outbox'),
  ])
}

const spares = () => [env.SPARE_1, env.SPARE_2]

const emptyTexts = (db: D1Database) =>
  db.batch(
    [
      'DELETE FROM texts',
      `INSERT INTO search (search) VALUES ('delete-all')`,
      'UPDATE rounds SET after = 0, began_at = 0',
    ].map((sql) => db.prepare(sql)),
  )

/** The statements that make one schema another. Only what tests do: things added, and triggers dropped. */
function restored(from: Made[], to: Made[]): string[] {
  const missing = (some: Made[], all: Made[]) =>
    some.filter(({ name, sql }) => !all.some((other) => other.name === name && other.sql === sql))
  const added = missing(from, to).map(({ type, name }) => `DROP ${type} ${name}`)
  const dropped = missing(to, from).map(({ sql }) => sql)
  const changes = [...added, ...dropped]
  // Forgets statistics that are gone.
  return changes.length ? [...changes, 'ANALYZE sqlite_schema'] : []
}

async function emptyKV() {
  for (;;) {
    const { keys } = await env.PAGES.list()
    if (!keys.length) return
    await Promise.all(keys.map(({ name }) => env.PAGES.delete(name)))
  }
}

async function emptyR2() {
  for (;;) {
    const { objects } = await env.PICTURES.list()
    if (!objects.length) return
    await env.PICTURES.delete(objects.map(({ key }) => key))
  }
}
