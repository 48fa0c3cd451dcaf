import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type EngineVars, enginesOf } from '../../src/delivery/engines/all'
import { baidu } from '../../src/delivery/engines/baidu'
import { owePings } from '../../src/delivery/engines/owe'
import { payPings } from '../../src/delivery/engines/tell'
import { type SiteVars, siteOf } from '../../src/site'
import { noCost, wrapD1 } from '../support/bindings'
import { ORIGIN, openNewsroom } from '../support/newsroom'
import { articles, ON, openTelling, type Row, type Telling } from '../support/telling'

const nextQuotaDay = (at: number) => baidu.quota?.nextDay(at) ?? Number.NaN

let telling: Telling

beforeEach(async () => {
  telling = await openTelling()
})

describe('engines are told', () => {
  test('of what is new, changed and gone, each in its own words, and then nothing is owed', async () => {
    await telling.owe([
      ['/articles/new', 'new'],
      ['/articles/old', 'changed'],
      ['/articles/%E6%97%A7', 'gone'],
      ['/feed.xml', 'feed'],
      ['/sections/news/feed.xml', 'feed'],
    ])
    await telling.tick()
    expect([...telling.standIns.indexnow.times.keys()].sort()).toEqual([
      `${ORIGIN}/articles/%E6%97%A7`,
      `${ORIGIN}/articles/new`,
      `${ORIGIN}/articles/old`,
    ])
    expect(telling.standIns.indexnow.calls).toHaveLength(1)
    expect(telling.standIns.baidu.calls).toEqual([
      { path: '/del', urls: [`${ORIGIN}/articles/%E6%97%A7`] },
      { path: '/urls', urls: [`${ORIGIN}/articles/new`] },
    ])
    expect([...telling.standIns.websub.times.keys()].sort()).toEqual([
      `${ORIGIN}/feed.xml`,
      `${ORIGIN}/sections/news/feed.xml`,
    ])
    expect(await telling.owed()).toEqual([])
  })

  test('of the deletion alone, when an edit and a withdrawal came before the ping', async () => {
    await telling.owe([['/articles/a', 'new']])
    await telling.owe([['/articles/a', 'changed']])
    await telling.owe([['/articles/a', 'gone']])
    await telling.tick()
    expect(telling.standIns.baidu.calls).toEqual([{ path: '/del', urls: [`${ORIGIN}/articles/a`] }])
    expect(telling.standIns.indexnow.calls.map(({ urls }) => urls)).toEqual([
      [`${ORIGIN}/articles/a`],
    ])
  })

  test('of the page alone, when it was withdrawn and restored before the ping', async () => {
    await telling.owe([['/articles/a', 'gone']])
    await telling.owe([['/articles/a', 'new']])
    await telling.tick()
    expect(telling.standIns.baidu.calls).toEqual([
      { path: '/urls', urls: [`${ORIGIN}/articles/a`] },
    ])
  })

  test('of a change that comes while it is being told, on the next tick', async () => {
    await telling.owe([['/articles/a', 'new']], ['baidu'])
    telling.standIns.instead = async () => {
      telling.standIns.instead = () => null
      await telling.owe([['/articles/a', 'gone']], ['baidu'])
      return null
    }
    await telling.tick()
    expect(telling.standIns.baidu.state.get(`${ORIGIN}/articles/a`)).toBe('there')
    await telling.tick()
    expect(telling.standIns.baidu.state.get(`${ORIGIN}/articles/a`)).toBe('gone')
    expect(await telling.owed()).toEqual([])
  })

  test('by the clock: a tick of the whole newsroom does it', async () => {
    vi.stubGlobal('fetch', (request: Request) => telling.standIns.answer(request))
    const withEngines = await openNewsroom(ON as Partial<Env>)
    await telling.owe([['/articles/a', 'new']])
    await withEngines.tick(telling.now)
    vi.unstubAllGlobals()
    expect(telling.standIns.indexnow.calls).toHaveLength(1)
  })

  test('of a page once readers get it, not while its write still waits and purges', async () => {
    vi.stubGlobal('fetch', (request: Request) => telling.standIns.answer(request))
    const withEngines = await openNewsroom(ON as Partial<Env>)
    const tick = () => withEngines.tick(Math.floor(Date.now() / 1000) + 1)
    const calls = () =>
      telling.standIns.websub.calls.length + telling.standIns.indexnow.calls.length
    let early = -1
    withEngines.time.onWait = async () => {
      withEngines.time.onWait = () => {}
      await tick()
      early = calls()
    }
    await withEngines.post()
    expect(early).toBe(0)
    await tick()
    vi.unstubAllGlobals()
    expect(calls()).toBeGreaterThan(1)
  })

  test('though the database has never heard of them before, but not while nothing is owed', async () => {
    await env.DB.prepare('DELETE FROM engines').run()
    await telling.tick()
    expect(await telling.engine('indexnow')).toBeNull()
    await telling.owe([['/articles/a', 'new']])
    await telling.tick()
    expect(telling.standIns.indexnow.calls).toHaveLength(1)
    expect(telling.standIns.baidu.calls).toHaveLength(1)
    expect(await telling.owed()).toEqual([])
    expect(await telling.engine('websub')).toBeNull()
  })

  test('of nothing, when none is switched on, or the site is on this machine', async () => {
    expect(owePings(env.DB, [], 'v', 'SELECT 1')).toEqual([])
    const enginesWith = (vars: SiteVars & EngineVars) => enginesOf(vars, siteOf(vars))
    expect(enginesWith(env)).toEqual([])
    expect(enginesWith({ ...env, INDEXNOW_KEY: '', BAIDU_PUSH_TOKEN: 'x' })).toEqual(['baidu'])
    for (const SITE_URL of ['http://localhost:8787', 'http://127.0.0.1', 'http://[::1]:80']) {
      expect(enginesWith({ ...telling.vars, SITE_URL })).toEqual([])
    }
    await telling.owe([['/articles/a', 'new']])
    telling.vars = { ...telling.vars, SITE_URL: 'http://localhost:8787' }
    await telling.tick()
    expect(telling.standIns.indexnow.calls).toEqual([])
  })
})

