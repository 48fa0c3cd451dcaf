/** Bringing the tables of databases up to date. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CATALOGUE, place, query, root, type Where, wrangler } from './d1.ts'
import { TEXT_TABLES } from './databases.ts'

/** Applies the migrations that these databases do not have yet: see `databasesOf`. */
export async function migrate(where: Where, databases = [CATALOGUE]): Promise<void> {
  for (const database of databases) {
    if (where.remote) await wrangler('d1', 'migrations', 'apply', database, ...place(where))
    else await migrateHere({ ...where, database })
  }
}

/**
 * The same on this machine, all of them in one transaction: there wrangler starts a runtime for each, which takes a
 * second every time.
 */
async function migrateHere(where: Where & { database: string }): Promise<void> {
  const folder = join(root, where.database === CATALOGUE ? 'migrations' : TEXT_TABLES)
  const applied = await query<{ name: string }>(`${RECORD} SELECT name FROM d1_migrations`, where)
  const names = new Set(applied.map(({ name }) => name))
  const pending = readdirSync(folder).filter((name) => name.endsWith('.sql') && !names.has(name))
  if (pending.length === 0) return
  const sql = pending
    .sort()
    .map((name) => `${readFileSync(join(folder, name), 'utf8')}\n${noted(name)}`)
  const temporary = mkdtempSync(join(tmpdir(), 'broadside-'))
  try {
    const file = join(temporary, 'migrations.sql')
    writeFileSync(file, sql.join('\n'))
    const how = [...place(where), '--yes', '--file', file]
    await wrangler('d1', 'execute', where.database, ...how)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** As wrangler keeps it, which goes by it too. */
const RECORD = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL);`

const noted = (name: string) => `INSERT INTO d1_migrations (name) VALUES ('${name}');`
