import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { moveTo, newIsolate } from '../../src/delivery/isolate'
import { WAIT_MS } from '../../src/delivery/leases'
import { hang } from '../support/bindings'
import { article, KEY, Newsroom, openNewsroom, type Posted } from '../support/newsroom'

let newsroom: Newsroom
let posted: Posted
const path = '/articles/ferry'
const down = () => {
  throw new Error('Network connection lost.')
}

beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
  newsroom = await openNewsroom()
  posted = await newsroom.post({ title: '临江开渡', slug: 'ferry' })
  newsroom.pause = 0
})

afterEach(() => {
  vi.restoreAllMocks()
})

const source = (response: Response) => response.headers.get('Server-Timing')
const spent = (work: () => Promise<unknown>) => newsroom.spent(work)
const NOTHING = { statements: 0, kvReads: 0, kvWrites: 0 }

describe('under a lease', () => {
  test('a page costs neither D1 nor KV for half a second, and then a statement', async () => {
    await newsroom.fetch(path)
    expect(await spent(() => newsroom.fetch(path))).toMatchObject(NOTHING)
    newsroom.time.pass(500)
    const cost = await spent(async () => {
      expect(source(await newsroom.fetch(path))).toBe('memory')
    })
    expect(cost).toMatchObject({ statements: 1, rowsRead: 2, kvReads: 0 })
  })

  test('so does a 304, and a 304 begins no lease on a copy that is not here', async () => {
    const etag = (await newsroom.fetch(path)).headers.get('ETag') ?? ''
    const ask = () => newsroom.fetch(path, { headers: { 'If-None-Match': etag } })
    const cost = await spent(async () => expect((await ask()).status).toBe(304))
    expect(cost).toMatchObject(NOTHING)
    newsroom.reborn()
    await ask()
    expect(await spent(ask)).toMatchObject({ statements: 1, kvReads: 0 })
  })

  test('so do the redirect of a moved article and the 410 of a withdrawn one', async () => {
    await newsroom.patch(posted.id, { slug: 'moved' })
    await newsroom.withdraw(posted.id)
    for (const [address, status] of [
      [path, 301],
      ['/articles/moved', 410],
    ] as const) {
      await newsroom.fetch(address)
      const cost = await spent(async () => {
        expect((await newsroom.fetch(address)).status).toBe(status)
      })
      expect(cost, address).toMatchObject(NOTHING)
    }
  })

  test('a hundred addresses that differ in what follows the question mark cost what one does', async () => {
    await newsroom.fetch(path)
    const cost = await spent(async () => {
      for (let n = 0; n < 100; n++) {
        const response = await newsroom.fetch(`${path}?utm_source=${n}`)
        expect(source(response)).toBe('memory')
        expect(response.headers.get('Cloudflare-CDN-Cache-Control')).toBe('no-store')
      }
    })
    expect(cost).toMatchObject(NOTHING)
  })

  test.each([
    ['what does not exist', '/articles/none', 404],
    ['search', '/search?q=临江', 200],
    ['the news sitemap', '/news-sitemap.xml', 200],
  ])('%s is asked for each time', async (_, address, status) => {
    for (let n = 0; n < 2; n++) {
      const cost = await spent(async () => {
        expect((await newsroom.fetch(address)).status).toBe(status)
      })
      expect(cost.statements).toBeGreaterThan(0)
    }
  })

  test('a page that is made again out of nothing is there at once', async () => {
    expect((await newsroom.fetch('/articles/new')).status).toBe(404)
    await newsroom.post({ slug: 'new' })
    expect((await newsroom.fetch('/articles/new')).status).toBe(200)
  })
})

describe('the end of a lease', () => {
  test('comes with a clock that is set back to before its start', async () => {
    await newsroom.fetch(path)
    newsroom.time.pass(-1)
    expect((await spent(() => newsroom.fetch(path))).statements).toBe(1)
  })

  test('is put off by one request, after its answer, while others are served', async () => {
    await newsroom.fetch(path)
    newsroom.time.pass(250)
    const cost = await spent(async () => {
      for (let n = 0; n < 10; n++) expect(source(await newsroom.fetch(path))).toBe('memory')
    })
    expect(cost).toMatchObject({ statements: 1, kvReads: 0 })
    newsroom.time.pass(490)
    expect(await spent(() => newsroom.fetch(path))).toMatchObject({ statements: 1 })
  })

  test('is waited for by nobody when the one that asks never hears from D1', async () => {
    await newsroom.fetch(path)
    newsroom.time.pass(250)
    newsroom.onD1 = hang
    const renewing = newsroom.fetch(path)
    newsroom.time.pass(200)
    newsroom.onD1 = down
    for (let n = 0; n < 3; n++) expect(source(await newsroom.fetch(path))).toBe('memory')
    newsroom.onD1 = () => {}
    newsroom.time.pass(60)
    expect(source(await newsroom.fetch(path))).toBe('memory')
    await renewing
  })

  test('comes at once when D1 names another edition to the one that asks', async () => {
    await newsroom.fetch(path)
    newsroom.time.pass(250)
    await env.DB.prepare("UPDATE editions SET edition = 'other' WHERE page = 'article/ferry'").run()
    await newsroom.fetch(path)
    expect(source(await newsroom.fetch(path))).toBe('render')
  })
})

