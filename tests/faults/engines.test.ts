import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { EngineName } from '../../src/delivery/engines/all'
import { payPings } from '../../src/delivery/engines/tell'
import { hang, noCost, wrapD1 } from '../support/bindings'
import { StandIns } from '../support/engines'
import { ORIGIN } from '../support/newsroom'
import { articles, ON, openTelling, type Telling } from '../support/telling'

let telling: Telling

beforeEach(async () => {
  telling = await openTelling()
})

describe('an engine that', () => {
  test('says when to come back is left alone until then', async () => {
    await telling.owe([['/articles/a', 'new']], ['indexnow'])
    telling.standIns.instead = () =>
      new Response(null, { status: 429, headers: { 'Retry-After': '600' } })
    const start = telling.now
    await telling.tick()
    telling.standIns.instead = () => null
    while (telling.now < start + 600) await telling.tick()
    expect(telling.standIns.indexnow.calls).toEqual([])
    await telling.tick()
    expect(telling.standIns.indexnow.calls).toHaveLength(1)
    expect(await telling.engine('indexnow')).toMatchObject({ attempts: 0, fault: null })
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
      await telling.owe([['/articles/a', 'gone']], ['baidu'])
      let asked = 0
      telling.standIns.instead = () => {
        asked++
        return fault()
      }
      for (let minute = 0; minute < 32; minute++) await telling.tick(20)
      expect(asked).toBe(6) // at 0, 1, 3, 7, 15 and 31 minutes
      expect(telling.events().filter((event) => event === 'engine-later')).toHaveLength(6)
      expect((await telling.engine('baidu'))?.fault).toBe(why)
      expect(JSON.stringify(telling.log)).not.toContain('secret')
      telling.standIns.instead = () => null
      for (let minute = 0; minute < 60; minute++) await telling.tick()
      expect(telling.standIns.baidu.state.get(`${ORIGIN}/articles/a`)).toBe('gone')
      expect(await telling.owed()).toEqual([])
    },
  )

  test('is down for weeks loses nothing', async () => {
    await telling.owe(articles(30), ['indexnow'])
    telling.standIns.instead = () => new Response(null, { status: 500 })
    for (let hour = 0; hour < 24 * 21; hour++, telling.now += 3_600 - 60) await telling.tick()
    telling.standIns.instead = () => null
    for (let minute = 0; minute < 62; minute++) await telling.tick()
    expect(telling.standIns.indexnow.times.size).toBe(30)
  })

  test('is down does not keep the others', async () => {
    await telling.owe([
      ['/articles/a', 'new'],
      ['/feed.xml', 'feed'],
    ])
    telling.standIns.instead = (request) => (request.url.includes('hub') ? null : (hang() as never))
    await telling.tick(20)
    expect(telling.standIns.websub.calls).toHaveLength(1)
  })

  test.each<[string, EngineName, () => void, string]>([
    [
      'finds no key file',
      'indexnow',
      () => {
        telling.standIns.keyFile = null
      },
      '403',
    ],
    [
      'says the URLs are not of the host',
      'indexnow',
      () => {
        telling.vars.SITE_URL = 'https://other.test'
        telling.standIns.instead = () => new Response(null, { status: 422 })
      },
      '422',
    ],
    [
      'does not know the token',
      'baidu',
      () => {
        telling.standIns.token = 'other'
      },
      '401 token is not valid',
    ],
    [
      'does not know the site',
      'baidu',
      () => {
        telling.standIns.host = 'www.news.test'
      },
      '400 site error',
    ],
    [
      'has moved',
      'websub',
      () => {
        telling.standIns.instead = () =>
          new Response(null, { status: 301, headers: { Location: 'https://new.test/' } })
      },
      '301 https://new.test/',
    ],
  ])(
    '%s (%s) is left alone for an hour at a time; nothing is lost, and the log says why',
    async (_, name, break_, fault) => {
      await telling.owe(
        [
          ['/articles/a', 'new'],
          ['/feed.xml', 'feed'],
        ],
        [name],
      )
      break_()
      for (let hour = 0; hour < 48; hour++, telling.now += 3_600 - 60) await telling.tick()
      expect(telling.log.filter(({ event }) => event === 'engine-misconfigured')).toHaveLength(48)
      expect((await telling.engine(name))?.fault).toContain(fault)
      telling.standIns = new StandIns()
      telling.vars = { ...env, ...ON }
      await telling.tick()
      expect(telling.standIns[name].calls).toHaveLength(1)
      expect(await telling.owed()).toEqual([])
    },
  )

  test('is configured wrongly says which variable, and keeps what it is owed', async () => {
    await telling.owe([
      ['/articles/a', 'new'],
      ['/feed.xml', 'feed'],
    ])
    telling.vars = {
      ...telling.vars,
      INDEXNOW_KEY: 'short',
      BAIDU_PUSH_TOKEN: 'a b',
      WEBSUB_HUB: 'hub',
    }
    await telling.tick()
    for (const [name, variable] of [
      ['indexnow', 'INDEXNOW_KEY'],
      ['baidu', 'BAIDU_PUSH_TOKEN'],
      ['websub', 'WEBSUB_HUB'],
    ] as const) {
      expect((await telling.engine(name))?.fault).toMatch(new RegExp(`^${variable} must be`))
    }
    expect(await telling.owed()).toHaveLength(3)
  })

  test('refuses one page of many is told of all others, and the one is given up in the end', async () => {
    await telling.owe(articles(2_000), ['indexnow'])
    telling.standIns.dislikes = (url) => url.endsWith('/articles/777')
    for (let minute = 0; minute < 60; minute++) await telling.tick()
    expect(telling.standIns.indexnow.times.size).toBe(1_999)
    expect((await telling.owed()).map(({ subject }) => subject)).toEqual(['/articles/777'])
    for (let hour = 0; hour < 12; hour++, telling.now += 3_600) await telling.tick()
    const [bad] = await telling.owed()
    expect(bad?.dead_at).toBeTruthy()
    await telling.owe([['/articles/777', 'changed']], ['indexnow'])
    telling.standIns.dislikes = () => false
    telling.now += 3_600
    await telling.tick()
    expect(await telling.owed()).toEqual([])
  })

  test('refuses whatever it is told is left alone', async () => {
    await telling.owe(articles(100), ['indexnow'])
    let asked = 0
    telling.standIns.instead = () => {
      asked++
      return new Response(null, { status: 400 })
    }
    for (let minute = 0; minute < 600; minute++) await telling.tick()
    expect(asked).toBeLessThan(24)
  })
})

