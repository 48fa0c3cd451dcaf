import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { fill } from '../../support/archive'
import type { Newsroom } from '../../support/newsroom'
import { client, openWordPress, type Post } from '../../support/wordpress'

/** Seconds between two articles: some two hundred a month. */
const APART = 13_000
/** By how many each one has the keyword. */
const EVERY = 10

/** An archive with all its lists, one article after another, in one section, its months 217 each or fewer. */
async function archive(count: number): Promise<Newsroom> {
  const newsroom = await openWordPress({ SITE_TIME_ZONE: 'UTC' as never })
  await newsroom.post({ title: '题目', keywords: ['甲'], publishedAt: '1971-01-01T00:00:00Z' })
  await fill(count)
  const run = (sql: string) => env.DB.prepare(sql)
  const month = `'month/' || strftime('%Y-%m', published_at, 'unixepoch')`
  await env.DB.batch([
    run('DELETE FROM list_entries'),
    run('DELETE FROM lists'),
    run(`UPDATE articles SET published_at = id * ${APART}`),
    run(`UPDATE sitemap_shards SET count =
      (SELECT count(*) FROM articles WHERE sequence BETWEEN first_sequence AND first_sequence + capacity - 1)`),
    run(
      `INSERT INTO lists (name, length, count) SELECT ${month}, count(*), count(*) FROM articles GROUP BY 1`,
    ),
    run(
      `INSERT INTO lists (name, length, count) SELECT 'section/news', count(*), count(*) FROM articles`,
    ),
    run(`INSERT INTO lists (name) VALUES ('keyword/甲')`),
    run(`INSERT INTO list_entries (list_id, position, article_id, shown)
      SELECT (SELECT id FROM lists WHERE name = 'keyword/甲'), row_number() OVER (ORDER BY id), id, 1
      FROM articles WHERE id % ${EVERY} = 0`),
    run(`UPDATE articles SET keywords = '["甲"]' WHERE id % ${EVERY} = 0`),
    run(`UPDATE lists SET (length, count) = (SELECT count(*), count(*) FROM list_entries WHERE list_id = lists.id)
      WHERE name = 'keyword/甲'`),
    run('DELETE FROM outbox'),
  ])
  return newsroom
}

const SMALL = 3_000
const LARGE = 60_000

test('a page and its total cost in a large archive what they cost in a small one', async () => {
  const queries = {
    first: 'page=1',
    'far down': 'page=250',
    'the last': 'page=LAST',
    'the oldest': 'order=asc',
    'far down the oldest': 'order=asc&page=250',
    category: 'categories=1',
    tag: 'tags=TAG',
    'tag, further': 'tags=TAG&page=20',
    drafts: 'status=draft',
    any: 'status=any',
    modified: 'orderby=modified',
    'category and tag': 'categories=1&tags=TAG',
    'span of time': 'after=1970-03-01T00:00:00&before=1970-04-01T00:00:00',
    'before a moment': 'before=1970-04-01T00:00:00',
  }
  const costs: Record<string, number[]> = {}
  for (const size of [SMALL, LARGE]) {
    const newsroom = await archive(size)
    const wp = client(newsroom)
    const tag = await env.DB.prepare(`SELECT id FROM lists WHERE name = 'keyword/甲'`).first('id')
    await wp.read('/posts')
    for (const [name, query] of Object.entries(queries)) {
      const path = query.replace('TAG', String(tag)).replace('LAST', String(size / 10))
      const expected = name.includes('tag') && !name.includes('category') ? size / EVERY : size
      let response = new Response()
      const { rowsRead } = await newsroom.spent(async () => {
        response = await wp.get(`/posts?${path}&_fields=id`)
      })
      expect(response.status, name).toBe(200)
      const total = Number(response.headers.get('X-WP-Total'))
      if (!/category and|span|moment|drafts/.test(name)) expect(total, name).toBe(expected)
      if (name !== 'drafts') expect(await response.json<Post[]>(), name).not.toEqual([])
      costs[name] = [...(costs[name] ?? []), rowsRead]
    }
  }
  for (const [name, [small = 0, large = 0]] of Object.entries(costs)) {
    if (name === 'category and tag') {
      // Of the small archive all that there are were found; a thousand are found at most.
      expect(large, name).toBeLessThan(10_000)
      continue
    }
    // There are more months and more sitemaps, a row each; and no page of a month is as far down as another.
    expect(large, name).toBeLessThan(small + LARGE / 200 + 220)
    expect(large, name).toBeLessThan(1_500)
  }
})

test('a page far down skips what its month has, and finds what stands there', async () => {
  const newsroom = await archive(SMALL)
  const wp = client(newsroom)
  for (const [query, first] of [
    ['page=200', SMALL - 1990],
    ['page=300', SMALL - 2990],
    ['page=200&order=asc', 1991],
    ['offset=2999', 1],
  ] as const) {
    const [post] = await wp.read(`/posts?${query}&_fields=id`)
    expect(post?.id, query).toBe(first)
  }
  const far = await newsroom.spent(() => wp.read('/posts?page=300&_fields=id'))
  expect(far.rowsRead).toBeLessThan(600)
})

test('a list that is found by looking is counted to a thousand, and ends there', async () => {
  const newsroom = await archive(SMALL)
  const wp = client(newsroom)
  const response = await wp.get('/posts?exclude=1&per_page=100')
  expect(response.headers.get('X-WP-Total')).toBe('1000')
  expect(response.headers.get('X-WP-TotalPages')).toBe('10')
  expect((await wp.get('/posts?exclude=1&per_page=100&page=10')).status).toBe(200)
  expect((await wp.get('/posts?exclude=1&per_page=100&page=11')).status).toBe(400)
  const title = await wp.refusal(wp.get('/posts?orderby=title'))
  expect(title.data.params?.orderby).toContain('at most 1000')
})

test('more is not skipped than has its bound, and the refusal names the way', async () => {
  const newsroom = await archive(SMALL)
  const wp = client(newsroom)
  const refusal = await wp.refusal(wp.get('/posts?categories=1&page=100000'))
  expect(refusal.data.params?.page).toContain('before or after')
})
