import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { newEdition } from '../../src/delivery/editions'
import { type EngineName, enginesOf, type News, owePings } from '../../src/delivery/engines'
import { nextQuotaDay } from '../../src/delivery/engines/baidu'
import type { EngineVars } from '../../src/delivery/engines/engine'
import { payPings } from '../../src/delivery/pings'
import { hang, noCost, wrapD1 } from '../support/bindings'
import { StandIns } from '../support/engines'
import { type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

const ON: EngineVars = {
  INDEXNOW_KEY: 'abcdef12',
  BAIDU_PUSH_TOKEN: 'T0kenT0kenT0kenT',
  WEBSUB_HUB: 'https://hub.test/hub',
}
const ALL: EngineName[] = ['indexnow', 'baidu', 'websub']

let newsroom: Newsroom
let standIns: StandIns
let vars: Env & EngineVars
let now: number
let log: Record<string, unknown>[]

const spyOnLog = () => {
  log = []
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line) => log.push(JSON.parse(line)))
  }
}

beforeEach(async () => {
  spyOnLog()
  newsroom = await openNewsroom()
  standIns = new StandIns()
  vars = { ...env, ...ON }
  now = Math.floor(Date.now() / 1000) + 60
})

type Row = [path: string, news: News, at?: number]

/** As the write path does: in one statement of a batch. */
const owe = (rows: Row[], engines = ALL, db = env.DB) =>
  db.batch(
    owePings(
      db,
      engines,
      newEdition(),
      `SELECT value ->> 0 AS path, value ->> 1 AS news, value ->> 2 AS at FROM json_each(?2)`,
      JSON.stringify(rows),
    ),
  )
const fetchOf = (db = env.DB) => ({
  db,
  fetch: (request: Request) => standIns.answer(request),
})
/** One tick, and the clock a minute further. */
async function tick(patience = 1_000) {
  await payPings(fetchOf(), vars, now, patience)
  now += 60
}
const owed = async () => {
  const { results } = await env.DB.prepare(
    'SELECT kind, subject, is_gone, attempts, dead_at FROM outbox WHERE is_gone IS NOT NULL',
  ).run<{ kind: string; subject: string; is_gone: number; attempts: number; dead_at: number }>()
  return results
}
const engine = (name: EngineName) =>
  env.DB.prepare('SELECT * FROM engines WHERE name = ?1')
    .bind(name)
    .first<{ next_at: number; quota_at: number; attempts: number; fault: string | null }>()
const events = () => log.map(({ event }) => event)
const paths = (count: number): Row[] =>
  Array.from({ length: count }, (_, i) => [`/articles/${i}`, 'new', i])

