import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { article, count, KEY, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  vi.useRealTimers()
  vi.spyOn(console, 'error').mockReturnValue()
  newsroom = await openNewsroom()
})

interface Result {
  line: number
  status: number
  id?: number
  url?: string
  detail?: string
  errors?: { field: string; detail: string }[]
  [field: string]: unknown
}

const text = async (response: Response) => new TextDecoder().decode(await response.arrayBuffer())

async function send(body: BodyInit, headers = {}, query = '') {
  const response = await newsroom.fetch(`/api/import${query}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${KEY}`,
      'Content-Type': 'application/x-ndjson',
      ...headers,
    },
    body,
  })
  const answer = await text(response)
  const results = answer
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Result)
  return { status: response.status, results }
}

const toNdjson = (lines: object[]) => lines.map((line) => JSON.stringify(line)).join('\n')

const bring = async (lines: object[], headers = {}, query = '') =>
  (await send(toNdjson(lines), headers, query)).results

const many = (n: number, fields: (i: number) => object = () => ({})) =>
  Array.from({ length: n }, (_, i) => article({ title: `第 ${i + 1} 篇`, ...fields(i) }))

const statuses = (results: Result[]) => results.map(({ status }) => status)
const number = async (sql: string) => (await env.DB.prepare(sql).first<{ n: number }>())?.n
const articles = () => number('SELECT count(*) AS n FROM articles')

const exported = async (query = '') =>
  text(await newsroom.call('GET', `/api/export${query}`, undefined))

describe('an import', () => {
  test('posts each line, and answers in order', async () => {
    const results = await bring(many(250))
    expect(statuses(results)).toEqual(Array(250).fill(201))
    expect(results.map(({ line }) => line)).toEqual(Array.from({ length: 250 }, (_, i) => i + 1))
    expect(results[7]).toEqual({
      line: 8,
      status: 201,
      id: 8,
      url: `https://news.test/articles/${encodeURIComponent('第-8-篇')}`,
      revision: 1,
    })
    expect(await newsroom.read(new URL(results[249]?.url ?? '').pathname)).toContain('第 250 篇')
    expect(count(await newsroom.read('/sitemap1.xml'), '<url>')).toBe(251)
  })

  test('keeps good lines when others are refused, each with its reason', async () => {
    const body = [
      JSON.stringify(article({ title: '好' })),
      '{"title": ',
      JSON.stringify(article({ section: 'nowhere', colour: 'red' })),
      '',
      '[]',
      JSON.stringify({ type: 'poem' }),
      JSON.stringify(article({ title: '也好' })),
    ].join('\r\n')
    const { results } = await send(body)
    expect(results.map(({ line, status }) => [line, status])).toEqual([
      [1, 201],
      [2, 400],
      [3, 422],
      [5, 400],
      [6, 422],
      [7, 201],
    ])
    expect(results[2]?.errors?.map(({ field }) => field).sort()).toEqual(['colour', 'section'])
    expect(results[4]?.errors).toMatchObject([{ field: 'type' }])
    expect(await articles()).toBe(2)
  })

  test('refuses lines that are not UTF-8, and says at which byte, whatever stands around them', async () => {
    const good = JSON.stringify(article({ title: '好' }))
    const [before, after] = good.split('好')
    const bad = Buffer.concat([
      Buffer.from(before ?? ''),
      Buffer.from([0xc9, 0xe7]),
      Buffer.from(after ?? ''),
    ])
    const body = Buffer.concat([Buffer.from(`${good}\n`), bad, Buffer.from(`\n${good}\n`)])
    const { results } = await send(body)
    expect(statuses(results)).toEqual([201, 400, 201])
    const at = Buffer.byteLength(before ?? '') + 1
    expect(results[1]?.detail).toContain(
      `The line cannot be read: this is not UTF-8: byte ${at} is 0xC9.`,
    )
    expect(await articles()).toBe(2)
  })

  test('of lines with one title gives each an address of its own', async () => {
    const results = await bring(many(5, () => ({ title: '同题' })))
    expect(statuses(results)).toEqual(Array(5).fill(201))
    expect(new Set(results.map(({ url }) => url)).size).toBe(5)
  })

  test('refuses a slug that an earlier line or another article has', async () => {
    await newsroom.post({ slug: 'taken' })
    const results = await bring([
      article({ slug: 'mine' }),
      article({ slug: 'mine' }),
      article({ slug: 'taken' }),
      article({ title: '别的' }),
    ])
    expect(statuses(results)).toEqual([201, 409, 409, 201])
  })

  test('updates by origin, also within one request, and writes nothing for what is unchanged', async () => {
    const origin = (id: number) => ({ origin: { system: 'cms', id: String(id) } })
    const lines = many(150, origin)
    expect(statuses(await bring(lines))).toEqual(Array(150).fill(201))
    let again: Result[] = []
    const cost = await newsroom.spent(async () => {
      again = await bring(lines)
    })
    expect(statuses(again)).toEqual(Array(150).fill(200))
    expect(cost.rowsWritten).toBeLessThanOrEqual(2)
    const changed = await bring([
      article({ title: '一', ...origin(3) }),
      article({ title: '二', ...origin(3) }),
      article({ title: '新', ...origin(999) }),
      article({ title: '新二', ...origin(999) }),
    ])
    const [first, second, third, fourth] = changed
    expect([first, second]).toMatchObject([
      { id: 4, revision: 2, status: 200 },
      { id: 4, revision: 3, status: 200 },
    ])
    expect([third, fourth]).toMatchObject([
      { revision: 1, status: 201 },
      { id: third?.id, revision: 2, status: 200 },
    ])
    expect(await articles()).toBe(151)
  })

  test('takes a line of 1 MiB and no more', async () => {
    const body = '字'.repeat(80_000)
    const results = await bring([
      article({ body }),
      article({ body: 'x'.repeat(1024 * 1024) }),
      article({ title: '短' }),
    ])
    expect(statuses(results)).toEqual([201, 413, 201])
  })

  test('reads 1,000 lines and says so at the next', async () => {
    const results = await bring(Array.from({ length: 1_002 }, () => ({})))
    expect(results).toHaveLength(1_001)
    expect(results.at(-1)).toMatchObject({ line: 1_001, status: 413 })
  })

  test.each(['poem', 'constructor', '__proto__', ['article'], 1])(
    'type %j is refused',
    async (type) => {
      const [result] = await bring([article({ type })])
      expect(result).toMatchObject({ status: 422, errors: [{ field: 'type' }] })
    },
  )

  test('of nothing answers nothing', async () => {
    expect(await send('')).toEqual({ status: 200, results: [] })
  })

  test.each([
    ['?atomic=yes', {}, 'atomic'],
    ['?page=1', {}, 'page'],
    ['', { 'Idempotency-Key': 'x'.repeat(256) }, 'Idempotency-Key'],
  ])('%s %j is refused by name', async (query, headers, field) => {
    const response = await newsroom.fetch(`/api/import${query}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${KEY}`,
        'Content-Type': 'application/x-ndjson',
        ...headers,
      },
      body: '{}',
    })
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ errors: [{ field }] })
  })
})