describe('a copy in memory, with D1 down', () => {
  beforeEach(async () => {
    await newsroom.fetch(path)
    await env.PAGES.delete('page/article/ferry')
    newsroom.onD1 = down
  })

  test('is shown, marked stale, for a minute after D1 vouched for it', async () => {
    newsroom.time.pass(59_000)
    expect(source(await newsroom.fetch(path))).toBe('stale')
    newsroom.time.pass(1_001)
    expect((await newsroom.fetch(path)).status).toBe(503)
  })

  test('is not what a minute later KV has', async () => {
    newsroom.onD1 = () => {}
    newsroom.reborn()
    await newsroom.fetch(path)
    newsroom.onD1 = down
    newsroom.time.pass(61_000)
    expect(source(await newsroom.fetch(path))).toBe('stale')
  })
})

test('leases that are not switched on leave a statement a page, and every write waits all the same', async () => {
  newsroom = await openNewsroom({ LEASES: 'off' } as unknown as Partial<Env>)
  newsroom.pause = 0
  newsroom.time.waits.length = 0
  await newsroom.post({ slug: 'ferry' })
  expect(newsroom.time.waits).toEqual([WAIT_MS])
  await newsroom.fetch(path)
  const cost = await spent(async () => {
    expect(source(await newsroom.fetch(path))).toBe('memory')
  })
  expect(cost).toMatchObject({ statements: 1, kvReads: 0 })
})

