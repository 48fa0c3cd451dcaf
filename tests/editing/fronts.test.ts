import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { waiting } from '../../src/articles/writing/once'
import { KEY, type Newsroom, openNewsroom, type ProblemAnswer } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
  vi.spyOn(waiting, 'pause').mockResolvedValue()
  newsroom = await openNewsroom()
})

afterEach(() => {
  vi.restoreAllMocks()
})

interface Shown {
  list: string
  url: string
  articles: { id: number; title: string; url: string; status: string; until: string | null }[]
  purge?: string
}

const get = (list: string, headers = {}) =>
  newsroom.call('GET', `/api/front/${encodeURIComponent(list)}`, undefined, headers)

const etagOf = async (list: string) => (await get(list)).headers.get('ETag') ?? ''

/** Puts a front over the one that there is. */
const put = async (list: string, articles: unknown, headers: Record<string, string> = {}) =>
  newsroom.call(
    'PUT',
    `/api/front/${encodeURIComponent(list)}`,
    { articles },
    { 'If-Match': await etagOf(list), ...headers },
  )

const choose = async (list: string, ...ids: number[]) => {
  const response = await put(
    list,
    ids.map((id) => ({ id })),
  )
  expect(response.status).toBe(200)
}

const idsOf = async (list: string) =>
  (await (await get(list)).json<Shown>()).articles.map(({ id }) => id)

const trail = async () => {
  const response = await newsroom.call('GET', '/api/audit')
  const { entries } = await response.json<{
    entries: { action: string; subject: string; keyId: number | null }[]
  }>()
  return entries.map(({ action, subject, keyId }) => `${action} ${subject} ${keyId}`)
}

/** The pages that some work gives a new edition. */
async function touched(work: () => Promise<unknown>): Promise<string[]> {
  const read = async () => {
    const { results } = await env.DB.prepare('SELECT page, edition FROM editions').run<{
      page: string
      edition: string
    }>()
    return new Map(results.map(({ page, edition }) => [page, edition]))
  }
  const before = await read()
  await work()
  return [...(await read())].flatMap(([page, edition]) =>
    before.get(page) === edition ? [] : [page],
  )
}

async function keyWith(scopes: string[], sections?: string[]) {
  const made = await newsroom.call('POST', '/api/keys', { name: 'Other', scopes, sections })
  return { Authorization: `Bearer ${(await made.json<{ key: string }>()).key}` }
}

const faultsOf = async (response: Response) => {
  expect(response.status).toBe(422)
  const { errors = [] } = await response.json<ProblemAnswer>()
  return errors.map(({ field, detail }) => `${field}: ${detail}`)
}

const DAY = 24 * 3600
const now = () => Math.floor(Date.now() / 1000)
const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000', '')

describe('the front of a list', () => {
  test('is empty until somebody sets it, and has an ETag all the same', async () => {
    const response = await get('home')
    expect(response.headers.get('ETag')).toBe('"1"')
    expect(await response.json()).toEqual({
      list: 'home',
      url: 'https://news.test/',
      articles: [],
    })
    expect(await (await get('news')).json()).toEqual({
      list: 'news',
      url: 'https://news.test/sections/news',
      articles: [],
    })
    expect((await get('sports')).status).toBe(404)
  })

  test('is what an editor puts, in their order, each with its end if it has one', async () => {
    const a = await newsroom.post({ title: '甲', slug: 'a' })
    const b = await newsroom.post({ title: '乙', slug: 'b', section: 'culture' })
    const until = iso(now() + DAY)
    const response = await put('home', [{ id: b.id, until }, { id: a.id }])
    const expected = {
      list: 'home',
      url: 'https://news.test/',
      articles: [
        { id: b.id, title: '乙', url: 'https://news.test/articles/b', status: 'published', until },
        {
          id: a.id,
          title: '甲',
          url: 'https://news.test/articles/a',
          status: 'published',
          until: null,
        },
      ],
    }
    expect(await response.json()).toEqual(expected)
    const read = await get('home')
    expect(await read.json()).toEqual(expected)
    expect(read.headers.get('ETag')).toBe(response.headers.get('ETag'))
    expect(await trail()).toContain('front.set home 1')
  })

  test('is replaced as a whole', async () => {
    const [a, b] = [await newsroom.post(), await newsroom.post()]
    await choose('home', a.id, b.id)
    await choose('home', b.id)
    expect(await idsOf('home')).toEqual([b.id])
    await choose('home')
    expect(await idsOf('home')).toEqual([])
  })

  test('changes nothing but the page that shows it, and that only when it looks different', async () => {
    const [a, b] = [await newsroom.post(), await newsroom.post()]
    expect(await touched(() => choose('home', a.id, b.id))).toEqual(['home'])
    expect(await touched(() => choose('news', a.id))).toEqual(['section/news'])
    expect(await touched(() => choose('home', b.id, a.id))).toEqual(['home'])
    const ending = [{ id: b.id, until: iso(now() + DAY) }, { id: a.id }]
    const owed = () => env.DB.prepare('SELECT count(*) AS n FROM outbox').first<{ n: number }>()
    const before = await owed()
    expect(await touched(() => put('home', ending))).toEqual([])
    expect(await owed()).toEqual(before)
  })

  test('stays as it is when the same is put again, and says the same', async () => {
    const { id } = await newsroom.post()
    await choose('home', id)
    const [etag, entries] = [await etagOf('home'), await trail()]
    expect(await touched(() => choose('home', id))).toEqual([])
    expect(await etagOf('home')).toBe(etag)
    expect(await trail()).toEqual(entries)
  })
})

