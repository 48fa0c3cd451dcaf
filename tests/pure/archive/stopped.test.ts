/** A generator that is stopped between two databases, and started again. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { generate } from '../../../scripts/archive/generate'
import { checkIndexes, checkReferences } from '../../../scripts/archive/references'
import { SqliteD1 } from '../../../scripts/archive/sqlite-d1'
import type { Store } from '../../../src/articles/texts/stores'
import { siteOf } from '../../../src/site'

const site = siteOf({
  SITE_URL: 'https://news.test',
  SITE_NAME: '临江新闻',
  SITE_DESCRIPTION: '',
  SITE_LANGUAGE: 'zh-CN',
  SITE_TIME_ZONE: 'Asia/Shanghai',
  SITEMAP_CAPACITY: '500',
})
const COUNT = 260
const CHUNK = 100

/** Says something else each time, as the generator's own writer does. */
function writer() {
  const text = '社区议事会从三月开到八月，议出一部电梯。'.repeat(9)
  let times = 0
  return (han: number) => text.slice(++times % 80).slice(0, han)
}

function empty(folder: string): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  for (const name of files.sort()) db.exec(readFileSync(join(folder, name), 'utf8'))
  return db
}

/** D1 that fails for good after so many batches of all databases. */
class Mortal extends SqliteD1 {
  private readonly life: { batches: number }

  constructor(db: DatabaseSync, life: { batches: number }) {
    super(db)
    this.life = life
  }

  override async batch(...args: Parameters<SqliteD1['batch']>) {
    if (this.life.batches-- <= 0) throw new Error('stopped')
    return super.batch(...args)
  }
}

/** An archive whose making is stopped after so many batches, each time anew until it is there. */
async function made(batches: number) {
  const catalogue = empty('migrations')
  const text = empty('migrations/texts')
  catalogue.exec("INSERT INTO keys (id, name, hash, created_at) VALUES (1, 'Archive', 'none', 0)")
  let stops = 0
  for (; stops < 20; stops++) {
    // Longer each time, or it would never come to its end.
    const life = { batches: batches + stops }
    const [db, store] = [catalogue, text].map((each) => new Mortal(each, life))
    const plan = { count: COUNT, han: 20, write: writer(), keyId: 1, chunk: CHUNK }
    const isDone = await generate(
      db as unknown as D1Database,
      site,
      plan,
      () => new Map([[1, store as unknown as Store]]),
    ).then(
      () => true,
      (fault) => {
        if (String(fault) !== 'Error: stopped') throw fault
        return false
      },
    )
    if (isDone) break
  }
  const published = Number(
    catalogue.prepare("SELECT count(*) AS n FROM articles WHERE status = 'published'").get()?.n,
  )
  const databases = { catalogue, texts: [text] }
  const faults = [...checkReferences(databases), ...checkIndexes(databases, published)]
  return { stops, faults, state: stateOf(catalogue, text) }
}

/** All of it but what is random or counts what was thrown away. */
const stateOf = (catalogue: DatabaseSync, text: DatabaseSync) => [
  catalogue
    .prepare('SELECT id, slug, status, revision, sequence, excerpt FROM articles ORDER BY id')
    .all(),
  catalogue.prepare('SELECT * FROM list_entries ORDER BY list_id, position').all(),
  catalogue.prepare('SELECT * FROM sitemap_shards').all(),
  catalogue.prepare('SELECT action, subject, revision FROM audit ORDER BY id').all(),
  text
    .prepare(
      `SELECT article_id, number, found_at, unused_since IS NULL AS isUsed, hex(content) AS content,
         hex(html) AS html FROM texts ORDER BY article_id, number`,
    )
    .all(),
]

const whole = await made(1_000)

test.each(Array.from({ length: 12 }, (_, i) => i + 1))(
  'stopped after %i batches, and again, it becomes the archive that it would have been',
  async (batches) => {
    const { stops, faults, state } = await made(batches)
    expect(stops).toBeGreaterThan(0)
    expect(faults).toEqual([])
    expect(state).toEqual(whole.state)
  },
)