describe('sent again under its Idempotency-Key', () => {
  const headers = { 'Idempotency-Key': 'archive-1' }

  test('gives the same answers, and writes nothing', async () => {
    const lines = [...many(120), article({ section: 'nowhere' })]
    const first = await bring(lines, headers)
    let again: Result[] = []
    const cost = await newsroom.spent(async () => {
      again = await bring(lines, headers)
    })
    expect(again).toEqual(first)
    expect(cost.rowsWritten).toBe(0)
    expect(await articles()).toBe(120)
  })

  test('after a break goes on where it ended', async () => {
    const lines = many(250)
    let trips = 0
    // The key; then two a chunk: the second chunk is looked up and then lost, however often it is sent.
    newsroom.onD1 = () => {
      if (++trips >= 5) throw new Error('D1_ERROR: Network connection lost.')
    }
    const first = await bring(lines, headers)
    newsroom.onD1 = () => {}
    expect(statuses(first)).toEqual([...Array(100).fill(201), ...Array(150).fill(503)])
    const again = await bring(lines, headers)
    expect(again.slice(0, 100)).toEqual(first.slice(0, 100))
    expect(statuses(again)).toEqual(Array(250).fill(201))
    expect(await articles()).toBe(250)
  })

  test('many times at once: each line once', async () => {
    const lines = many(60, (i) => ({ title: `题 ${i % 7}` }))
    const all = await Promise.all(Array.from({ length: 5 }, () => bring(lines, headers)))
    for (const results of all) expect(results).toEqual(all[0])
    expect(await articles()).toBe(60)
  })

  test('a line that is not the same is refused', async () => {
    await bring(many(3), headers)
    const [first, second] = await bring(
      many(3, (i) => (i === 1 ? { title: '别的' } : {})),
      headers,
    )
    expect([first?.status, second?.status]).toEqual([201, 422])
    expect(second?.type).toContain('idempotency-key-reused')
  })

  test('another key is another import', async () => {
    await bring(many(3), headers)
    await bring(many(3), { 'Idempotency-Key': 'archive-10' })
    expect(await articles()).toBe(6)
  })
})