describe('who puts a front must have seen the one that there is', () => {
  test('so `If-Match` is needed, and `*` will not do', async () => {
    for (const headers of [{ 'If-Match': '' }, { 'If-Match': '*' }]) {
      expect((await put('home', [], headers)).status).toBe(428)
    }
  })

  test('so who read it before it changed is refused, and told its ETag', async () => {
    const [a, b] = [await newsroom.post(), await newsroom.post()]
    await choose('home', a.id)
    const response = await put('home', [{ id: b.id }], { 'If-Match': '"1"' })
    expect(response.status).toBe(412)
    expect(response.headers.get('ETag')).toBe(await etagOf('home'))
    expect(await idsOf('home')).toEqual([a.id])
  })

  test('and of two who put at once, one is told that the other was faster', async () => {
    const [a, b] = [await newsroom.post(), await newsroom.post()]
    const etag = await etagOf('home')
    let isOther = false
    newsroom.onD1 = (sql) => {
      if (isOther || !sql.some((one) => /INSERT INTO fronts/.test(one))) return
      isOther = true
      return choose('home', b.id)
    }
    expect((await put('home', [{ id: a.id }], { 'If-Match': etag })).status).toBe(412)
    expect(await idsOf('home')).toEqual([b.id])
  })

  test('an ETag never comes back, whatever happens to the front', async () => {
    const [a, b] = [await newsroom.post(), await newsroom.post()]
    const seen = [await etagOf('home')]
    const note = async (work: Promise<unknown>) => {
      await work
      seen.push(await etagOf('home'))
    }
    await note(choose('home', a.id, b.id))
    await note(choose('home'))
    await note(choose('home', a.id, b.id))
    await note(newsroom.withdraw(a.id))
    await note(put('home', [{ id: b.id, until: iso(now() + DAY) }]))
    await note(newsroom.tick(now() + 2 * DAY))
    expect(new Set(seen).size).toBe(seen.length)
  })

  test('a put whose answer gets lost is stored once, and sent again it is answered as done', async () => {
    const { id } = await newsroom.post()
    let left = 1
    newsroom.onD1Answer = (sql) => {
      if (sql.some((one) => /INSERT INTO fronts/.test(one)) && left-- > 0)
        throw new Error('Network connection lost.')
    }
    const response = await put('home', [{ id }])
    expect(response.status).toBe(200)
    const again = await put('home', [{ id }], { 'If-Match': '"1"' })
    expect(again.status).toBe(200)
    expect(again.headers.get('ETag')).toBe(response.headers.get('ETag'))
    expect((await trail()).filter((entry) => entry.startsWith('front.set'))).toHaveLength(1)
  })
})