describe('should we die', () => {
  test('after a call and before the note of it, the engine is told again, once the lease is over', async () => {
    await telling.owe([['/articles/a', 'gone']])
    const db = wrapD1(env.DB, noCost(), (sql) => {
      if (sql.some((statement) => statement.startsWith('DELETE'))) throw new Error('gone')
    })
    await payPings(telling.wire(db), telling.vars, telling.now)
    expect(telling.events()).toContain('pings-failed')
    await telling.tick()
    await telling.tick()
    await telling.tick()
    expect(telling.standIns.baidu.calls).toHaveLength(2)
    expect(telling.standIns.indexnow.times.get(`${ORIGIN}/articles/a`)).toBe(2)
    expect(await telling.owed()).toEqual([])
  })

  test('between two calls of a tick, both are made over again', async () => {
    await telling.owe(articles(5), ['baidu'])
    let calls = 0
    telling.standIns.instead = () => (++calls === 2 ? (hang() as never) : null)
    void payPings(telling.wire(), telling.vars, telling.now, 1e9)
    await vi.waitFor(() => expect(calls).toBe(2))
    telling.now += 120
    await telling.tick()
    expect(calls).toBe(4)
    expect(telling.standIns.baidu.state.size).toBe(5)
    expect(await telling.owed()).toEqual([])
  })

  test('two ticks at once do not both tell', async () => {
    await telling.owe([['/articles/a', 'new']])
    await Promise.all([
      payPings(telling.wire(), telling.vars, telling.now),
      payPings(telling.wire(), telling.vars, telling.now),
    ])
    expect(telling.standIns.indexnow.calls).toHaveLength(1)
    expect(telling.standIns.baidu.calls).toHaveLength(1)
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
    telling.standIns.instead = () => null
    return play(request)
  }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await env.DB.batch([
        env.DB.prepare('DELETE FROM outbox'),
        env.DB.prepare('UPDATE engines SET next_at = 0, quota_at = 0, attempts = 0, fault = NULL'),
      ])
      telling.standIns = new StandIns()
      telling.now = Math.floor(Date.now() / 1000) + 60
      const isPublic = new Map<string, boolean>()
      /** How often IndexNow had been told of a page when it last changed. */
      const before = new Map<string, number>()
      const change = async (page: number, edit: boolean) => {
        const path = `/articles/${page}`
        const was = isPublic.get(path) ?? false
        isPublic.set(path, !was || edit)
        await telling.owe([[path, was ? (edit ? 'changed' : 'gone') : 'new']])
        before.set(path, telling.standIns.indexnow.times.get(ORIGIN + path) ?? 0)
      }
      const take = async (step: (typeof steps)[number]) => {
        if (step === 'tick') return telling.tick(5)
        if (step === 'die') {
          await payPings(telling.wire(dying), telling.vars, telling.now, 5)
          telling.now += 60
        } else if ('fault' in step) {
          telling.standIns.instead = once(async (request) => {
            // The call may have come through, and its answer been lost.
            if (step.told) await telling.standIns.answer(request)
            return faults[step.fault]?.() ?? null
          })
        } else if (step.during) {
          // While the engines are being told: of this very page, perhaps.
          telling.standIns.instead = once(async () => {
            await change(step.page, step.edit)
            return null
          })
          await telling.tick(5)
        } else await change(step.page, step.edit)
      }
      for (const step of steps) await take(step)
      telling.standIns.instead = () => null
      for (let hour = 0; hour < 30; hour++, telling.now += 3_600) await telling.tick()
      expect(await telling.owed()).toEqual([])
      for (const [path, is] of isPublic) {
        expect(telling.standIns.baidu.state.get(ORIGIN + path)).toBe(is ? 'there' : 'gone')
        expect(telling.standIns.indexnow.times.get(ORIGIN + path)).toBeGreaterThan(
          before.get(path) ?? 0,
        )
      }
    }),
    { numRuns: 60, seed: 20261122 },
  )
})