describe('ten thousand articles at once', () => {
  test('are owed in one statement, told in calls of two thousand, the newest first', async () => {
    const [result] = await telling.owe(articles(10_000), ['indexnow', 'baidu'])
    expect(result?.meta.changes).toBe(20_000)
    for (let minute = 0; minute < 5; minute++) await telling.tick()
    const calls = telling.standIns.indexnow.calls.map(({ urls }) => urls)
    expect(calls.map(({ length }) => length)).toEqual([2_000, 2_000, 2_000, 2_000, 2_000])
    expect(calls.flat()[0]).toBe(`${ORIGIN}/articles/9999`)
    expect(telling.standIns.indexnow.times.size).toBe(10_000)
    expect(telling.standIns.baidu.calls.slice(0, 2).map(({ urls }) => urls.length)).toEqual([
      1, 1_999,
    ])
    expect(telling.standIns.baidu.state.size).toBe(10_000)
    expect(await telling.owed()).toEqual([])
  })

  test('cost a tick few statements, whatever waits, and do not hold up a purge', async () => {
    await telling.owe(articles(10_000))
    await telling.owe([['/feed.xml', 'feed']])
    const cost = noCost()
    const db = wrapD1(env.DB, cost, () => {})
    await payPings(telling.wire(db), telling.vars, telling.now)
    expect(cost.statements).toBe(1 + 3 * 3)
    Object.assign(cost, noCost())
    await payPings(telling.wire(db), { ...telling.vars, INDEXNOW_KEY: '' }, telling.now)
    // Baidu, a batch of its own; nothing of it in proportion to what waits.
    expect(cost.statements).toBe(4)
    expect(cost.rowsRead).toBeLessThan(20_000)

    const purges: string[][] = []
    telling.newsroom.cache = {
      purge: async ({ tags = [] }: CachePurgeOptions) => {
        purges.push(tags)
        return { success: true }
      },
    } as unknown as CacheContext
    await env.DB.prepare("DELETE FROM outbox WHERE kind = 'write'").run()
    await env.DB.prepare("UPDATE editions SET edition = 'x' WHERE page = 'home'").run()
    const { rowsRead } = await telling.newsroom.spent(() => telling.newsroom.tick(telling.now + 60))
    expect(purges).toEqual([['home', 'missing']])
    expect(rowsRead).toBeLessThan(50)
  })

  test('cost a tick one statement and next to no rows while their engine waits', async () => {
    await telling.owe(articles(10_000), ['indexnow', 'baidu'])
    telling.standIns.remain = 0
    telling.standIns.keyFile = null
    await telling.tick()
    const cost = noCost()
    await payPings(telling.wire(wrapD1(env.DB, cost, () => {})), telling.vars, telling.now)
    expect(cost).toMatchObject({ statements: 1, rowsWritten: 0 })
    expect(cost.rowsRead).toBeLessThan(20)
  })
})