test('a put that is sent again says that the edge has not heard of it yet', async () => {
  const { id } = await newsroom.post()
  let isDown = false
  newsroom.onD1 = () => {
    if (isDown) throw new Error('Network connection lost.')
  }
  newsroom.onD1Answer = (sql) => {
    if (!sql.some((one) => /INSERT INTO fronts/.test(one))) return
    isDown = true
    throw new Error('Network connection lost.')
  }
  expect((await put('home', [{ id }])).status).toBe(503)
  isDown = false
  const again = await put('home', [{ id }], { 'If-Match': '"1"' })
  expect(again.status).toBe(200)
  expect(await again.json<Shown>()).toMatchObject({ purge: 'queued', articles: [{ id }] })
  await newsroom.tick(now() + 60)
  const later = await put('home', [{ id }], { 'If-Match': '"1"' })
  expect(await later.json<Shown>()).not.toHaveProperty('purge')
})

describe('a front takes published articles only', () => {
  test('up to six, each once, and on a section’s page those of the section', async () => {
    const { id: draft } = await newsroom.post({ status: 'draft' })
    const { id: elsewhere } = await newsroom.post({ section: 'culture' })
    const { id: withdrawn } = await newsroom.post()
    await newsroom.withdraw(withdrawn)
    const { id } = await newsroom.post()
    const chosen = [draft, elsewhere, withdrawn, 4711, id].map((id) => ({ id }))
    expect(await faultsOf(await put('news', chosen))).toEqual([
      'articles.0.id: articles.0.id names an article that is not published',
      'articles.1.id: articles.1.id names an article of another section',
      'articles.2.id: articles.2.id names an article that is not published',
      'articles.3.id: articles.3.id names no article',
    ])
    expect(await faultsOf(await put('news', [{ id }, { id }]))).toEqual([
      'articles.1.id: articles.1.id names an article that is there already',
    ])
    const seven = Array.from({ length: 7 }, (_, i) => ({ id: i + 1 }))
    expect(await faultsOf(await put('home', seven))).toEqual([
      'articles: articles has too many entries; at most 6 are allowed',
    ])
    expect(await idsOf('news')).toEqual([])
  })

  test('whose end lies in the future', async () => {
    const { id } = await newsroom.post()
    expect(await faultsOf(await put('home', [{ id, until: iso(now() - 1) }]))).toEqual([
      'articles.0.until: articles.0.until must lie in the future',
    ])
  })

  test('and no other fields', async () => {
    expect(await faultsOf(await put('home', [7 as never]))).toEqual([
      'articles.0: articles.0 must be { "id": …, "until"?: … }',
    ])
    const faults = await faultsOf(await put('home', [{ id: 0, untill: 1 }]))
    expect(faults.join()).toContain('articles.0.id must be the number of an article')
    expect(faults.join()).toContain('articles.0.untill is not a known field')
    expect(await faultsOf(await put('home', undefined))).toHaveLength(1)
  })

  test('even if one is withdrawn just before it is stored', async () => {
    const { id } = await newsroom.post()
    let isDone = false
    newsroom.onD1 = (sql) => {
      if (isDone || !sql.some((one) => /INSERT INTO fronts/.test(one))) return
      isDone = true
      return newsroom.withdraw(id)
    }
    expect((await put('home', [{ id }])).status).toBe(422)
    expect(await idsOf('home')).toEqual([])
  })
})

describe('a key', () => {
  test('needs articles:publish to put a front, and any scope for articles to read it', async () => {
    const writer = await keyWith(['articles:write'])
    expect((await get('home', writer)).status).toBe(200)
    expect((await put('home', [], writer)).status).toBe(403)
    expect((await get('home', await keyWith(['sections:write']))).status).toBe(403)
    expect((await put('home', [], await keyWith(['articles:publish']))).status).toBe(200)
  })

  test('that is limited to sections reaches the fronts of those, and articles there', async () => {
    const [news, culture] = [await newsroom.post(), await newsroom.post({ section: 'culture' })]
    const limited = await keyWith(['articles:publish'], ['news'])
    expect((await put('news', [{ id: news.id }], limited)).status).toBe(200)
    for (const [list, status] of [
      ['home', 403],
      ['culture', 404],
      ['sports', 404],
    ] as const) {
      expect((await get(list, limited)).status, list).toBe(status)
      expect((await put(list, [], limited)).status, list).toBe(status)
    }
    // Not even that there is an article is told.
    expect(await faultsOf(await put('news', [{ id: culture.id }], limited))).toEqual([
      'articles.0.id: articles.0.id names no article',
    ])
  })
})

