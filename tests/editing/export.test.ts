import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  vi.useRealTimers()
  vi.spyOn(console, 'error').mockReturnValue()
  newsroom = await openNewsroom()
})

type Line = Record<string, unknown>

async function lines(query = '', headers = {}): Promise<Line[]> {
  const response = await newsroom.call('GET', `/api/export${query}`, undefined, headers)
  expect(response.status).toBe(200)
  expect(response.headers.get('Content-Type')).toBe('application/x-ndjson')
  expect(response.headers.get('Cache-Control')).toBe('no-store')
  const text = new TextDecoder().decode(await response.arrayBuffer())
  expect(text.endsWith('\n')).toBe(true)
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

const ofType = (all: Line[], type: string) => all.filter((line) => line.type === type)

async function keyWith(scopes: string[], sections?: string[]) {
  const made = await newsroom.call('POST', '/api/keys', { name: 'Other', scopes, sections })
  return { Authorization: `Bearer ${(await made.json<{ key: string }>()).key}` }
}

/** So many more published articles, with the text of the first. */
async function fill(count: number) {
  const sql = 'SELECT content, html FROM revisions LIMIT 1'
  const { results } = await env.DB.prepare(sql).run<{ content: number[]; html: number[] }>()
  const { content = [], html = [] } = results[0] ?? {}
  const ids = `WITH RECURSIVE n (i) AS (SELECT 101 UNION ALL SELECT i + 1 FROM n WHERE i < ${100 + count})`
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO articles (id, revision, sequence, slug, section_id, status, title, excerpt,
         keywords, published_at, created_at, updated_at)
       ${ids} SELECT i, 1, i, 'a' || i, 1, 'published', 't', '', '[]', i, i, i FROM n`,
    ),
    env.DB.prepare(
      `INSERT INTO revisions (article_id, number, content, html, key_id, created_at)
       ${ids} SELECT i, 1, ?1, ?2, 1, i FROM n`,
    ).bind(new Uint8Array(content), new Uint8Array(html)),
  ])
}

describe('an export', () => {
  test('gives sections, then articles as they stand, then an end', async () => {
    await newsroom.post({
      title: '区政协召开推进会',
      slug: 'first',
      keywords: ['发展'],
      source: { name: '上海徐汇', url: 'https://example.org/' },
      origin: { system: 'cms', id: '7' },
      publishedAt: '2024-07-13T05:51:02Z',
    })
    await newsroom.patch(1, { slug: 'second', summary: '摘要' })
    const all = await lines()
    expect(all.map(({ type }) => type)).toEqual(['section', 'section', 'article', 'end'])
    expect(all[0]).toEqual({
      type: 'section',
      slug: 'news',
      name: '业界动态',
      position: 1,
      description: null,
    })
    expect(all[2]).toEqual({
      type: 'article',
      id: 1,
      revision: 2,
      editor: 'Test',
      title: '区政协召开推进会',
      section: 'news',
      slug: 'second',
      status: 'published',
      format: 'markdown',
      body: '会议今天召开。',
      keywords: ['发展'],
      summary: '摘要',
      author: null,
      language: null,
      source: { name: '上海徐汇', url: 'https://example.org/' },
      publishedAt: '2024-07-13T05:51:02Z',
      publishAt: null,
      origin: { system: 'cms', id: '7' },
      lead: null,
      card: null,
      formerAddresses: [],
      retiredSlugs: ['first'],
      wasPublic: true,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    })
    expect(all[3]).toEqual({ type: 'end', next: null })
  })

  test('of an empty newsroom is its sections', async () => {
    expect((await lines()).map(({ type }) => type)).toEqual(['section', 'section', 'end'])
  })

  test('has articles of every status, in the order in which they became public', async () => {
    await newsroom.post({ slug: 'draft', status: 'draft' })
    await newsroom.post({ slug: 'late', status: 'draft' })
    await newsroom.post({ slug: 'gone' })
    await newsroom.post({ slug: 'plan', publishAt: '2999-01-01T00:00:00Z' })
    await newsroom.withdraw(3)
    await newsroom.patch(2, { status: 'published' })
    const articles = ofType(await lines(), 'article')
    expect(articles.map(({ slug, status, wasPublic }) => [slug, status, wasPublic])).toEqual([
      ['gone', 'withdrawn', true],
      ['late', 'published', true],
      ['draft', 'draft', false],
      ['plan', 'scheduled', false],
    ])
  })

  test('with revisions=true has the past too, named by slug, erased ones without their text', async () => {
    await newsroom.post({ title: '一', slug: 'piece' })
    await newsroom.patch(1, { title: '二' })
    await newsroom.patch(1, { title: '三' })
    await newsroom.call('DELETE', '/api/articles/1/revisions/1')
    const revisions = ofType(await lines('?revisions=true'), 'revision')
    expect(revisions).toMatchObject([
      { article: 'piece', number: 1, editor: 'Test', content: null, erasedAt: expect.any(String) },
      { article: 'piece', number: 2, content: { title: '二', slug: 'piece' }, erasedAt: null },
    ])
  })

  test('with since has what was changed then or later', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['Date'] })
    await newsroom.post({ slug: 'old' })
    await newsroom.post({ slug: 'changed' })
    vi.setSystemTime(Date.UTC(2026, 0, 2))
    await newsroom.patch(2, { title: '改' })
    await newsroom.patch(2, { title: '再改' })
    await newsroom.post({ slug: 'new', status: 'draft' })
    const all = await lines('?since=2026-01-02T00:00:00Z&revisions=true')
    expect(ofType(all, 'article').map(({ slug }) => slug)).toEqual(['changed', 'new'])
    expect(ofType(all, 'revision').map(({ number }) => number)).toEqual([2])
    expect(ofType(await lines('?since=2026-01-03T00:00:00Z'), 'article')).toEqual([])
    expect(ofType(await lines('?since=2026-01-03T08:00:00+08:00'), 'article')).toEqual([])
  })

  test('is the same bytes each time', async () => {
    await newsroom.post()
    expect(await lines()).toEqual(await lines())
  })
})

describe('a long one', () => {
  test('costs one round trip for 250 articles, and continues where the answer ends', async () => {
    await newsroom.post({ slug: 'first' })
    await fill(10_300)
    let page: Line[] = []
    const cost = await newsroom.spent(async () => {
      page = await lines()
    })
    // The key, the sections, 40 stretches: within the 50 statements of the free plan.
    expect(cost).toMatchObject({ roundTrips: 43, statements: 45 })
    expect(page).toHaveLength(2 + 40 * 250 + 1)
    const rest = await lines(`?cursor=${page.pop()?.next}`)
    expect(rest.pop()).toEqual({ type: 'end', next: null })
    expect(new Set([...page, ...rest].map(({ id, slug }) => id ?? slug)).size).toBe(2 + 10_301)
  })

  test('ends a stretch early when texts are long', async () => {
    await newsroom.post({ slug: 'first' })
    const han = () =>
      String.fromCharCode(
        ...crypto.getRandomValues(new Uint16Array(30_000)).map((n) => 0x4e00 + (n % 20_000)),
      )
    for (let i = 0; i < 24; i++) await newsroom.post({ slug: `long-${i}`, body: han() + han() })
    let page: Line[] = []
    const cost = await newsroom.spent(async () => {
      page = await lines()
    })
    expect(ofType(page, 'article')).toHaveLength(25)
    // 9 MB of text, source and rendering, 2 MB a stretch, two that find nothing more, the fronts and the readings.
    expect(cost.roundTrips).toBe(2 + 1 + 5 + 2 + 1 + 1)
  })

  test('that D1 breaks off has no end line', async () => {
    await newsroom.post({ slug: 'first' })
    await fill(600)
    let trips = 0
    newsroom.onD1 = () => {
      if (++trips === 4) throw new Error('D1_ERROR: Network connection lost.')
    }
    await expect(lines()).rejects.toThrow()
  })

  test('that D1 refuses from the start is a 503', async () => {
    let trips = 0
    newsroom.onD1 = () => {
      if (++trips === 2) throw new Error('D1_ERROR: Network connection lost.')
    }
    expect((await newsroom.call('GET', '/api/export')).status).toBe(503)
  })
})

describe('who may have it', () => {
  test('holders of export:read', async () => {
    const without = await keyWith(['articles:write', 'articles:publish'])
    expect((await newsroom.call('GET', '/api/export', undefined, without)).status).toBe(403)
    expect(await lines('', await keyWith(['export:read']))).toHaveLength(3)
  })

  test('a key limited to sections gets those: their articles, and the past that stood in them', async () => {
    await newsroom.post({ slug: 'ours', section: 'news' })
    await newsroom.post({ slug: 'theirs', section: 'culture' })
    await newsroom.post({ slug: 'moved', section: 'culture' })
    await newsroom.patch(3, { section: 'news' })
    await newsroom.patch(3, { title: '新' })
    const all = await lines('?revisions=true', await keyWith(['export:read'], ['news']))
    const named = all.map(
      (line) => `${line.type} ${line.slug ?? line.article ?? ''}${line.number ?? ''}`,
    )
    expect(named).toEqual([
      'section news',
      'article ours',
      'article moved',
      'revision moved2',
      'end ',
    ])
  })

  test.each([
    ['since=yesterday', 'since'],
    ['revisions=yes', 'revisions'],
    ['cursor=x', 'cursor'],
    ['cursor=nothing.1', 'cursor'],
    ['cursor=constructor.1', 'cursor'],
    ['cursor=past.1.1', 'cursor'],
    ['cursor=public.1&since=2026-01-01T00:00:00Z', 'cursor'],
    ['page=2', 'page'],
  ])('%s is refused by name', async (query, field) => {
    const response = await newsroom.call('GET', `/api/export?${query}`)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ errors: [{ field }] })
  })
})

describe('the trail', () => {
  async function trail() {
    const answer = await newsroom.call('GET', '/api/audit')
    const { entries } = await answer.json<{ entries: Record<string, unknown>[] }>()
    return entries.filter(({ action }) => action === 'export')
  }

  test('has a line of each export: by which key, since when, with or without the past', async () => {
    await newsroom.post()
    const other = await keyWith(['export:read'])
    await lines()
    await lines('?since=2026-01-02T03:04:05Z&revisions=true', other)
    expect(await trail()).toMatchObject([
      { keyId: 2, subject: 'since 2026-01-02T03:04:05Z with revisions', revision: null },
      { keyId: 1, subject: 'all' },
    ])
  })

  test('has one of an export that begins in the middle, so that nobody gets round it', async () => {
    await newsroom.post()
    await fill(10_500)
    const [end] = (await lines('?revisions=true')).slice(-1)
    expect(await trail()).toHaveLength(1)
    await lines(`?revisions=true&cursor=${end?.next}`)
    expect(await trail()).toMatchObject([
      { subject: `all with revisions from ${end?.next}` },
      { subject: 'all with revisions' },
    ])
  })

  test('has none of one that was refused, and takes no more of them than writes', async () => {
    await newsroom.call('GET', '/api/export?since=yesterday')
    await newsroom.call('GET', '/api/export', undefined, await keyWith(['articles:write']))
    expect(await trail()).toEqual([])
    const isSpent = { WRITES: { limit: async () => ({ success: false }) } } as Partial<Env>
    const limited = await new Newsroom(isSpent).call('GET', '/api/export')
    expect([limited.status, limited.headers.get('Retry-After')]).toEqual([429, '60'])
    expect(await trail()).toEqual([])
  })
})