describe('engines are told', () => {
  test('of what is new, changed and gone, each in its own words, and then nothing is owed', async () => {
    await owe([
      ['/articles/new', 'new'],
      ['/articles/old', 'changed'],
      ['/articles/%E6%97%A7', 'gone'],
      ['/feed.xml', 'feed'],
      ['/sections/news/feed.xml', 'feed'],
    ])
    await tick()
    expect([...standIns.indexnow.times.keys()].sort()).toEqual([
      `${ORIGIN}/articles/%E6%97%A7`,
      `${ORIGIN}/articles/new`,
      `${ORIGIN}/articles/old`,
    ])
    expect(standIns.indexnow.calls).toHaveLength(1)
    expect(standIns.baidu.calls).toEqual([
      { path: '/del', urls: [`${ORIGIN}/articles/%E6%97%A7`] },
      { path: '/urls', urls: [`${ORIGIN}/articles/new`] },
    ])
    expect([...standIns.websub.times.keys()].sort()).toEqual([
      `${ORIGIN}/feed.xml`,
      `${ORIGIN}/sections/news/feed.xml`,
    ])
    expect(await owed()).toEqual([])
  })

  test('of the deletion alone, when an edit and a withdrawal came before the ping', async () => {
    await owe([['/articles/a', 'new']])
    await owe([['/articles/a', 'changed']])
    await owe([['/articles/a', 'gone']])
    await tick()
    expect(standIns.baidu.calls).toEqual([{ path: '/del', urls: [`${ORIGIN}/articles/a`] }])
    expect(standIns.indexnow.calls.map(({ urls }) => urls)).toEqual([[`${ORIGIN}/articles/a`]])
  })

  test('of the page alone, when it was withdrawn and restored before the ping', async () => {
    await owe([['/articles/a', 'gone']])
    await owe([['/articles/a', 'new']])
    await tick()
    expect(standIns.baidu.calls).toEqual([{ path: '/urls', urls: [`${ORIGIN}/articles/a`] }])
  })

  test('of a change that comes while it is being told, on the next tick', async () => {
    await owe([['/articles/a', 'new']], ['baidu'])
    standIns.instead = async () => {
      standIns.instead = () => null
      await owe([['/articles/a', 'gone']], ['baidu'])
      return null
    }
    await tick()
    expect(standIns.baidu.state.get(`${ORIGIN}/articles/a`)).toBe('there')
    await tick()
    expect(standIns.baidu.state.get(`${ORIGIN}/articles/a`)).toBe('gone')
    expect(await owed()).toEqual([])
  })

  test('by the clock: a tick of the whole newsroom does it', async () => {
    vi.stubGlobal('fetch', (request: Request) => standIns.answer(request))
    const withEngines = await openNewsroom(ON as Partial<Env>)
    await owe([['/articles/a', 'new']])
    await withEngines.tick(now)
    vi.unstubAllGlobals()
    expect(standIns.indexnow.calls).toHaveLength(1)
  })

  test('of nothing, when none is switched on, or the site is on this machine', async () => {
    expect(owePings(env.DB, [], 'v', 'SELECT 1')).toEqual([])
    expect(enginesOf(env)).toEqual([])
    expect(enginesOf({ ...env, INDEXNOW_KEY: '', BAIDU_PUSH_TOKEN: 'x' } as Env)).toEqual(['baidu'])
    for (const SITE_URL of ['http://localhost:8787', 'http://127.0.0.1', 'http://[::1]:80']) {
      expect(enginesOf({ ...vars, SITE_URL })).toEqual([])
    }
    await owe([['/articles/a', 'new']])
    vars = { ...vars, SITE_URL: 'http://localhost:8787' }
    await tick()
    expect(standIns.indexnow.calls).toEqual([])
  })
})

describe('ten thousand articles at once', () => {
  test('are owed in one statement, told in calls of two thousand, the newest first', async () => {
    const [result] = await owe(paths(10_000), ['indexnow', 'baidu'])
    expect(result?.meta.changes).toBe(20_000)
    for (let minute = 0; minute < 5; minute++) await tick()
    const calls = standIns.indexnow.calls.map(({ urls }) => urls)
    expect(calls.map(({ length }) => length)).toEqual([2_000, 2_000, 2_000, 2_000, 2_000])
    expect(calls.flat()[0]).toBe(`${ORIGIN}/articles/9999`)
    expect(standIns.indexnow.times.size).toBe(10_000)
    expect(standIns.baidu.calls.slice(0, 2).map(({ urls }) => urls.length)).toEqual([1, 1_999])
    expect(standIns.baidu.state.size).toBe(10_000)
    expect(await owed()).toEqual([])
  })

  test('cost a tick few statements, whatever waits, and do not hold up a purge', async () => {
    await owe(paths(10_000))
    await owe([['/feed.xml', 'feed']])
    const cost = noCost()
    const db = wrapD1(env.DB, cost, () => {})
    await payPings(fetchOf(db), vars, now)
    expect(cost.statements).toBe(1 + 3 * 3)
    Object.assign(cost, noCost())
    await payPings(fetchOf(db), { ...vars, INDEXNOW_KEY: '' }, now)
    // Baidu, a batch of its own; nothing of it in proportion to what waits.
    expect(cost.statements).toBe(4)
    expect(cost.rowsRead).toBeLessThan(20_000)

    const purges: string[][] = []
    newsroom.cache = {
      purge: async ({ tags = [] }: CachePurgeOptions) => {
        purges.push(tags)
        return { success: true }
      },
    } as unknown as CacheContext
    await env.DB.prepare("DELETE FROM outbox WHERE kind = 'purge'").run()
    await env.DB.prepare("UPDATE editions SET edition = 'x' WHERE page = 'home'").run()
    const { rowsRead } = await newsroom.spent(() => newsroom.tick(now + 60))
    expect(purges).toEqual([['home', 'missing']])
    expect(rowsRead).toBeLessThan(50)
  })

  test('cost a tick one statement and next to no rows while their engine waits', async () => {
    await owe(paths(10_000), ['indexnow', 'baidu'])
    standIns.remain = 0
    standIns.keyFile = null
    await tick()
    const cost = noCost()
    await payPings(fetchOf(wrapD1(env.DB, cost, () => {})), vars, now)
    expect(cost).toMatchObject({ statements: 1, rowsWritten: 0 })
    expect(cost.rowsRead).toBeLessThan(20)
  })
})