describe('an article leaves the front', () => {
  test('of every list once it is withdrawn, and does not come back by itself', async () => {
    const [a, b] = [await newsroom.post(), await newsroom.post()]
    for (const list of ['home', 'news']) await choose(list, a.id, b.id)
    const etag = await etagOf('home')
    await newsroom.withdraw(a.id)
    for (const list of ['home', 'news']) expect(await idsOf(list)).toEqual([b.id])
    expect(await etagOf('home')).not.toBe(etag)
    expect((await put('home', [{ id: b.id }], { 'If-Match': etag })).status).toBe(200)
    await newsroom.patch(a.id, { status: 'published' })
    expect(await idsOf('home')).toEqual([b.id])
  })

  test('of its section when it moves to another, and not that of the home page', async () => {
    const { id } = await newsroom.post()
    await choose('home', id)
    await choose('news', id)
    await newsroom.patch(id, { section: 'culture' })
    expect(await idsOf('home')).toEqual([id])
    expect(await idsOf('news')).toEqual([])
    expect(await idsOf('culture')).toEqual([])
  })

  test('within the minute after its end, and the page is made anew; the trail says so', async () => {
    const [a, b] = [await newsroom.post(), await newsroom.post()]
    const until = now() + DAY
    await put('home', [{ id: a.id, until: iso(until) }, { id: b.id }])
    await put('news', [{ id: a.id, until: iso(until + 60) }])
    expect(await touched(() => newsroom.tick(until - 1))).toEqual([])
    expect(await touched(() => newsroom.tick(until))).toEqual(['home'])
    expect(await idsOf('home')).toEqual([b.id])
    expect(await idsOf('news')).toEqual([a.id])
    expect(await touched(() => newsroom.tick(until + 61))).toEqual(['section/news'])
    expect(await trail()).toContain('front.end news null')
    expect(await touched(() => newsroom.tick(until + 121))).toEqual([])
  })

  test('once, though two ticks come together', async () => {
    const { id } = await newsroom.post()
    await put('home', [{ id, until: iso(now() + DAY) }])
    const at = now() + DAY
    await Promise.all([newsroom.tick(at), newsroom.tick(at)])
    expect(await idsOf('home')).toEqual([])
    expect((await trail()).filter((entry) => entry === 'front.end home null')).toHaveLength(1)
  })
})

describe('an article at the front', () => {
  test('changes the pages that show it, however old it is', async () => {
    const { id } = await newsroom.post({ slug: 'old', publishedAt: '2001-01-01T00:00:00Z' })
    for (let i = 0; i < 31; i++) await newsroom.post({ section: i % 2 ? 'news' : 'culture' })
    await choose('home', id)
    const lists = (pages: string[]) => pages.filter((page) => /^(home|section\/)/.test(page))
    expect(lists(await touched(() => newsroom.patch(id, { title: '新' })))).toEqual([
      'home',
      'section/news',
    ])
    // What lists do not show changes none of them.
    expect(lists(await touched(() => newsroom.patch(id, { keywords: ['甲'] })))).toEqual([])
    expect(lists(await touched(() => newsroom.withdraw(id)))).toEqual(['home', 'section/news'])
  })

  test('costs no other article a row', async () => {
    const rows = async () => {
      const { id } = await newsroom.post({ keywords: ['甲'] })
      return newsroom.spent(() => newsroom.patch(id, { title: '新' }))
    }
    const { id } = await newsroom.post({ keywords: ['甲'] })
    await rows()
    const before = await rows()
    await choose('home', id)
    await choose('news', id)
    const after = await rows()
    expect(after.rowsWritten).toBe(before.rowsWritten)
    expect(after.statements).toBe(before.statements)
  })
})

