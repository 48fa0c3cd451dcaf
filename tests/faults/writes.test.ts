import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { fill } from '../support/archive'
import { article, KEY, type Newsroom, openNewsroom, type Posted } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  newsroom = await openNewsroom()
})

/** Everything the newsroom holds, apart from the counter of article numbers. */
async function state() {
  const tables =
    'sections articles slugs revisions sitemap_shards lists list_entries editions audit origins idempotency_keys'.split(
      ' ',
    )
  const results = await env.DB.batch([
    ...tables.map((table) => env.DB.prepare(`SELECT * FROM ${table}`)),
    env.DB.prepare('SELECT rowid FROM search'),
  ])
  return results.map(({ results }) => results)
}

/** Makes the nth statement of the next batch of several fail inside D1, in its own transaction. */
function breakStatement(n: number) {
  const { batch } = env.DB
  let isBroken = false
  vi.spyOn(env.DB, 'batch').mockImplementation((statements) => {
    if (statements.length <= n || statements.length < 6) return batch.call(env.DB, statements)
    isBroken = true
    const broken = env.DB.prepare('INSERT INTO counters (name, value) VALUES (NULL, NULL)')
    return batch.call(env.DB, statements.toSpliced(n, 0, broken)) as never
  })
  return () => isBroken
}

describe('a write is all or nothing', () => {
  test('whichever statement of a post fails, nothing of it is stored', async () => {
    const before = await state()
    let n = 0
    for (; ; n++) {
      const wasBroken = breakStatement(n)
      const post = article({ origin: { system: 'cms', id: '7' } })
      const retry = { 'Idempotency-Key': 'once' }
      const response = await newsroom.call('POST', '/api/articles', post, retry)
      vi.restoreAllMocks()
      if (!wasBroken()) break
      expect(response.status).toBe(500)
      expect(await state()).toEqual(before)
    }
    expect(n).toBe(17)
  })

  test('whichever statement of an edit fails, the article is as it was', async () => {
    await newsroom.post({ slug: 'piece' })
    const before = await state()
    let n = 0
    for (; ; n++) {
      const wasBroken = breakStatement(n)
      const patch = { title: '新', slug: 'renamed' }
      const response = await newsroom.call('PATCH', '/api/articles/1', patch, { 'If-Match': '"1"' })
      vi.restoreAllMocks()
      if (!wasBroken()) break
      expect(response.status).toBe(500)
      expect(await state()).toEqual(before)
    }
    expect(n).toBe(17)
  })
})

