/** Each failure of docs/operations.md, as health tells it, the log, and the desk. */
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AnswerOf } from '../../src/editing/contract/answers'
import { secondsNow } from '../../src/time'
import { hang } from '../support/bindings'
import { atDesk, type Desk } from '../support/desk'
import { KEY, type Newsroom, openNewsroom } from '../support/newsroom'
import { png } from '../support/pictures'

let newsroom: Newsroom
let desk: Desk
let lines: Record<string, unknown>[]

const fail = () => {
  throw new Error('D1_ERROR: Network connection lost.')
}

async function open(vars: Partial<Env> = {}) {
  newsroom = await openNewsroom(vars)
  desk = await atDesk(newsroom)
  await newsroom.tick(secondsNow())
  // What the sections owed is none of a test’s.
  await env.DB.prepare('DELETE FROM outbox').run()
  lines = []
}

beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line) => lines?.push(JSON.parse(line)))
  }
  await open()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

/** What health says: its status, what failed and what is worth knowing. */
async function seen() {
  newsroom.time.pass(10_000)
  const response = await newsroom.fetch('/api/health')
  const health = await response.json<AnswerOf<'Health'>>()
  const named = (verdict: string) =>
    Object.entries(health.checks).flatMap(([name, check]) =>
      check?.status === verdict ? [name] : [],
    )
  return { status: response.status, fail: named('fail'), warn: named('warn'), ...health.checks }
}

const events = () => lines.map(({ event }) => event)
const today = () => desk.read('/desk')
const edge = (takes: boolean) =>
  ({
    async purge() {
      return { success: takes, zoneTag: '', errors: takes ? [] : [{ code: 1, message: 'rate' }] }
    },
  }) as unknown as CacheContext

test('nothing is wrong, and all three say so', async () => {
  expect(await seen()).toMatchObject({ status: 200, fail: [], warn: [] })
  expect(events()).toEqual([])
  const page = await today()
  expect(page).toContain('The clock runs')
  expect(page).toContain('Nothing is owed')
  expect(page).not.toContain('class="alarm"')
})

describe('D1', () => {
  test('does not answer: 503, and nobody knows the rest', async () => {
    newsroom.onD1 = fail
    expect(await seen()).toMatchObject({
      status: 503,
      fail: ['d1'],
      d1: { fault: 'unreachable' },
      kv: { status: 'pass' },
      schema: null,
      clock: null,
      debts: null,
    })
    expect(events()).toEqual(['d1-unreachable', 'unhealthy'])
    expect((await desk.get('/desk')).status).toBe(503)
    expect(events()).toEqual(['d1-unreachable', 'unhealthy', 'd1-unreachable'])
  })

  test('hangs: 503 all the same, after two seconds, and then at once', async () => {
    newsroom.onD1 = hang
    expect(await seen()).toMatchObject({ status: 503, fail: ['d1'], d1: { fault: 'silent' } })
    expect(events()).toEqual(['d1-unreachable', 'unhealthy'])
    expect(await seen()).toMatchObject({ status: 503, d1: { fault: 'silent' } })
  })

  test('has used up its day: 503, which says that it is this', async () => {
    newsroom.onD1 = () => {
      throw new Error("D1_ERROR: Exceeded D1's free tier daily row read limit")
    }
    expect(await seen()).toMatchObject({ status: 503, d1: { fault: 'quota' } })
    expect(events()).toEqual(['d1-quota', 'unhealthy'])
  })

  test('lacks a migration: 503, and the desk says what to run', async () => {
    const last = await env.DB.prepare(
      'SELECT * FROM d1_migrations ORDER BY name DESC LIMIT 1',
    ).first<{
      id: number
      name: string
      applied_at: string
    }>()
    const named = env.DB.prepare('DELETE FROM d1_migrations WHERE name = ?1').bind(last?.name)
    const again = env.DB.prepare('INSERT INTO d1_migrations VALUES (?1, ?2, ?3)')
    await named.run()
    try {
      expect(await seen()).toMatchObject({
        status: 503,
        fail: ['schema'],
        schema: { expected: last?.name },
      })
      expect(lines).toMatchObject([{ event: 'unhealthy', failing: ['schema'] }])
      expect(await today()).toMatch(/class="alarm">The database lacks tables.*npm run deploy/)
    } finally {
      await again.bind(last?.id, last?.name, last?.applied_at).run()
    }
  })
})

describe('KV', () => {
  test.each([
    ['fails', 'unreachable', () => Promise.reject(new Error('KV GET failed: 503'))],
    ['hangs', 'silent', hang],
  ])('%s: 503, and readers have their pages', async (_, fault, interfere) => {
    newsroom.onKV = interfere
    expect(await seen()).toMatchObject({ status: 503, fail: ['kv'], kv: { fault } })
    expect(lines).toMatchObject([{ event: 'unhealthy', failing: ['kv'] }])
    expect((await newsroom.fetch('/')).status).toBe(200)
    expect(await today()).toMatch(/class="alarm">The store of copies \(KV\) does not answer/)
  })

  test('and D1 fail: 503, and both are named', async () => {
    newsroom.onKV = fail
    newsroom.onD1 = fail
    expect(await seen()).toMatchObject({ status: 503, fail: ['d1', 'kv'] })
    expect(lines.at(-1)).toMatchObject({ event: 'unhealthy', failing: ['d1', 'kv'] })
  })
})

