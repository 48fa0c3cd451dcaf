/** Fills the SQLite file of the local D1. Run by scripts/archive.ts, which bundles it. */
import { DatabaseSync } from 'node:sqlite'
import { siteOf } from '../../src/site'
import { generate } from './generate'
import { cutter } from './prose'
import { d1Over } from './sqlite-d1'

export interface Order {
  file: string
  count: number
  han: number
  /** As in wrangler.toml. */
  vars: Parameters<typeof siteOf>[0]
}

export async function fill({ file, count, han, vars }: Order): Promise<void> {
  const db = new DatabaseSync(file)
  // A crash half-way leaves nothing worth keeping.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000')
  const { articles } = db.prepare('SELECT count(*) AS articles FROM articles').get() as {
    articles: number
  }
  if (articles > 0)
    throw new Error('The newsroom has articles already: remove .wrangler/state first')
  const { id } = db
    .prepare("INSERT INTO keys (name, hash, created_at) VALUES ('Archive', 'none', 0) RETURNING id")
    .get() as { id: number }
  const start = performance.now()
  await generate(d1Over(db), siteOf(vars), {
    count,
    han,
    write: cutter(),
    keyId: id,
    progress(written) {
      const rate = Math.round(written / ((performance.now() - start) / 1000))
      if (written % 10_000 === 0 || written === count)
        console.log(`${written} articles, ${rate} a second`)
    },
  })
  db.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize')
  db.close()
}