describe('an engine that', () => {
  test('says when to come back is left alone until then', async () => {
    await owe([['/articles/a', 'new']], ['indexnow'])
    standIns.instead = () => new Response(null, { status: 429, headers: { 'Retry-After': '600' } })
    const start = now
    await tick()
    standIns.instead = () => null
    while (now < start + 600) await tick()
    expect(standIns.indexnow.calls).toEqual([])
    await tick()
    expect(standIns.indexnow.calls).toHaveLength(1)
    expect(await engine('indexnow')).toMatchObject({ attempts: 0, fault: null })
  })

  test.each([
    ['fails', '503 oops', () => new Response('oops', { status: 503 })],
    [
      'cannot be reached',
      'no connection',
      () => {
        throw new TypeError('Network connection lost: http://data.zz.baidu.com/?token=secret')
      },
    ],
    ['hangs', 'no answer in time', hang],
    [
      'sends half an answer',
      'no answer in time',
      () => new Response(new ReadableStream({ pull: hang })),
    ],
    ['answers as something else would', 'no JSON', () => new Response('<html>login</html>')],
  ] as [string, string, () => Response][])(
    '%s is asked less and less often, and told all when it is well',
    async (_, why, fault) => {
      await owe([['/articles/a', 'gone']], ['baidu'])
      let asked = 0
      standIns.instead = () => {
        asked++
        return fault()
      }
      for (let minute = 0; minute < 32; minute++) await tick(20)
      expect(asked).toBe(6) // at 0, 1, 3, 7, 15 and 31 minutes
      expect(events().filter((event) => event === 'engine-later')).toHaveLength(6)
      expect((await engine('baidu'))?.fault).toBe(why)
      expect(JSON.stringify(log)).not.toContain('secret')
      standIns.instead = () => null
      for (let minute = 0; minute < 60; minute++) await tick()
      expect(standIns.baidu.state.get(`${ORIGIN}/articles/a`)).toBe('gone')
      expect(await owed()).toEqual([])
    },
  )

  test('is down for weeks loses nothing', async () => {
    await owe(paths(30), ['indexnow'])
    standIns.instead = () => new Response(null, { status: 500 })
    for (let hour = 0; hour < 24 * 21; hour++, now += 3_600 - 60) await tick()
    standIns.instead = () => null
    for (let minute = 0; minute < 62; minute++) await tick()
    expect(standIns.indexnow.times.size).toBe(30)
  })

  test('is down does not keep the others', async () => {
    await owe([
      ['/articles/a', 'new'],
      ['/feed.xml', 'feed'],
    ])
    standIns.instead = (request) => (request.url.includes('hub') ? null : (hang() as never))
    await tick(20)
    expect(standIns.websub.calls).toHaveLength(1)
  })

  test.each<[string, EngineName, () => void, string]>([
    [
      'finds no key file',
      'indexnow',
      () => {
        standIns.keyFile = null
      },
      '403',
    ],
    [
      'says the URLs are not of the host',
      'indexnow',
      () => {
        vars.SITE_URL = 'https://other.test'
        standIns.instead = () => new Response(null, { status: 422 })
      },
      '422',
    ],
    [
      'does not know the token',
      'baidu',
      () => {
        standIns.token = 'other'
      },
      '401 token is not valid',
    ],
    [
      'does not know the site',
      'baidu',
      () => {
        standIns.host = 'www.news.test'
      },
      '400 site error',
    ],
    [
      'has moved',
      'websub',
      () => {
        standIns.instead = () =>
          new Response(null, { status: 301, headers: { Location: 'https://new.test/' } })
      },
      '301 https://new.test/',
    ],
  ])(
    '%s (%s) is left alone for an hour at a time; nothing is lost, and the log says why',
    async (_, name, break_, fault) => {
      await owe(
        [
          ['/articles/a', 'new'],
          ['/feed.xml', 'feed'],
        ],
        [name],
      )
      break_()
      for (let hour = 0; hour < 48; hour++, now += 3_600 - 60) await tick()
      expect(log.filter(({ event }) => event === 'engine-misconfigured')).toHaveLength(48)
      expect((await engine(name))?.fault).toContain(fault)
      standIns = new StandIns()
      vars = { ...env, ...ON }
      await tick()
      expect(standIns[name].calls).toHaveLength(1)
      expect(await owed()).toEqual([])
    },
  )

  test('is configured wrongly says which variable, and keeps what it is owed', async () => {
    await owe([
      ['/articles/a', 'new'],
      ['/feed.xml', 'feed'],
    ])
    vars = { ...vars, INDEXNOW_KEY: 'short', BAIDU_PUSH_TOKEN: 'a b', WEBSUB_HUB: 'hub' }
    await tick()
    for (const [name, variable] of [
      ['indexnow', 'INDEXNOW_KEY'],
      ['baidu', 'BAIDU_PUSH_TOKEN'],
      ['websub', 'WEBSUB_HUB'],
    ] as const) {
      expect((await engine(name))?.fault).toMatch(new RegExp(`^${variable} must be`))
    }
    expect(await owed()).toHaveLength(3)
  })

  test('refuses one page of many is told of all others, and the one is given up in the end', async () => {
    await owe(paths(2_000), ['indexnow'])
    standIns.dislikes = (url) => url.endsWith('/articles/777')
    for (let minute = 0; minute < 60; minute++) await tick()
    expect(standIns.indexnow.times.size).toBe(1_999)
    expect((await owed()).map(({ subject }) => subject)).toEqual(['/articles/777'])
    for (let hour = 0; hour < 12; hour++, now += 3_600) await tick()
    const [bad] = await owed()
    expect(bad?.dead_at).toBeTruthy()
    await owe([['/articles/777', 'changed']], ['indexnow'])
    standIns.dislikes = () => false
    now += 3_600
    await tick()
    expect(await owed()).toEqual([])
  })

  test('refuses whatever it is told is left alone', async () => {
    await owe(paths(100), ['indexnow'])
    let asked = 0
    standIns.instead = () => {
      asked++
      return new Response(null, { status: 400 })
    }
    for (let minute = 0; minute < 600; minute++) await tick()
    expect(asked).toBeLessThan(24)
  })
})

