import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Newsroom, openNewsroom, type Posted } from '../support/newsroom'

let newsroom: Newsroom

interface Page {
  articles: Posted[]
  next: string | null
}

beforeEach(async () => {
  newsroom = await openNewsroom()
})

const list = async (query = '') =>
  (await newsroom.call('GET', `/api/articles${query}`)).json<Page>()

const ids = async (query: string) => (await list(query)).articles.map(({ id }) => id)

/** Every page of a list, by following `next`. */
async function walk(query: string) {
  const found: number[] = []
  let next: string | null = ''
  for (let pages = 0; next !== null && pages < 50; pages++) {
    const page: Page = await list(`?${query}${next && `&cursor=${next}`}`)
    found.push(...page.articles.map(({ id }) => id))
    next = page.next
  }
  return found
}

describe('GET /api/articles', () => {
  test('lists every status, the newest first, without the text', async () => {
    await newsroom.post({ status: 'draft' })
    await newsroom.post({ keywords: ['发展'] })
    const { articles, next } = await list()
    expect(articles).toMatchObject([
      { id: 2, status: 'published', keywords: ['发展'] },
      { id: 1, status: 'draft' },
    ])
    expect(articles[0]).not.toHaveProperty('body')
    expect(next).toBeNull()
  })

  test('filters by status, section, keyword and date, and by all at once', async () => {
    await newsroom.post({ publishedAt: '2024-01-01T00:00:00Z', keywords: ['甲'] })
    await newsroom.post({ publishedAt: '2024-02-01T00:00:00Z', section: 'culture' })
    await newsroom.post({ publishedAt: '2024-03-01T00:00:00Z', keywords: ['甲', '乙'] })
    await newsroom.post({ status: 'draft', keywords: ['甲'] })
    await newsroom.post({ publishAt: '2999-01-01T00:00:00Z' })
    await newsroom.withdraw((await newsroom.post()).id)
    expect(await ids('?status=published')).toEqual([3, 2, 1])
    expect(await ids('?status=draft')).toEqual([4])
    expect(await ids('?status=scheduled')).toEqual([5])
    expect(await ids('?status=withdrawn')).toEqual([6])
    expect(await ids('?section=culture')).toEqual([2])
    expect(await ids(`?keyword=${encodeURIComponent('甲')}`)).toEqual([4, 3, 1])
    expect(
      await ids('?publishedFrom=2024-02-01T00:00:00Z&publishedBefore=2024-03-01T00:00:00Z'),
    ).toEqual([2])
    const all = `?status=published&section=news&keyword=${encodeURIComponent('甲')}&publishedFrom=2024-01-02T00:00:00Z`
    expect(await ids(all)).toEqual([3])
  })

  test('takes a plus in a date as it is typed, though in an address it is a blank', async () => {
    await newsroom.post({ publishedAt: '2024-01-31T16:00:00Z' })
    const before = '2024-02-01T00:00:00+08:00'
    for (const spelt of [before, before.replace('+', '%2B'), before.replace('+', '%20')]) {
      expect(await ids(`?publishedFrom=${spelt}`), spelt).toEqual([1])
      expect(await ids(`?publishedBefore=${spelt}`), spelt).toEqual([])
      expect(await ids(`?updatedSince=${spelt}`), spelt).toEqual([1])
    }
    const odd = await newsroom.call(
      'GET',
      '/api/articles?publishedFrom=2024-02-01+00:00:00',
      undefined,
    )
    expect(odd.status).toBe(422)
  })

  test('comes in pages that neither lose nor repeat, whatever is posted in between', async () => {
    for (let i = 0; i < 5; i++) await newsroom.post()
    const first = await list('?limit=2')
    await newsroom.post()
    const second = await list(`?limit=2&cursor=${first.next}`)
    const third = await list(`?limit=2&cursor=${second.next}`)
    expect([first, second, third].map(({ articles }) => articles.map(({ id }) => id))).toEqual([
      [5, 4],
      [3, 2],
      [1],
    ])
    expect(third.next).toBeNull()
  })

  test('lists what has changed since a moment, the oldest change first', async () => {
    for (let i = 0; i < 4; i++) await newsroom.post()
    await env.DB.prepare('UPDATE articles SET updated_at = 1000 + id * 10').run()
    await env.DB.prepare('UPDATE articles SET updated_at = 1040 WHERE id = 1').run()
    const since = (s: number) => `updatedSince=${new Date(s * 1000).toISOString()}`
    expect(await walk(`${since(1030)}&limit=1`)).toEqual([3, 1, 4])
  })

  test.each(['limit=0', 'limit=101', 'status=gone', 'cursor=x', 'sort=title', 'updatedSince=now'])(
    '?%s is refused by name',
    async (query) => {
      const response = await newsroom.call('GET', `/api/articles?${query}`)
      expect(response.status).toBe(422)
      const field = query.split('=')[0]
      expect(await response.json()).toMatchObject({ errors: [{ field }] })
    },
  )
})

describe('in a large archive', () => {
  beforeEach(async () => {
    await newsroom.post({ keywords: ['稀有'], section: 'culture' })
    await env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2600)
       INSERT INTO articles (id, revision, sequence, slug, section_id, status, title, excerpt,
         keywords, published_at, created_at, updated_at)
       SELECT i, 1, i, 'a' || i, 1, 'published', 'x', '', '[]', i, i, i FROM n`,
    ).run()
  })

  test('a page costs a bounded number of rows, however few articles pass the filter', async () => {
    const { rowsRead } = await newsroom.spent(() => list(`?keyword=${encodeURIComponent('稀有')}`))
    expect(rowsRead).toBeLessThan(7_000)
  })

  test.each(['limit=1', 'limit=50', 'status=published&limit=20', 'status=draft&limit=20'])(
    'a page that many pass (?%s) costs about the rows that it gives',
    async (query) => {
      const { limit = '0' } = /limit=(?<limit>\d+)/.exec(query)?.groups ?? {}
      const { rowsRead } = await newsroom.spent(() => list(`?${query}`))
      expect(rowsRead).toBeLessThan(10 + 5 * Number(limit))
    },
  )

  test('a page of changes costs about the rows that it gives', async () => {
    const { rowsRead } = await newsroom.spent(() =>
      list('?updatedSince=1970-01-01T00:00:30Z&limit=30'),
    )
    expect(rowsRead).toBeLessThan(200)
  })

  test('and following next still finds every one of them', async () => {
    expect(await walk(`keyword=${encodeURIComponent('稀有')}`)).toEqual([1])
    expect(await walk('section=culture')).toEqual([1])
    expect(await walk('status=published&limit=100')).toHaveLength(2600)
  })
})