describe('a feed that the hub refuses', () => {
  test('does not keep the others from being told', async () => {
    telling.standIns.dislikes = (url) => url.endsWith('bad.xml')
    await telling.owe([
      ['/a.xml', 'feed', 1],
      ['/bad.xml', 'feed', 2],
      ['/c.xml', 'feed', 3],
    ])
    await telling.tick()
    expect(telling.standIns.websub.times.size).toBe(2)
    expect(await telling.owed()).toMatchObject([
      { subject: '/bad.xml', attempts: 1, dead_at: null },
    ])
  })

  test('and many feeds are told ten a minute', async () => {
    await telling.owe(Array.from({ length: 25 }, (_, i): Row => [`/${i}.xml`, 'feed']))
    await telling.tick()
    expect(telling.standIns.websub.calls).toHaveLength(10)
    await telling.tick()
    await telling.tick()
    expect(telling.standIns.websub.times.size).toBe(25)
  })
})

describe('Baidu’s quota', () => {
  test('goes to the newest; the rest waits for the next day in Beijing, without a call in between', async () => {
    telling.standIns.remain = 10
    await telling.owe(articles(25), ['baidu'])
    const start = telling.now
    await telling.tick()
    expect([...telling.standIns.baidu.state.keys()]).toEqual(
      Array.from({ length: 10 }, (_, i) => `${ORIGIN}/articles/${24 - i}`),
    )
    let asked = 0
    telling.standIns.instead = () => {
      asked++
      return null
    }
    telling.standIns.remain = 10
    while (telling.now < nextQuotaDay(start)) {
      await telling.tick()
      telling.now += 600
    }
    expect(asked).toBe(0)
    await telling.tick()
    expect(telling.standIns.baidu.state.size).toBe(20)
  })

  test('spent elsewhere: what is published meanwhile waits too, and goes first', async () => {
    telling.standIns.remain = 0
    await telling.owe([['/articles/old', 'new', 1]], ['baidu'])
    const start = telling.now
    await telling.tick()
    expect(await telling.engine('baidu')).toMatchObject({ attempts: 0, fault: '400 over quota' })
    expect(telling.events()).toContain('engine-spent')
    await telling.owe([['/articles/fresh', 'new']], ['baidu'])
    await telling.tick()
    telling.standIns.remain = 1
    telling.now = nextQuotaDay(start)
    await telling.tick()
    expect([...telling.standIns.baidu.state.keys()]).toEqual([`${ORIGIN}/articles/fresh`])
  })

  test('does not keep what is gone from being told', async () => {
    telling.standIns.remain = 1
    await telling.owe([['/articles/a', 'new']], ['baidu'])
    await telling.tick()
    telling.standIns.remain = 5
    await telling.owe(
      [
        ['/articles/a', 'gone'],
        ['/articles/b', 'new'],
      ],
      ['baidu'],
    )
    await telling.tick()
    expect(telling.standIns.baidu.calls.at(-1)).toEqual({
      path: '/del',
      urls: [`${ORIGIN}/articles/a`],
    })
  })

  test('is not asked for by edits, which Baidu finds by itself', async () => {
    await telling.owe([['/articles/a', 'changed']], ['baidu'])
    expect(await telling.owed()).toEqual([])
  })

  test('a URL it calls invalid is given up at once, and stays to be seen', async () => {
    telling.standIns.dislikes = (url) => url.endsWith('/b')
    await telling.owe(
      [
        ['/articles/a', 'new'],
        ['/articles/b', 'new'],
        ['/articles/c', 'new'],
      ],
      ['baidu'],
    )
    await telling.tick()
    expect(telling.standIns.baidu.state.size).toBe(2)
    expect(await telling.owed()).toMatchObject([
      { subject: '/articles/b', dead_at: telling.now - 60 },
    ])
  })
})

