/**
 * node scripts/released-schema.ts: writes tests/upgrades/TAG.sql, the database as the last release's migrations
 * leave it, out of git's history. Once for each release.
 */
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { command } from './command.ts'
import { root } from './d1.ts'
import { fileOf, filesOf, lastRelease, missing } from './released.ts'

const HELP = `Usage: node scripts/released-schema.ts
Writes the tables of the last release, as CHANGELOG.md names it, to tests/upgrades/.`

/** Rows that the migrations put there at random: others each time. */
const DRAWN: Record<string, string> = {
  'editions.edition': 'lower(hex(randomblob(10)))',
  'outbox.version': 'lower(hex(randomblob(10)))',
  'outbox.next_at': 'unixepoch()',
  'secrets.value': 'randomblob(32)',
}

await command(HELP, {}, [0, 0], async () => {
  const release = lastRelease()
  const fault = missing(release)
  if (fault) throw new Error(fault)
  const db = new DatabaseSync(':memory:')
  const migrations = filesOf(release, 'migrations')
  for (const file of migrations) db.exec(fileOf(release, file))
  const made = db
    .prepare(
      `SELECT type, name, sql FROM sqlite_schema
       WHERE sql IS NOT NULL AND tbl_name NOT GLOB 'search_*' AND name NOT GLOB 'sqlite_*'
       ORDER BY type = 'trigger', rowid`,
    )
    .all() as { type: string; name: string; sql: string }[]
  const tables = made.filter(({ type, name }) => type === 'table' && name !== 'search')
  const [before, triggers] = [false, true].map((is) =>
    made.filter(({ type }) => (type === 'trigger') === is).map(({ sql }) => `${sql};\n`),
  )
  const names = migrations.map((file) => `('${basename(file)}')`).join(', ')
  const text = `-- ${release.tag}, commit ${release.commit}: the database as its migrations leave it.
-- Written by scripts/released-schema.ts. It stays as it is: this is what newsrooms are upgraded from.

${before?.join('\n')}
${tables.flatMap(({ name }) => rowsOf(db, name)).join('')}
${triggers?.join('\n')}
-- What wrangler keeps of the migrations that have run.
CREATE TABLE d1_migrations (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
);
INSERT INTO d1_migrations (name) VALUES ${names};
`
  const target = `tests/upgrades/${release.tag}.sql`
  writeFileSync(join(root, target), text)
  console.log(`${target} has the tables of ${release.tag}.`)
})

function rowsOf(db: DatabaseSync, table: string): string[] {
  const rows = db.prepare(`SELECT * FROM ${table}`).all()
  return rows.map((row) => {
    const columns = Object.keys(row)
    const values = columns.map((column) => DRAWN[`${table}.${column}`] ?? literal(row[column]))
    return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')});\n`
  })
}

function literal(value: unknown): string {
  if (value === null || typeof value === 'number') return String(value).toUpperCase()
  return `'${value}'`
}
