import { env } from 'cloudflare:workers'
import { afterEach, expect, test, vi } from 'vitest'
import { generate, postOf } from '../../scripts/archive/generate'
import { siteOf } from '../../src/site'
import { openNewsroom } from '../support/newsroom'

const COUNT = 130
const TABLES =
  'articles slugs revisions sitemap_shards lists list_entries origins audit editions counters outbox'

afterEach(() => {
  vi.useRealTimers()
})

/** Everything but what is random, and what the sections' keys did before. */
async function state() {
  const tables = await env.DB.batch(
    TABLES.split(' ').map((table) =>
      // The clock beats for itself.
      env.DB.prepare(
        `SELECT * FROM ${table}${table === 'counters' ? " WHERE name <> 'tick'" : ''}`,
      ),
    ),
  )
  const rows = tables.map(({ results }) => results as Record<string, unknown>[])
  const index = await env.DB.prepare(
    'SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid',
  )
    .bind('"社区"')
    .run()
  const plain = rows.map((table) =>
    table
      .map(({ edition: _, token: __, ...row }) => row)
      .filter(({ action }) => action !== 'section.create'),
  )
  return [
    ...plain.map((table) => table.map(({ id: _, ...row }) => JSON.stringify(row)).sort()),
    index.results,
  ]
}

const write = (n: number) => '社区议事会从三月开到八月，议出一部电梯。'.repeat(40).slice(0, n)

test('a generated archive is what posting the same leaves, table by table', async () => {
  let newsroom = await openNewsroom({ SITEMAP_CAPACITY: '50' })
  await env.DB.prepare('DELETE FROM sections').run()
  const site = siteOf({ ...env, SITEMAP_CAPACITY: '50' })
  await generate(env.DB, site, { count: COUNT, han: 200, write, keyId: 1 })
  const generated = await state()
  const sections = (
    await env.DB.prepare('SELECT slug, name FROM sections ORDER BY id').run<{
      slug: string
      name: string
    }>()
  ).results

  newsroom = await openNewsroom({ SITEMAP_CAPACITY: '50' })
  await env.DB.prepare('DELETE FROM sections').run()
  for (const { slug, name } of sections)
    await newsroom.call('PUT', `/api/sections/${slug}`, { name })
  const posts = Array.from({ length: COUNT }, (_, i) => postOf(i + 1, COUNT, 200, write))
  for (const { draft, at } of posts) {
    vi.setSystemTime(at * 1000)
    await newsroom.post({ ...draft })
  }
  for (let id = 50; id <= COUNT; id += 50) {
    vi.setSystemTime((posts[id - 1]?.at ?? 0) * 1000)
    await newsroom.withdraw(id)
  }
  vi.useRealTimers()
  const now = Math.floor(Date.now() / 1000)
  for (let minute = 1; minute <= 3; minute++) await newsroom.tick(now + minute * 60)
  expect(await state()).toEqual(generated)
})
