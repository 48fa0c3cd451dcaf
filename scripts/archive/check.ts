/** Reads an archive from the Worker's own code, and holds it against what its databases say. */
import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { siteOf } from '../../src/site'
import { checkSitemaps } from './crawl'
import { bytesInUse, type Databases, databasesIn } from './databases'
import { checkIndexes, checkReferences } from './references'
import { checkSample } from './sample'
import { LocalWorker, type Vars } from './worker'

/** Prints what it finds in the local D1's file, or in a folder of databases, and gives the faults. */
export async function check(place: string, vars: Vars): Promise<string[]> {
  const databases: Databases = statSync(place).isDirectory()
    ? databasesIn(place)
    : { catalogue: new DatabaseSync(place, { readOnly: true }), texts: [] }
  const { catalogue } = databases
  const worker = new LocalWorker(databases, vars)
  const { faults, published } = await checkSitemaps(worker, catalogue, siteOf(vars))
  printMost(catalogue)
  faults.push(...checkReferences(databases), ...checkIndexes(databases, published))
  faults.push(...(await checkSample(worker, catalogue)))
  printSizes(databases)
  return faults
}

function printMost(catalogue: DatabaseSync): void {
  const most = (group: string) =>
    catalogue
      .prepare(
        `SELECT max(n) AS n FROM (SELECT count(*) AS n FROM articles
         WHERE status = 'published' GROUP BY ${group})`,
      )
      .get()?.n
  console.log(`most in a section: ${most('section_id')}; on a day: ${most('published_at / 86400')}`)
}

/** What an article takes of each database: its pages in use, and those of its tables that take a byte and more. */
function printSizes({ catalogue, texts }: Databases): void {
  const articles = Number(catalogue.prepare('SELECT count(*) AS n FROM articles').get()?.n)
  let sum = 0
  for (const [store, db] of [catalogue, ...texts].entries()) {
    const own = store === 0 ? articles : textsIn(db)
    const bytes = bytesInUse(db)
    sum += bytes
    const of = store === 0 ? 'articles' : 'texts'
    const tables = tablesOf(db)
      .map(({ name, bytes }) => ({ name, each: Math.round(bytes / Math.max(own, 1)) }))
      .filter(({ each }) => each > 0)
      .map(({ name, each }) => `${name} ${each}`)
    console.log(
      `${store === 0 ? 'DB' : `TEXT_${store}`}: ${(bytes / 1e6).toFixed(1)} MB, ${own} ${of},`,
      `${(bytes / Math.max(own, 1)).toFixed(0)} bytes each: ${tables.join(', ')}`,
    )
  }
  console.log(`${(sum / articles).toFixed(0)} bytes an article in all`)
}

const textsIn = (db: DatabaseSync) => Number(db.prepare('SELECT count(*) AS n FROM texts').get()?.n)

/** Tables and indexes with the bytes of their pages, the largest first. */
const tablesOf = (db: DatabaseSync) =>
  db
    .prepare(
      `SELECT name, sum(pgsize) AS bytes FROM dbstat WHERE aggregate = TRUE
       GROUP BY name ORDER BY bytes DESC`,
    )
    .all() as { name: string; bytes: number }[]