describe('what waits until leases are over', () => {
  /** How long a request waited for, in all. */
  async function waited(work: () => Promise<unknown>) {
    newsroom.time.waits.length = 0
    await work()
    return newsroom.time.waits
  }

  const change = (fields: object, etag = '"1"') =>
    newsroom.call('PATCH', `/api/articles/${posted.id}`, fields, { 'If-Match': etag })
  const bring = (lines: object[], key?: string, secret = KEY) =>
    newsroom.fetch('/api/import', {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${secret}`,
        'Content-Type': 'application/x-ndjson',
        ...(key ? { 'Idempotency-Key': key } : {}),
      },
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
    })
  const rename = (name: string) => newsroom.call('PUT', '/api/sections/news', { name })
  const post = (fields: object, headers = {}) =>
    newsroom.call('POST', '/api/articles', article({ slug: undefined, ...fields }), headers)

  /** A key for articles alone, and what it imports. */
  async function refusedSections() {
    const made = await newsroom.call('POST', '/api/keys', {
      name: 'Desk',
      scopes: ['articles:write', 'articles:publish'],
    })
    const { key } = await made.json<{ key: string }>()
    const response = await bring([{ type: 'section', slug: 'sport', name: '体育' }], undefined, key)
    expect(await response.text()).toContain('"status":403')
  }

  test.each<[string, () => Promise<unknown>]>([
    ['a post', () => post({})],
    ['a change', () => change({ title: '改' })],
    ['a change that changes nothing', () => change({ title: '临江开渡' })],
    ['a withdrawal', () => newsroom.withdraw(posted.id)],
    ['a section renamed', () => rename('新闻')],
    ['a section that has this name already', () => rename('业界动态')],
    [
      'an import, once for all its lines',
      () => bring(Array.from({ length: 250 }, () => article())),
    ],
  ])('%s', async (_, work) => {
    expect(await waited(work)).toEqual([WAIT_MS])
  })

  test('a request sent again, by its key or its origin', async () => {
    const origin = { system: 'cms', id: '7' }
    await post({ title: '一' }, { 'Idempotency-Key': 'k' })
    await post({ title: '二', origin })
    await bring([article()], 'i')
    const again: (() => Promise<unknown>)[] = [
      () => post({ title: '一' }, { 'Idempotency-Key': 'k' }),
      () => post({ title: '二', origin }),
      () => bring([article()], 'i'),
      () => bring([article({ title: '二', origin })]),
    ]
    for (const work of again) expect(await waited(work)).toEqual([WAIT_MS])
  })

  test('an article withdrawn already, and a revision erased already', async () => {
    await change({ title: '改' })
    await newsroom.withdraw(posted.id)
    const erase = () => newsroom.call('DELETE', `/api/articles/${posted.id}/revisions/1`)
    await erase()
    expect(await waited(() => newsroom.withdraw(posted.id))).toEqual([WAIT_MS])
    expect(await waited(erase)).toEqual([WAIT_MS])
  })

  test('a section removed already', async () => {
    await newsroom.call('PUT', '/api/sections/sport', { name: '体育' })
    const remove = () => newsroom.call('DELETE', '/api/sections/sport')
    await remove()
    expect(await waited(remove)).toEqual([WAIT_MS])
  })

  test.each<[string, () => Promise<unknown>]>([
    ['a draft', () => post({ status: 'draft' })],
    ['a plan', () => post({ publishAt: '2999-01-01T00:00:00Z' })],
    ['a key', () => newsroom.call('POST', '/api/keys', { name: '新', scopes: ['articles:write'] })],
    ['a preview', () => newsroom.call('POST', `/api/articles/${posted.id}/previews`, {})],
    ['a refusal', () => post({ title: '' })],
    ['an import of drafts', () => bring([article({ status: 'draft' })])],
    ['an import of sections that is refused', refusedSections],
    ['a reader', () => newsroom.fetch(path)],
  ])('but not %s', async (_, work) => {
    expect(await waited(work)).toEqual([])
  })

  test('nor a revision erased already of what readers never saw', async () => {
    const draft = await newsroom.post({ status: 'draft' })
    await newsroom.patch(draft.id, { title: '改' })
    const erase = () => newsroom.call('DELETE', `/api/articles/${draft.id}/revisions/1`)
    expect(await waited(erase)).toEqual([])
    expect(await waited(erase)).toEqual([])
  })

  test('the clock, once, for all that it publishes and repeats', async () => {
    const soon = (await newsroom.call('GET', '/api/articles/1')).headers.get('Date')
    const now = Math.floor((soon ? Date.parse(soon) : Date.now()) / 1000)
    for (const n of [1, 2]) {
      await post({ slug: `p${n}`, publishAt: new Date((now + 30) * 1000).toISOString() })
    }
    expect(await waited(() => newsroom.tick(now + 90))).toEqual([WAIT_MS])
    for (const n of [1, 2]) expect((await newsroom.fetch(`/articles/p${n}`)).status).toBe(200)
    for (const n of [2, 3, 4]) await newsroom.tick(now + 90 * n)
    expect(await waited(() => newsroom.tick(now + 900))).toEqual([])
  })
})

describe('a write', () => {
  test('is committed, then waits, then purges, then is answered', async () => {
    const events: string[] = []
    newsroom.onStatement = (sql) => {
      if (/INTO revisions/.test(sql)) events.push('commit')
    }
    newsroom.time.onWait = (milliseconds) => events.push(`wait ${milliseconds}`)
    newsroom.cache = {
      purge: async () => {
        events.push('purge')
        return { success: true, errors: [] }
      },
    } as unknown as CacheContext
    await newsroom.post({ slug: 'next' })
    events.push('answer')
    expect(events).toEqual(['commit', `wait ${WAIT_MS}`, 'purge', 'answer'])
  })

  test('once answered is seen in an isolate that had a lease on what was before', async () => {
    const other = new Newsroom({})
    other.pause = 0
    await other.fetch(path)
    newsroom.time.onWait = async (milliseconds) => {
      expect(await other.read(path)).toContain('临江开渡')
      other.time.pass(milliseconds)
    }
    await newsroom.patch(posted.id, { title: '临江停渡' })
    expect(await other.read(path)).toContain('临江停渡')
  })

  test('goes on to its purge when the client hangs up right after the commit', async () => {
    let purges = 0
    newsroom.cache = {
      purge: async () => {
        purges++
        return { success: true, errors: [] }
      },
    } as unknown as CacheContext
    // What a request leaves to `waitUntil` goes on without its client; the rest may not.
    let isLeft = false
    newsroom.onLater = () => {
      isLeft = true
    }
    newsroom.onStatement = (sql) => {
      if (/INTO revisions/.test(sql)) expect(isLeft).toBe(true)
    }
    await newsroom.post({ slug: 'next' })
    expect(purges).toBe(1)
  })

  test('waits by the real clock where none other is handed in', async () => {
    moveTo((newsroom as unknown as { env: object }).env, newIsolate())
    const start = performance.now()
    await newsroom.post({ slug: 'next' })
    expect(performance.now() - start).toBeGreaterThanOrEqual(WAIT_MS - 1)
  })
})