describe('an export', () => {
  type Line = Record<string, unknown>
  const lines = async (query = '', headers = {}) => {
    const response = await newsroom.call('GET', `/api/export${query}`, undefined, headers)
    const text = new TextDecoder().decode(await response.arrayBuffer())
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
  }
  const bring = async (all: Line[], headers = {}) => {
    const response = await newsroom.fetch('/api/import', {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${KEY}`,
        'Content-Type': 'application/x-ndjson',
        ...headers,
      },
      body: all.map((line) => JSON.stringify(line)).join('\n'),
    })
    const text = new TextDecoder().decode(await response.arrayBuffer())
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ProblemAnswer & { notes?: string[] })
  }
  const fronts = (all: Line[]) => all.filter(({ type }) => type === 'front')
  const front = (list: string, ...articles: Line[]) => ({ type: 'front', list, articles })

  test('brings fronts along, which an import sets again, and again', async () => {
    const until = iso(now() + DAY)
    await newsroom.post({ slug: 'gone', status: 'draft' })
    const [a, b] = [await newsroom.post({ slug: 'a' }), await newsroom.post({ slug: 'b' })]
    await put('home', [{ id: b.id, until }, { id: a.id }])
    await choose('news', a.id)
    const all = await lines('?revisions=true')
    expect(fronts(all)).toEqual([
      front('home', { article: 'b', until }, { article: 'a', until: null }),
      front('news', { article: 'a', until: null }),
    ])
    expect(all.at(-1)).toEqual({ type: 'end', next: null })

    newsroom = await openNewsroom()
    // A number that is taken already: articles get others here.
    await newsroom.post({ slug: 'z' })
    await newsroom.post({ slug: 'y' })
    for (const some of [all, fronts(all)]) {
      const results = await bring(some)
      expect(results.filter(({ status }) => status >= 300)).toEqual([])
      expect(fronts(await lines())).toEqual(fronts(all))
    }
    expect((await trail()).filter((entry) => entry.startsWith('front.set'))).toHaveLength(2)
  })

  test('since a moment says of a front that is empty by now that it is', async () => {
    const { id } = await newsroom.post({ slug: 'a' })
    await choose('home', id)
    await choose('home')
    expect(fronts(await lines())).toEqual([])
    expect(fronts(await lines(`?since=${iso(now() - DAY)}`))).toEqual([front('home')])
  })

  test('with a limited key has the fronts of its sections', async () => {
    const { id } = await newsroom.post({ slug: 'a' })
    await choose('home', id)
    await choose('news', id)
    const limited = await keyWith(['export:read'], ['news'])
    expect(fronts(await lines('', limited)).map(({ list }) => list)).toEqual(['news'])
  })

  test('is refused line by line where it cannot be set', async () => {
    await newsroom.post({ slug: 'a' })
    await newsroom.post({ slug: 'draft', status: 'draft' })
    const one = { article: 'a' }
    const results = await bring([
      front('home', one, { article: 'nobody' }, { article: 'draft' }),
      front('culture', one),
      front('sports', one),
      front('home', one, one),
      front('home', one),
    ])
    expect(results.map(({ status }) => status)).toEqual([422, 422, 409, 422, 200])
    expect(results[0]?.errors?.map(({ field }) => field)).toEqual([
      'articles.1.article',
      'articles.2.article',
    ])
    const writer = await keyWith(['articles:write'])
    expect((await bring([front('home', one)], writer))[0]?.status).toBe(403)
    const limited = await keyWith(['articles:write', 'articles:publish'], ['news'])
    const byLimited = await bring([front('home', one), front('news', one)], limited)
    expect(byLimited.map(({ status }) => status)).toEqual([403, 200])
  })

  test('leaves out what has ended since, and says so', async () => {
    await newsroom.post({ slug: 'a' })
    await newsroom.post({ slug: 'b' })
    const [result] = await bring([
      front('home', { article: 'b', until: '2020-01-01T00:00:00Z' }, { article: 'a' }),
    ])
    expect(result?.notes).toEqual(['"b" was left out: its time at the front is over'])
    expect(fronts(await lines())).toEqual([front('home', { article: 'a', until: null })])
  })
})

test('a section named home has no front: the address is the home page’s', async () => {
  await newsroom.call('PUT', '/api/sections/home', { name: 'Home' })
  expect(await (await get('home')).json<Shown>()).toMatchObject({ url: 'https://news.test/' })
})