describe('whatever gets in the way', () => {
  test('D1 out of reach from the start is a 503', async () => {
    let trips = 0
    newsroom.onD1 = () => {
      if (++trips > 1) throw new Error('D1_ERROR: Network connection lost.')
    }
    expect((await send(toNdjson(many(3)))).status).toBe(503)
  })

  test('somebody who takes one line’s slug meanwhile costs no other line', async () => {
    let isDone = false
    newsroom.onD1 = async (sql) => {
      if (isDone || !sql.some((one) => one.includes('INSERT INTO slugs'))) return
      isDone = true
      await newsroom.post({ slug: 'wanted' })
    }
    const lines = many(20, (i) => (i === 9 ? { slug: 'wanted' } : {}))
    const results = await bring(lines)
    expect(statuses(results)).toEqual(Array.from({ length: 20 }, (_, i) => (i === 9 ? 409 : 201)))
    expect(await articles()).toBe(20)
  })

  test('a fault inside a batch leaves nothing of it', async () => {
    const { batch } = env.DB
    vi.spyOn(env.DB, 'batch').mockImplementation((statements) => {
      if (statements.length < 10) return batch.call(env.DB, statements) as never
      const broken = env.DB.prepare('INSERT INTO counters (name, value) VALUES (NULL, NULL)')
      return batch.call(env.DB, statements.toSpliced(9, 0, broken)) as never
    })
    const { status } = await send(toNdjson(many(3)))
    vi.restoreAllMocks()
    expect(status).toBe(500)
    for (const table of ['articles', 'slugs', 'revisions', 'lists', 'audit']) {
      const made = table === 'audit' ? ` WHERE action LIKE 'article%'` : ''
      expect(await number(`SELECT count(*) AS n FROM ${table}${made}`)).toBe(0)
    }
  })
})

describe('with atomic=true', () => {
  test('all lines are stored', async () => {
    const { status, results } = await send(toNdjson(many(3)), {}, '?atomic=true')
    expect(status).toBe(200)
    expect(statuses(results)).toEqual([201, 201, 201])
  })

  test.each([
    ['a fault', article({ section: 'nowhere' }), 422],
    ['a slug twice', article({ slug: 'same' }), 409],
    ['a section', { type: 'section', slug: 'x', name: 'x' }, 422],
  ])('or none: %s', async (_, bad, refused) => {
    const lines = [article({ slug: 'same' }), bad, article({ title: '好' })]
    const { status, results } = await send(toNdjson(lines), {}, '?atomic=true')
    expect(status).toBe(422)
    expect(statuses(results)).toEqual([424, refused, 424])
    expect(await articles()).toBe(0)
  })

  test('more than 100 lines are refused', async () => {
    const { status, results } = await send(toNdjson(many(101)), {}, '?atomic=true')
    expect(status).toBe(422)
    expect(results).toMatchObject([{ line: 101, status: 413 }])
    expect(await articles()).toBe(0)
  })
})

test('a past revision without content has to be one that was erased, or nobody could read it', async () => {
  await newsroom.post({ slug: 'piece' })
  await newsroom.patch(1, { title: '二' })
  const revision = {
    type: 'revision',
    article: 'piece',
    number: 1,
    createdAt: '2024-01-01T00:00:00Z',
  }
  const [result] = await bring([{ ...revision, content: null }])
  expect(result).toMatchObject({ status: 422, errors: [{ field: 'erasedAt' }] })
  expect(await exported('?revisions=true')).toContain('"type":"end"')
})

describe('what a key may not do alone, it may not do in bulk', () => {
  async function keyWith(scopes: string[], sections?: string[]) {
    const made = await newsroom.call('POST', '/api/keys', { name: 'Other', scopes, sections })
    return { Authorization: `Bearer ${(await made.json<{ key: string }>()).key}` }
  }

  test('drafts with articles:write, publishing with articles:publish, its own sections', async () => {
    const lines = [
      article({ status: 'draft' }),
      article(),
      article({ status: 'draft', section: 'culture' }),
      { type: 'section', slug: 'news', name: '新' },
      {
        type: 'revision',
        article: 'x',
        number: 1,
        createdAt: '2024-01-01T00:00:00Z',
        erasedAt: '2024-01-01T00:00:00Z',
        content: null,
      },
    ]
    const results = await bring(lines, await keyWith(['articles:write'], ['news']))
    expect(statuses(results)).toEqual([201, 403, 403, 403, 403])
  })

  test('nobody else is named as author without keys:manage', async () => {
    const own = await keyWith(['articles:write', 'articles:publish'])
    await bring([article({ editor: 'Test', slug: 'piece' })], own)
    const all = await exported()
    expect(all).toContain('"editor":"Other"')
  })
})

