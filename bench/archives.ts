/** Archives to measure on, made once and kept: `.wrangler/bench/`. */
import { createHash } from 'node:crypto'
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fill } from '../scripts/archive/main'
import { root } from '../scripts/d1.ts'
import { start } from './machine/workerd'

const folder = join(root, '.wrangler/bench')

/** The archive's state, ready to be copied. Made anew when the tables have changed since. */
export async function archiveOf(
  count: number,
  han: number,
  vars: Record<string, string>,
): Promise<string> {
  const migrations = globSync('migrations/*.sql', { cwd: root })
    .sort()
    .map((file) => readFileSync(join(root, file), 'utf8'))
  const version = createHash('sha256').update(migrations.join()).digest('hex').slice(0, 8)
  const state = join(folder, `${count}-${han}-${version}`)
  if (existsSync(state)) return state
  const unfinished = `${state}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  const file = await emptyDatabase(unfinished, vars)
  const db = new DatabaseSync(file)
  for (const sql of migrations) db.exec(sql)
  db.close()
  console.error(`Making an archive of ${count} articles, for this time and later ones …`)
  await fill({ file, count, han, vars: vars as never })
  renameSync(unfinished, state)
  return state
}

/** The file in which workerd keeps D1: it has to make it itself. */
export async function emptyDatabase(state: string, vars: Record<string, string>): Promise<string> {
  const script = `export default { async fetch(_, { DB }) {
    await DB.prepare('SELECT 1').run()
    return new Response('made')
  } }`
  const { urls, stop } = await start({ state, vars, scripts: { making: script } })
  await fetch(urls.making as string)
  await stop()
  return databaseIn(state)
}

/** D1's file is named by a hash; the one beside it keeps Miniflare's own records. */
export function databaseIn(state: string): string {
  const files = globSync('d1/*/*.sqlite', { cwd: state })
  const name = files.find((file) => !file.endsWith('metadata.sqlite'))
  if (!name) throw new Error(`no database in ${state}`)
  return join(state, name)
}

/** A copy that may be written to. */
export function copyOf(state: string, name = ''): string {
  const copy = join(folder, `copy-${process.pid}${name}`)
  rmSync(copy, { recursive: true, force: true })
  cpSync(state, copy, { recursive: true })
  return copy
}