describe('a feed that the hub refuses', () => {
  test('does not keep the others from being told', async () => {
    standIns.dislikes = (url) => url.endsWith('bad.xml')
    await owe([
      ['/a.xml', 'feed', 1],
      ['/bad.xml', 'feed', 2],
      ['/c.xml', 'feed', 3],
    ])
    await tick()
    expect(standIns.websub.times.size).toBe(2)
    expect(await owed()).toMatchObject([{ subject: '/bad.xml', attempts: 1, dead_at: null }])
  })

  test('and many feeds are told ten a minute', async () => {
    await owe(Array.from({ length: 25 }, (_, i): Row => [`/${i}.xml`, 'feed']))
    await tick()
    expect(standIns.websub.calls).toHaveLength(10)
    await tick()
    await tick()
    expect(standIns.websub.times.size).toBe(25)
  })
})

describe('Baidu’s quota', () => {
  test('goes to the newest; the rest waits for the next day in Beijing, without a call in between', async () => {
    standIns.remain = 10
    await owe(paths(25), ['baidu'])
    const start = now
    await tick()
    expect([...standIns.baidu.state.keys()]).toEqual(
      Array.from({ length: 10 }, (_, i) => `${ORIGIN}/articles/${24 - i}`),
    )
    let asked = 0
    standIns.instead = () => {
      asked++
      return null
    }
    standIns.remain = 10
    while (now < nextQuotaDay(start)) {
      await tick()
      now += 600
    }
    expect(asked).toBe(0)
    await tick()
    expect(standIns.baidu.state.size).toBe(20)
  })

  test('spent elsewhere: what is published meanwhile waits too, and goes first', async () => {
    standIns.remain = 0
    await owe([['/articles/old', 'new', 1]], ['baidu'])
    const start = now
    await tick()
    expect(await engine('baidu')).toMatchObject({ attempts: 0, fault: '400 over quota' })
    expect(events()).toContain('engine-spent')
    await owe([['/articles/fresh', 'new']], ['baidu'])
    await tick()
    standIns.remain = 1
    now = nextQuotaDay(start)
    await tick()
    expect([...standIns.baidu.state.keys()]).toEqual([`${ORIGIN}/articles/fresh`])
  })

  test('does not keep what is gone from being told', async () => {
    standIns.remain = 1
    await owe([['/articles/a', 'new']], ['baidu'])
    await tick()
    standIns.remain = 5
    await owe(
      [
        ['/articles/a', 'gone'],
        ['/articles/b', 'new'],
      ],
      ['baidu'],
    )
    await tick()
    expect(standIns.baidu.calls.at(-1)).toEqual({ path: '/del', urls: [`${ORIGIN}/articles/a`] })
  })

  test('is not asked for by edits, which Baidu finds by itself', async () => {
    await owe([['/articles/a', 'changed']], ['baidu'])
    expect(await owed()).toEqual([])
  })

  test('a URL it calls invalid is given up at once, and stays to be seen', async () => {
    standIns.dislikes = (url) => url.endsWith('/b')
    await owe(
      [
        ['/articles/a', 'new'],
        ['/articles/b', 'new'],
        ['/articles/c', 'new'],
      ],
      ['baidu'],
    )
    await tick()
    expect(standIns.baidu.state.size).toBe(2)
    expect(await owed()).toMatchObject([{ subject: '/articles/b', dead_at: now - 60 }])
  })
})