describe('what a write costs', () => {
  const keywords = Array.from({ length: 20 }, (_, i) => `词${i}`)

  // Round trips: the last of each is after the answer, and notes what was paid.
  test('a post: three round trips and one, the same rows at 1,000 articles and at 100,000', async () => {
    const post = () => newsroom.post({ keywords })
    for (let i = 0; i < 31; i++) await post()
    await fill(1_000)
    const small = await newsroom.spent(post)
    await fill(100_510)
    const large = await newsroom.spent(post)
    expect(large).toEqual(small)
    expect(small).toMatchObject({ roundTrips: 4, statements: 19 })
  })

  test('a post costs the same once SQLite has statistics, whatever they say of the archive', async () => {
    const post = () => newsroom.post({ keywords })
    for (let i = 0; i < 62; i++) await post()
    const before = await newsroom.spent(post)
    await env.DB.prepare('ANALYZE').run()
    expect(await newsroom.spent(post)).toEqual(before)
  })

  test('so does an edit; a withdrawal reads at most ten rows more, for the footer of its page', async () => {
    const posts: Posted[] = []
    for (let i = 0; i < 31; i++) posts.push(await newsroom.post())
    const edit = (i: number) => newsroom.patch(posts[i]?.id ?? 0, { title: '改' })
    const withdraw = (i: number) => newsroom.withdraw(posts[i]?.id ?? 0)
    await fill(1_000)
    const small = [
      await newsroom.spent(() => edit(10)),
      await newsroom.spent(() => withdraw(10)),
    ] as const
    await fill(100_500)
    expect(await newsroom.spent(() => edit(11))).toEqual(small[0])
    const { rowsRead, ...cost } = await newsroom.spent(() => withdraw(11))
    expect(small[1]).toMatchObject(cost)
    expect(rowsRead - small[1].rowsRead).toBeLessThanOrEqual(10)
  })

  test('a post with an Idempotency-Key and an origin: no more round trips, and as many as before the answer when sent again', async () => {
    const fields = article({ keywords, origin: { system: 'cms', id: '1' } })
    const retry = { 'Idempotency-Key': 'k' }
    const post = () => newsroom.call('POST', '/api/articles', fields, retry)
    expect(await newsroom.spent(post)).toMatchObject({ roundTrips: 4, statements: 24 })
    expect(await newsroom.spent(post)).toMatchObject({ roundTrips: 3, rowsWritten: 0 })
  })

  test('an edit: three and one; a withdrawal: two, one for KV, and one', async () => {
    const { id } = await newsroom.post()
    const path = `/api/articles/${id}`
    const edit = () => newsroom.call('PATCH', path, { title: '新' }, { 'If-Match': '"1"' })
    expect(await newsroom.spent(edit)).toMatchObject({ roundTrips: 4, statements: 18 })
    const withdraw = () => newsroom.call('DELETE', path, undefined, { 'If-Match': '"2"' })
    expect(await newsroom.spent(withdraw)).toMatchObject({ roundTrips: 4, statements: 24 })
  })

  test('a hundred articles imported: three round trips after the key, the same rows at 1,000 and at 100,000', async () => {
    const bring = (from: number) => {
      const lines = Array.from({ length: 100 }, (_, i) =>
        JSON.stringify(article({ title: `第 ${from + i} 篇`, keywords })),
      )
      const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson' }
      return newsroom.fetch('/api/import', { method: 'POST', headers, body: lines.join('\n') })
    }
    for (let i = 0; i < 31; i++) await newsroom.post({ keywords })
    await bring(0)
    await fill(1_000)
    const small = await newsroom.spent(() => bring(1_000))
    await fill(100_500)
    const large = await newsroom.spent(() => bring(2_000))
    expect(large.roundTrips).toBe(4)
    expect(large.statements).toBe(small.statements)
    expect(Math.abs(large.rowsWritten - small.rowsWritten)).toBeLessThan(100)
  })

  test('a post: not many more rows once SQLite has statistics of a large archive', async () => {
    for (let i = 0; i < 31; i++) await newsroom.post({ keywords })
    await fill(20_000)
    await env.DB.prepare(
      `INSERT INTO list_entries (list_id, position, article_id, shown)
       SELECT l.id, a.id, a.id, 1 FROM lists l JOIN articles a ON a.id > 31
       WHERE l.name = 'section/news'`,
    ).run()
    const without = await newsroom.spent(() => newsroom.post({ keywords }))
    await env.DB.batch([env.DB.prepare('ANALYZE'), env.DB.prepare('ANALYZE sqlite_schema')])
    const { rowsRead } = await newsroom.spent(() => newsroom.post({ keywords }))
    expect(rowsRead).toBeLessThan(without.rowsRead * 2)
  })
})

describe('what reading costs', () => {
  test('a page made anew reads a few rows, in a large archive with statistics too', async () => {
    for (let i = 0; i < 31; i++) await newsroom.post()
    await fill(20_000)
    for (const slug of 'abcdef') await newsroom.call('PUT', `/api/sections/${slug}`, { name: slug })
    await env.DB.prepare('UPDATE articles SET section_id = 1 + id % 8').run()
    // What `PRAGMA optimize` leaves in a large archive: SQLite must not begin with the sections.
    await env.DB.batch(
      [
        'ANALYZE',
        'DELETE FROM sqlite_stat1',
        `INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
           ('articles', 'articles_updated', '1000000 1 1'),
           ('articles', 'articles_of_section', '1000000 2001 1'),
           ('articles', 'articles_not_public', '20000 2001 1'),
           ('articles', 'articles_newest_of_section', '980000 2001 1 1'),
           ('articles', 'articles_newest', '980000 1 1'),
           ('articles', 'sqlite_autoindex_articles_1', '1000000 1'),
           ('sections', 'sqlite_autoindex_sections_1', '8 1')`,
        'ANALYZE sqlite_schema',
      ].map((sql) => env.DB.prepare(sql)),
    )
    for (const path of ['/', '/sections/news', '/pages/600', '/feed.xml', '/news-sitemap.xml']) {
      await newsroom.post()
      const { rowsRead } = await newsroom.spent(() => newsroom.read(path))
      expect(rowsRead, path).toBeLessThan(400)
    }
  })
})
