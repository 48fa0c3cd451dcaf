/** What migrations cost on a local D1, from the tables of the last release on. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readD1Migrations } from '@cloudflare/vitest-plugin'
import { root } from '../../scripts/d1.ts'
import { lastRelease } from '../../scripts/released.ts'
import { emptyDatabase } from '../archives'
import { start } from '../machine/workerd'
import { fillTables } from './tables'

export interface Cost {
  name: string
  seconds: number
  /** Rows, as D1 bills them. */
  read: number
  written: number
}

/** The migrations that a database has not seen yet. */
export async function outstanding(db: D1Database) {
  const { results } = await db.prepare('SELECT name FROM d1_migrations').run<{ name: string }>()
  const seen = new Set(results.map(({ name }) => name))
  const all = await readD1Migrations(join(root, 'migrations'))
  return all.filter(({ name }) => !seen.has(name))
}

type Migration = Awaited<ReturnType<typeof outstanding>>[number]

/** Applies one as wrangler does: all its statements in one batch. */
export async function apply(db: D1Database, { name, queries }: Migration): Promise<Cost> {
  const statements = queries.map((sql) => db.prepare(sql))
  const note = db.prepare('INSERT INTO d1_migrations (name) VALUES (?1)').bind(name)
  const start = performance.now()
  const results = await db.batch([...statements, note])
  const seconds = (performance.now() - start) / 1000
  const own = results.slice(0, -1).map(({ meta }) => meta)
  return {
    name,
    seconds,
    read: own.reduce((sum, meta) => sum + meta.rows_read, 0),
    written: own.reduce((sum, meta) => sum + meta.rows_written, 0),
  }
}

/** The database of the last release, empty, in a folder of its own. */
export async function releasedState(): Promise<string> {
  mkdirSync(join(root, '.wrangler'), { recursive: true })
  const state = mkdtempSync(join(root, '.wrangler/released-'))
  const db = new DatabaseSync(await emptyDatabase(state, {}))
  db.exec(readFileSync(join(root, `tests/upgrades/${lastRelease().tag}.sql`), 'utf8'))
  db.close()
  return state
}

/** Each migration since the last release, where every table that grows has so many rows. */
export async function costs(rows: number): Promise<Cost[]> {
  const state = await releasedState()
  const script = 'export default { fetch: () => new Response() }'
  const { database, stop } = await start({ state, vars: {}, scripts: { idle: script } })
  try {
    const db = await database()
    const filled = new Set<string>()
    const measured: Cost[] = []
    for (const migration of await outstanding(db)) {
      await fillTables(db, rows, filled)
      measured.push(await apply(db, migration))
    }
    return measured
  } finally {
    await stop()
    rmSync(state, { recursive: true })
  }
}
