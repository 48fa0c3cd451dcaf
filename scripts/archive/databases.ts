/** The databases of an archive in a folder of its own: SQLite files as D1 would have them, one for each binding. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { root } from '../d1.ts'

/** What was ordered. An archive that is begun is gone on with by the same order alone. */
export interface Plan {
  /** Articles. */
  count: number
  /** Han characters in a body. */
  han: number
  /** The catalogue among them: 1 when texts lie in it. */
  databases: number
  /** Bytes that a text database takes before the next one is written to. */
  limit: number
  /** Articles written together, a thousand unless told. */
  chunk?: number
}

export interface Databases {
  catalogue: DatabaseSync
  /** Text databases by number: `TEXT_1` first. */
  texts: DatabaseSync[]
}

const PLAN = 'archive.json'
export const CATALOGUE = 'catalogue.sqlite'
/** Of `TEXT_{store}`. */
export const textFile = (store: number) => `text-${store}.sqlite`

/** The databases in a folder, made there unless an archive of the same plan was begun already. */
export function databasesFor(folder: string, plan: Plan): Databases {
  const file = join(folder, PLAN)
  const order = JSON.stringify(plan)
  mkdirSync(folder, { recursive: true })
  if (!existsSync(file)) writeFileSync(file, order)
  const begun = readFileSync(file, 'utf8')
  if (begun !== order) throw new Error(`${folder} holds an archive of another plan: ${begun}`)
  const texts = Array.from({ length: plan.databases - 1 }, (_, i) =>
    made(join(folder, textFile(i + 1)), 'migrations/texts'),
  )
  return { catalogue: made(join(folder, CATALOGUE), 'migrations'), texts }
}

/** The databases in a folder that has them. */
export function databasesIn(folder: string, readOnly = true): Databases {
  const { databases } = JSON.parse(readFileSync(join(folder, PLAN), 'utf8')) as Plan
  const open = (file: string) => new DatabaseSync(join(folder, file), { readOnly })
  const texts = Array.from({ length: databases - 1 }, (_, i) => open(textFile(i + 1)))
  return { catalogue: open(CATALOGUE), texts }
}

/** A file with all tables, to be written to fast: a machine that loses power loses it. */
function made(file: string, migrations: string): DatabaseSync {
  const db = fast(new DatabaseSync(file))
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined
  if (!isEmpty) return db
  const folder = join(root, migrations)
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  db.exec('BEGIN')
  for (const name of files.sort()) db.exec(readFileSync(join(folder, name), 'utf8'))
  db.exec('COMMIT')
  return db
}

/** A crash of the machine leaves nothing worth keeping; one of the program, all that was committed. */
export function fast(db: DatabaseSync): DatabaseSync {
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000')
  return db
}

/** Bytes that a database takes, those of free pages too. */
export const bytesOf = (db: DatabaseSync) => pragma(db, 'page_count') * pragma(db, 'page_size')

/** Bytes of the pages in use. */
export const bytesInUse = (db: DatabaseSync) =>
  (pragma(db, 'page_count') - pragma(db, 'freelist_count')) * pragma(db, 'page_size')

const pragma = (db: DatabaseSync, name: string) =>
  Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0])