describe('GET /api/outbox', () => {
  test('shows what engines are owed, until when they wait, and why; given up first', async () => {
    telling.standIns.remain = 0
    telling.standIns.keyFile = null
    await telling.owe([
      ['/articles/a', 'new'],
      ['/articles/b', 'gone'],
    ])
    await env.DB.prepare("UPDATE outbox SET dead_at = 1 WHERE subject = '/articles/b'").run()
    await telling.tick()
    const answer = await telling.newsroom.call('GET', '/api/outbox')
    const seen = await answer.json<{ owed: Record<string, unknown>[]; engines: object[] }>()
    expect(seen.owed.slice(0, 2).map(({ subject, isGone }) => [subject, isGone])).toEqual([
      ['/articles/b', true],
      ['/articles/b', true],
    ])
    const midnight = new Date(nextQuotaDay(telling.now - 60) * 1000)
      .toISOString()
      .replace('.000', '')
    expect(seen.owed).toContainEqual({
      kind: 'baidu',
      subject: '/articles/a',
      isGone: false,
      times: 1,
      attempts: 0,
      nextAt: midnight,
      deadAt: null,
    })
    expect(seen.engines).toMatchObject([
      { name: 'baidu', fault: '400 over quota', quotaAt: midnight },
      { name: 'indexnow', fault: expect.stringMatching(/^403/), quotaAt: null },
    ])
  })

  test('reads a bounded part, however much is owed', async () => {
    await telling.owe(articles(5_000))
    const { rowsRead } = await telling.newsroom.spent(() =>
      telling.newsroom.call('GET', '/api/outbox'),
    )
    expect(rowsRead).toBeLessThan(1_000)
  })
})

describe('the key file', () => {
  const open = () => openNewsroom(ON as Partial<Env>)

  test('stands at /{key}.txt, as plain text, briefly at the edge', async () => {
    const response = await (await open()).fetch('/abcdef12.txt')
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
    expect(response.headers.get('Cloudflare-CDN-Cache-Control')).toMatch(/max-age=60/)
    expect(await response.text()).toBe('abcdef12')
  })

  test('is nowhere else, and nowhere without a key or with a wrong one', async () => {
    const withKey = await open()
    for (const path of ['/abcdef13.txt', '/ABCDEF12.txt', '/abcdef12', '/x/abcdef12.txt']) {
      expect((await withKey.fetch(path)).status).toBe(404)
    }
    const query = await withKey.fetch('/abcdef12.txt?x=1')
    expect(query.headers.get('Cloudflare-CDN-Cache-Control')).toBe('no-store')
    expect((await telling.newsroom.fetch('/abcdef12.txt')).status).toBe(404)
    const wrong = await openNewsroom({ INDEXNOW_KEY: '.{8}' } as Partial<Env>)
    expect((await wrong.fetch('/abcdef12.txt')).status).toBe(404)
    expect((await wrong.fetch('/robots.txt')).status).toBe(200)
  })
})

test('a reader’s page and a post cost no more with engines switched on but not told', async () => {
  const { url } = await telling.newsroom.post({ slug: 'piece' })
  const off = await telling.newsroom.spent(() => telling.newsroom.fetch(url))
  const on = await openNewsroom(ON as Partial<Env>)
  await on.post({ slug: 'piece' })
  expect(await on.spent(() => on.fetch(url))).toEqual(off)
})