describe('GET /api/outbox', () => {
  test('shows what engines are owed, until when they wait, and why; given up first', async () => {
    standIns.remain = 0
    standIns.keyFile = null
    await owe([
      ['/articles/a', 'new'],
      ['/articles/b', 'gone'],
    ])
    await env.DB.prepare("UPDATE outbox SET dead_at = 1 WHERE subject = '/articles/b'").run()
    await tick()
    const answer = await newsroom.call('GET', '/api/outbox')
    const seen = await answer.json<{ owed: Record<string, unknown>[]; engines: object[] }>()
    expect(seen.owed.slice(0, 2).map(({ subject, isGone }) => [subject, isGone])).toEqual([
      ['/articles/b', true],
      ['/articles/b', true],
    ])
    const midnight = new Date(nextQuotaDay(now - 60) * 1000).toISOString().replace('.000', '')
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
    await owe(paths(5_000))
    const { rowsRead } = await newsroom.spent(() => newsroom.call('GET', '/api/outbox'))
    expect(rowsRead).toBeLessThan(1_000)
  })
})

describe('should we die', () => {
  test('after a call and before the note of it, the engine is told again, once the lease is over', async () => {
    await owe([['/articles/a', 'gone']])
    const db = wrapD1(env.DB, noCost(), (sql) => {
      if (sql.some((statement) => statement.startsWith('DELETE'))) throw new Error('gone')
    })
    await payPings(fetchOf(db), vars, now)
    expect(events()).toContain('pings-failed')
    await tick()
    await tick()
    await tick()
    expect(standIns.baidu.calls).toHaveLength(2)
    expect(standIns.indexnow.times.get(`${ORIGIN}/articles/a`)).toBe(2)
    expect(await owed()).toEqual([])
  })

  test('between two calls of a tick, both are made over again', async () => {
    await owe(paths(5), ['baidu'])
    let calls = 0
    standIns.instead = () => (++calls === 2 ? (hang() as never) : null)
    void payPings(fetchOf(), vars, now, 1e9)
    await vi.waitFor(() => expect(calls).toBe(2))
    now += 120
    await tick()
    expect(calls).toBe(4)
    expect(standIns.baidu.state.size).toBe(5)
    expect(await owed()).toEqual([])
  })

  test('two ticks at once do not both tell', async () => {
    await owe([['/articles/a', 'new']])
    await Promise.all([payPings(fetchOf(), vars, now), payPings(fetchOf(), vars, now)])
    expect(standIns.indexnow.calls).toHaveLength(1)
    expect(standIns.baidu.calls).toHaveLength(1)
  })
})

