/** Fills SQLite files with an archive. Run by scripts/archive.ts, which bundles it. */
import { DatabaseSync } from 'node:sqlite'
import type { Store, Stores } from '../../src/articles/texts/stores'
import { siteOf } from '../../src/site'
import { bytesOf, type Databases, databasesFor, fast, type Plan } from './databases'
import { generate, NONE } from './generate'
import { cutter } from './prose'
import { d1Over } from './sqlite-d1'

/** As in wrangler.toml. */
type Vars = Parameters<typeof siteOf>[0]

export interface Order extends Pick<Plan, 'count' | 'han'> {
  /** Of the local D1. */
  file: string
  vars: Vars
}

/** Fills the database of an empty newsroom. */
export async function fill({ file, vars, ...plan }: Order): Promise<void> {
  const catalogue = fast(new DatabaseSync(file))
  if (articlesIn(catalogue) > 0)
    throw new Error('The newsroom has articles already: remove .wrangler/state first')
  await write({ catalogue, texts: [] }, vars, { ...plan, limit: 0 })
}

/**
 * Fills databases in a folder of their own, from where the last run with the same plan was stopped. Texts go to
 * the first text database until it has so many bytes, then to the next; the last takes what is left.
 */
export async function fillFolder(folder: string, vars: Vars, plan: Plan): Promise<void> {
  await write(databasesFor(folder, plan), vars, plan)
}

async function write(
  { catalogue, texts }: Databases,
  vars: Vars,
  { count, han, limit, chunk }: Omit<Plan, 'databases'>,
): Promise<void> {
  const start = performance.now()
  const begun = articlesIn(catalogue)
  const all = texts.map((text): [number, Store] => [texts.indexOf(text) + 1, d1Over(text)])
  let last = { written: begun, at: start }
  await generate(
    d1Over(catalogue),
    siteOf(vars),
    {
      count,
      han,
      write: cutter(),
      keyId: keyIn(catalogue),
      ...(chunk ? { chunk } : {}),
      progress(written) {
        if (written % 10_000 !== 0 && written !== count) return
        const now = performance.now()
        const rate = Math.round(((written - last.written) * 1000) / (now - last.at))
        const sizes = [catalogue, ...texts].map((db) => Math.round(bytesOf(db) / 1e6)).join(' + ')
        console.log(`${written} articles, ${rate} a second, ${sizes} MB`)
        last = { written, at: now }
      },
    },
    texts.length === 0 ? NONE : () => upTo(all, roomiest(texts, limit)),
  )
  const seconds = (performance.now() - start) / 1000
  console.log(`${count - begun} articles written in ${seconds.toFixed(0)} seconds`)
  for (const db of [catalogue, ...texts]) {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize')
    db.close()
  }
}

/** The number of the first text database with room, or of the last. */
function roomiest(texts: DatabaseSync[], limit: number): number {
  const first = texts.findIndex((text) => bytesOf(text) < limit)
  return first === -1 ? texts.length : first + 1
}

/** As they are bound when there are so many of them: the newest first. */
const upTo = (all: [number, Store][], most: number): Stores =>
  new Map(all.slice(0, most).toReversed())

const articlesIn = (db: DatabaseSync) =>
  Number(db.prepare('SELECT count(*) AS n FROM articles').get()?.n)

/** The key whose articles they are. */
function keyIn(db: DatabaseSync): number {
  db.exec(`INSERT INTO keys (name, hash, created_at) SELECT 'Archive', 'none', 0
    WHERE NOT EXISTS (SELECT 1 FROM keys WHERE name = 'Archive')`)
  return Number(db.prepare("SELECT id FROM keys WHERE name = 'Archive'").get()?.id)
}
