/**
 * Reads an archive through its sitemaps, as a crawler would, from the Worker's own code, and compares
 * what they list with what the database says is published.
 */
import { DatabaseSync } from 'node:sqlite'
import { app } from '../../src/app'
import { paths, siteOf } from '../../src/site'
import { SqliteD1 } from './sqlite-d1'

/** D1 that counts what it is asked. */
class CountedD1 extends SqliteD1 {
  statements = 0
  rows = 0

  override execute(statement: Parameters<SqliteD1['execute']>[0]) {
    const result = super.execute(statement)
    this.statements++
    this.rows += result.results.length
    return result
  }
}

const MAX_URLS = 50_000
const MAX_BYTES = 10_000_000
const MAX_LOC_BYTES = 256

/** Prints what it finds, and gives the faults. */
export async function check(file: string, vars: Parameters<typeof siteOf>[0]): Promise<string[]> {
  const sqlite = new DatabaseSync(file, { readOnly: true })
  const db = new CountedD1(sqlite)
  const copies = new Map<string, { value: ArrayBuffer; metadata: unknown }>()
  const kv = {
    getWithMetadata: async (key: string) => copies.get(key) ?? { value: null, metadata: null },
    put: async (key: string, body: string | Uint8Array, { metadata }: { metadata: unknown }) => {
      const { buffer } = typeof body === 'string' ? new TextEncoder().encode(body) : body
      copies.set(key, { value: buffer as ArrayBuffer, metadata })
    },
  }
  const env = { ...vars, DB: db, PAGES: kv } as unknown as Env
  const read = async (path: string) => {
    const work: Promise<unknown>[] = []
    const ctx = { waitUntil: (promise: Promise<unknown>) => work.push(promise) }
    db.statements = 0
    db.rows = 0
    const response = await app.fetch(
      new Request(site.origin + path),
      env,
      ctx as unknown as ExecutionContext,
    )
    const text = await response.text()
    await Promise.all(work)
    return { status: response.status, text, statements: db.statements, rows: db.rows }
  }
  const site = siteOf(vars)
  const faults: string[] = []
  const expect = (isTrue: boolean, fault: string) => {
    if (!isTrue) faults.push(fault)
  }

  const index = await read(paths.sitemapIndex)
  const shards = locsIn(index.text).filter((loc) => /\/sitemap\d+\.xml$/.test(loc))
  const seen = new Map<string, number>()
  let [largest, longest] = [0, 0]
  for (const shard of shards) {
    const path = shard.slice(site.origin.length)
    const first = await read(path)
    const again = await read(path)
    expect(first.status === 200, `${path} answers ${first.status}`)
    expect(again.text === first.text, `${path} is not the same twice`)
    expect(again.statements === 1, `${path} costs ${again.statements} statements unchanged`)
    const locs = locsIn(first.text)
    expect(locs.length <= MAX_URLS, `${path} has ${locs.length} URLs`)
    largest = Math.max(largest, new TextEncoder().encode(first.text).length)
    longest = Math.max(longest, ...locs.map((loc) => loc.length))
    for (const loc of locs) seen.set(loc, (seen.get(loc) ?? 0) + 1)
    copies.clear()
  }
  expect(largest < MAX_BYTES, `a file has ${largest} bytes`)
  expect(longest <= MAX_LOC_BYTES, `a loc has ${longest} bytes`)
  seen.delete(site.origin + paths.home)

  const published = sqlite.prepare("SELECT slug FROM articles WHERE status = 'published'").all()
  const wanted = new Set(
    (published as { slug: string }[]).map(({ slug }) => site.origin + paths.article(slug)),
  )
  const twice = [...seen.values()].filter((times) => times > 1).length
  const missing = [...wanted].filter((url) => !seen.has(url)).length
  const extra = [...seen.keys()].filter((url) => !wanted.has(url)).length
  expect(twice + missing + extra === 0, `${twice} twice, ${missing} missing, ${extra} too many`)
  const most = (sql: string) => Object.values(sqlite.prepare(sql).get() ?? {})[0]
  console.log(`${wanted.size} articles published, ${seen.size} URLs in ${shards.length} sitemaps`)
  console.log(`${twice} twice, ${missing} missing, ${extra} too many`)
  console.log(`largest file ${(largest / 1e6).toFixed(2)} MB, longest loc ${longest} bytes`)
  console.log(`the index: ${index.rows} rows from D1 for ${shards.length} sitemaps`)
  console.log(
    `most in a section: ${most("SELECT max(n) FROM (SELECT count(*) AS n FROM articles WHERE status = 'published' GROUP BY section_id)")};`,
    `on a day: ${most("SELECT max(n) FROM (SELECT count(*) AS n FROM articles WHERE status = 'published' GROUP BY published_at / 86400)")}`,
  )
  return faults
}

const locsIn = (xml: string) =>
  [...xml.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc]) => loc as string)