test('R2 fails: pictures that are to be removed are tried again, which is worth knowing', async () => {
  const sent = await newsroom.fetch('/api/pictures?alt=', {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'image/png' },
    body: png(),
  })
  const { hash } = await sent.json<{ hash: string }>()
  newsroom.onR2 = fail
  await newsroom.call('POST', `/api/pictures/${hash}/takedown`)
  await newsroom.tick(secondsNow() + 60)
  expect(await seen()).toMatchObject({
    status: 200,
    warn: ['debts'],
    debts: { failing: { kind: 'picture' } },
  })
  expect(events()).toContain('picture-not-removed')
  expect(await today()).toMatch(/Removing files of pictures: failed (once|\d+ times)/)
})

describe('purges', () => {
  /** A write that the edge is not told of. */
  const write = async () => {
    newsroom.cache = edge(false)
    await newsroom.post({ slug: 'piece' })
  }

  test('are refused: they are tried again, which is worth knowing', async () => {
    await write()
    await newsroom.tick(secondsNow() + 60)
    expect(await seen()).toMatchObject({
      status: 200,
      warn: ['debts'],
      debts: { failing: { kind: 'purge', attempts: 1 }, givenUp: 0 },
    })
    expect(events()).toContain('purge-refused')
    expect(await today()).toContain('Giving the edge new pages: failed once')
  })

  test('are given up after seven hours: it is told until everything is purged', async () => {
    await write()
    for (let hour = 1; hour <= 12; hour++) await newsroom.tick(secondsNow() + hour * 3_600)
    expect(await seen()).toMatchObject({ status: 200, warn: ['debts'], debts: { givenUp: 1 } })
    expect(await today()).toMatch(/class="alarm"><p>Given up.*npm run purge/)
    newsroom.cache = edge(true)
    expect((await newsroom.call('POST', '/api/purge')).status).toBe(200)
    expect(await seen()).toMatchObject({ status: 200, warn: [], debts: { givenUp: 0 } })
    expect(await today()).not.toContain('Given up')
  })

  test('are due, and the clock does not come to them: 503', async () => {
    await env.DB.prepare(
      `INSERT INTO outbox (kind, subject, version, next_at) VALUES ('purge', 'home', 'x', ?1)`,
    )
      .bind(secondsNow() - 600)
      .run()
    expect(await seen()).toMatchObject({
      status: 503,
      fail: ['debts'],
      debts: { oldest: { kind: 'purge' } },
    })
    expect(lines).toMatchObject([{ event: 'unhealthy', failing: ['debts'] }])
    expect(await today()).toMatch(/class="alarm">Giving the edge new pages: has waited for 9 min/)
  })
})

describe('the clock', () => {
  const stopped = () =>
    env.DB.prepare("UPDATE counters SET value = ?1 WHERE name = 'tick'")
      .bind(secondsNow() - 600)
      .run()

  test('has stopped: 503, until it ticks again', async () => {
    await stopped()
    expect(await seen()).toMatchObject({ status: 503, fail: ['clock'] })
    expect(lines).toMatchObject([{ event: 'unhealthy', failing: ['clock'] }])
    expect(await today()).toMatch(/class="alarm">The clock has stopped/)
    await newsroom.tick(secondsNow())
    expect(await seen()).toMatchObject({ status: 200, fail: [] })
  })

  test('cannot write down that it ticked: it counts as stopped, and the log says why', async () => {
    await stopped()
    newsroom.onD1 = fail
    await newsroom.tick(secondsNow())
    newsroom.onD1 = () => {}
    expect(events()).toContain('tick-failed')
    expect(await seen()).toMatchObject({ status: 503, fail: ['clock'] })
  })
})

test('a plan cannot be carried out: 503, and the desk leads to it', async () => {
  const { id } = await newsroom.post({
    status: 'scheduled',
    publishAt: '2100-01-01T00:00:00Z',
  })
  await env.DB.batch([
    env.DB.prepare('UPDATE articles SET publish_at = ?1').bind(secondsNow() - 600),
    env.DB.prepare("UPDATE revisions SET content = x'00' WHERE article_id = ?1").bind(id),
  ])
  await newsroom.tick(secondsNow())
  expect(await seen()).toMatchObject({ status: 503, fail: ['plans'], plans: { overdue: 1 } })
  expect(events()).toContain('publish-failed')
  const page = await today()
  expect(page).toMatch(/class="alarm">Articles that were to come out and have not: 1\./)
  expect(page).toContain('href="/desk/articles?status=scheduled&amp;order=published"')
})

test('an engine does not take what it is told: worth knowing, and by name only', async () => {
  await open({ INDEXNOW_KEY: 'abcdef12' } as Partial<Env>)
  vi.stubGlobal('fetch', async () => new Response('not your key', { status: 403 }))
  await newsroom.post({ slug: 'piece' })
  await newsroom.tick(secondsNow() + 60)
  expect(await seen()).toMatchObject({
    status: 200,
    warn: ['engines'],
    engines: { failing: ['indexnow'] },
    debts: { status: 'pass' },
  })
  expect(events()).toContain('engine-misconfigured')
  expect(await today()).toContain('indexnow did not take the last call')
})

test('the desk says the same in Chinese', async () => {
  await desk.post('/desk/language', { language: 'zh', to: '/desk' })
  await env.DB.prepare("DELETE FROM counters WHERE name = 'tick'").run()
  newsroom.onKV = fail
  const page = await today()
  expect(page).toContain('时钟还没有走过')
  expect(page).toContain('页面副本的存储（KV）没有回应')
})