test('whatever is published, changed and withdrawn, and whatever they answer, engines know the truth in the end', async () => {
  const faults = [
    () => new Response(null, { status: 500 }),
    () => new Response(null, { status: 429, headers: { 'Retry-After': '120' } }),
    () => new Response(null, { status: 403 }),
    () => new Response(null, { status: 400 }),
    () => Response.json({ error: 400, message: 'over quota' }, { status: 400 }),
    hang,
  ] as (() => Response)[]
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ page: fc.nat(2), edit: fc.boolean(), during: fc.boolean() }),
    },
    { weight: 4, arbitrary: fc.constant('tick' as const) },
    { weight: 2, arbitrary: fc.record({ fault: fc.nat(faults.length - 1), told: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constant('die' as const) },
  )
  const dying = wrapD1(env.DB, noCost(), (sql) => {
    if (sql.at(-1)?.startsWith('UPDATE engines SET next_at = ?2, quota_at')) throw new Error('gone')
  })
  const once = (play: (request: Request) => Promise<Response | null>) => (request: Request) => {
    standIns.instead = () => null
    return play(request)
  }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await env.DB.batch([
        env.DB.prepare('DELETE FROM outbox'),
        env.DB.prepare('UPDATE engines SET next_at = 0, quota_at = 0, attempts = 0, fault = NULL'),
      ])
      standIns = new StandIns()
      now = Math.floor(Date.now() / 1000) + 60
      const isPublic = new Map<string, boolean>()
      /** How often IndexNow had been told of a page when it last changed. */
      const before = new Map<string, number>()
      const change = async (page: number, edit: boolean) => {
        const path = `/articles/${page}`
        const was = isPublic.get(path) ?? false
        isPublic.set(path, !was || edit)
        await owe([[path, was ? (edit ? 'changed' : 'gone') : 'new']])
        before.set(path, standIns.indexnow.times.get(ORIGIN + path) ?? 0)
      }
      const take = async (step: (typeof steps)[number]) => {
        if (step === 'tick') return tick(5)
        if (step === 'die') {
          await payPings(fetchOf(dying), vars, now, 5)
          now += 60
        } else if ('fault' in step) {
          standIns.instead = once(async (request) => {
            // The call may have come through, and its answer been lost.
            if (step.told) await standIns.answer(request)
            return faults[step.fault]?.() ?? null
          })
        } else if (step.during) {
          // While the engines are being told: of this very page, perhaps.
          standIns.instead = once(async () => {
            await change(step.page, step.edit)
            return null
          })
          await tick(5)
        } else await change(step.page, step.edit)
      }
      for (const step of steps) await take(step)
      standIns.instead = () => null
      for (let hour = 0; hour < 30; hour++, now += 3_600) await tick()
      expect(await owed()).toEqual([])
      for (const [path, is] of isPublic) {
        expect(standIns.baidu.state.get(ORIGIN + path)).toBe(is ? 'there' : 'gone')
        expect(standIns.indexnow.times.get(ORIGIN + path)).toBeGreaterThan(before.get(path) ?? 0)
      }
    }),
    { numRuns: 60, seed: 20261122 },
  )
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
    expect((await newsroom.fetch('/abcdef12.txt')).status).toBe(404)
    const wrong = await openNewsroom({ INDEXNOW_KEY: '.{8}' } as Partial<Env>)
    expect((await wrong.fetch('/abcdef12.txt')).status).toBe(404)
    expect((await wrong.fetch('/robots.txt')).status).toBe(200)
  })
})

test('a reader’s page and a post cost no more with engines switched on but not told', async () => {
  const { url } = await newsroom.post({ slug: 'piece' })
  const off = await newsroom.spent(() => newsroom.fetch(url))
  const on = await openNewsroom(ON as Partial<Env>)
  await on.post({ slug: 'piece' })
  expect(await on.spent(() => on.fetch(url))).toEqual(off)
})