/** Everything that is, in all its states, and with a past. */
async function fill() {
  await newsroom.post({ slug: 'first', keywords: ['发展'], author: '张三', summary: '摘要' })
  await newsroom.patch(1, { slug: 'second', title: '二' })
  await newsroom.patch(1, { slug: 'third', body: '三{社|shè}' })
  await newsroom.post({ status: 'draft', slug: 'draft', publishedAt: '2020-01-01T00:00:00Z' })
  await newsroom.post({ slug: 'late', status: 'draft' })
  await newsroom.post({ slug: 'gone', origin: { system: 'cms', id: '7' } })
  await newsroom.post({ slug: 'plan', publishAt: '2999-01-01T00:00:00Z' })
  await newsroom.post({ slug: 'never', status: 'draft' })
  await newsroom.patch(3, { status: 'published' })
  await newsroom.withdraw(4)
  await newsroom.withdraw(6)
  await newsroom.call('DELETE', '/api/articles/1/revisions/1')
  await newsroom.post({ section: 'culture', source: { name: '报', url: 'https://example.org/' } })
}

describe('an export', () => {
  test.each(['', '?revisions=true'])(
    '%s imports again, into a newsroom that exports the same bytes',
    async (query) => {
      await fill()
      const before = await exported(query)
      const sitemap = await newsroom.read('/sitemap1.xml')
      newsroom = await openNewsroom()
      await env.DB.prepare('DELETE FROM sections').run()
      vi.setSystemTime(Date.now() + 5_000)
      const { results } = await send(before)
      expect(results.filter(({ status }) => status >= 300)).toEqual([])
      expect(await exported(query)).toBe(before)
      expect(await newsroom.read('/sitemap1.xml')).toBe(sitemap)
      const redirect = await newsroom.fetch('/articles/first')
      expect([redirect.status, redirect.headers.get('Location')]).toEqual([
        301,
        'https://news.test/articles/third',
      ])
      expect((await newsroom.fetch('/articles/gone')).status).toBe(410)
      expect((await newsroom.fetch('/articles/never')).status).toBe(404)
      expect((await newsroom.post()).id).toBe(8)
    },
  )

  test('imported where it came from changes nothing', async () => {
    await fill()
    const before = await exported('?revisions=true')
    const { results } = await send(before)
    expect(results.filter(({ status }) => status >= 300)).toEqual([])
    expect(await exported('?revisions=true')).toBe(before)
  })

  test('of changes brings a copy up to date', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['Date'] })
    await fill()
    const whole = await exported()
    vi.setSystemTime(Date.UTC(2026, 0, 2))
    await newsroom.patch(1, { slug: 'fourth' })
    await newsroom.post({ slug: 'new' })
    const changes = await exported('?since=2026-01-02T00:00:00Z')
    const now = await exported()
    newsroom = await openNewsroom()
    await send(whole)
    const { results } = await send(changes)
    expect(statuses(results)).toEqual([200, 200, 200, 201, 200])
    expect(await exported()).toBe(now)
    expect((await newsroom.fetch('/articles/third')).headers.get('Location')).toBe(
      'https://news.test/articles/fourth',
    )
  })

  test('into a newsroom with articles of its own gives new numbers where they are taken', async () => {
    await newsroom.post({ slug: 'theirs' })
    const line = (await exported()).split('\n')[2] ?? ''
    newsroom = await openNewsroom()
    await newsroom.post({ slug: 'ours' })
    const { results } = await send(line)
    expect(results).toMatchObject([{ status: 201, id: 2 }])
    expect((await send(line)).results).toMatchObject([{ status: 409 }])
  })

  test('whose authors are unknown keeps their names, with keys that open nothing', async () => {
    await newsroom.post({ slug: 'piece' })
    const line = ((await exported()).split('\n')[2] ?? '').replace('"Test"', '"张三"')
    newsroom = await openNewsroom()
    await send(line)
    expect(await exported()).toContain('"editor":"张三"')
    const { keys } = await (await newsroom.call('GET', '/api/keys')).json<{ keys: object[] }>()
    expect(keys.at(-1)).toMatchObject({ name: '张三', scopes: [], revokedAt: expect.any(String) })
  })
})

test('a good line costs at most 0.1 round trips, the same at 100 lines and at 1,000', async () => {
  const small = await newsroom.spent(() => bring(many(100)))
  const large = await newsroom.spent(() => bring(many(1_000, (i) => ({ title: `又 ${i}` }))))
  expect(small.roundTrips).toBe(4)
  expect(large.roundTrips).toBe(22)
  expect(large.statements / 10).toBeLessThan(30)
})
