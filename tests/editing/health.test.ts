import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { version } from '../../package.json'
import type { AnswerOf } from '../../src/editing/contract/answers'
import { secondsNow } from '../../src/time'
import { KEY, type Newsroom, openNewsroom } from '../support/newsroom'

type Health = AnswerOf<'Health'>

let newsroom: Newsroom
let applied: Record<string, unknown>[]

beforeEach(async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  vi.spyOn(console, 'info').mockReturnValue()
  newsroom = await openNewsroom()
  applied = (await env.DB.prepare('SELECT * FROM d1_migrations').run()).results
})

/** What wrangler has noted is nobody's to empty: a test that changes it leaves it as it was. */
afterEach(async () => {
  vi.useRealTimers()
  const { results } = await env.DB.prepare('SELECT * FROM d1_migrations').run()
  if (JSON.stringify(results) === JSON.stringify(applied)) return
  const insert = 'INSERT INTO d1_migrations (id, name, applied_at) VALUES (?1, ?2, ?3)'
  await env.DB.batch([
    env.DB.prepare('DELETE FROM d1_migrations'),
    ...applied.map(({ id, name, applied_at }) => env.DB.prepare(insert).bind(id, name, applied_at)),
  ])
})

const ask = async (headers: Record<string, string> = {}) => {
  // What an isolate found is kept for three seconds.
  newsroom.time.pass(10_000)
  const response = await newsroom.fetch('/api/health', { headers })
  return { status: response.status, health: await response.json<Health>() }
}

const tick = () => newsroom.tick(secondsNow())

/** Has the last migration applied at a moment, in UTC seconds. */
const migratedAt = (at: number) =>
  env.DB.prepare('UPDATE d1_migrations SET applied_at = datetime(?1, ?2)')
    .bind(at, 'unixepoch')
    .run()

test('a newsroom that runs is told to anybody, with all there is to find out', async () => {
  await tick()
  const { status, health } = await ask()
  expect(status).toBe(200)
  expect(health).toMatchObject({
    status: 'pass',
    checks: {
      d1: { status: 'pass', fault: null },
      kv: { status: 'pass', fault: null },
      schema: { status: 'pass' },
      clock: { status: 'pass' },
      plans: { status: 'pass', overdue: 0, oldestAt: null },
      debts: { status: 'pass', failing: null, givenUp: 0 },
      engines: { status: 'pass', failing: [] },
      databases: {
        status: 'pass',
        each: [{ name: 'DB', status: 'pass', answers: true, percent: null }],
      },
    },
    version: { release: version },
  })
  expect(health.checks.schema?.applied).toBe(health.checks.schema?.expected)
  expect(health.checks.clock?.age).toBeLessThan(60)
})

test('no cache keeps it, a key changes nothing, and HEAD is answered without a body', async () => {
  await tick()
  const response = await newsroom.call('GET', '/api/health')
  expect(response.status).toBe(200)
  expect(response.headers.get('Cache-Control')).toBe('no-store')
  expect(response.headers.get('Cloudflare-CDN-Cache-Control')).toBe('no-store')
  const head = await newsroom.fetch('/api/health', { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
  expect((await newsroom.fetch('/api/health', { method: 'POST' })).status).toBe(405)
})

test('it does not hang on the desk', async () => {
  newsroom = await openNewsroom({ DESK: 'off', CLIENTS: '' })
  await tick()
  expect((await ask()).status).toBe(200)
})

test('it needs no metadata of a version', async () => {
  newsroom = await openNewsroom({ VERSION: undefined as never })
  await tick()
  const { status, health } = await ask()
  expect(status).toBe(200)
  expect(health.version).toEqual({ release: version, id: null, deployedAt: null })
})

describe('a flood', () => {
  test('costs D1 and KV one look in three seconds, and writes nothing', async () => {
    await tick()
    newsroom.pause = 0
    newsroom.time.pass(10_000)
    const cost = await newsroom.spent(async () => {
      for (let i = 0; i < 50; i++) await newsroom.fetch('/api/health')
    })
    expect(cost).toMatchObject({ roundTrips: 1, kvReads: 1, rowsWritten: 0, kvWrites: 0 })
    newsroom.time.pass(2_999)
    expect((await newsroom.spent(() => newsroom.fetch('/api/health'))).roundTrips).toBe(0)
    newsroom.time.pass(1)
    expect((await newsroom.spent(() => newsroom.fetch('/api/health'))).roundTrips).toBe(1)
  })

  test('finds one request that looks, and the others get what was found before', async () => {
    await tick()
    await ask()
    newsroom.pause = 0
    newsroom.time.pass(3_000)
    const cost = await newsroom.spent(() =>
      Promise.all(Array.from({ length: 20 }, () => newsroom.fetch('/api/health'))),
    )
    expect(cost.roundTrips).toBe(1)
  })

  test('from one address is told to wait, and asks nothing of D1', async () => {
    const asked: string[] = []
    const HEALTH = {
      limit: async ({ key }: { key: string }) => {
        asked.push(key)
        return { success: false }
      },
    }
    newsroom = await openNewsroom({ HEALTH })
    const headers = { 'CF-Connecting-IP': '203.0.113.7' }
    const cost = await newsroom.spent(async () => {
      const response = await newsroom.fetch('/api/health', { headers })
      expect(response.status).toBe(429)
      expect(response.headers.get('Retry-After')).toBe('60')
    })
    expect(cost.roundTrips).toBe(0)
    expect(asked).toEqual(['203.0.113.7'])
  })
})

test('it names nobody, no draft and no address, and holds no secret', async () => {
  await newsroom.post({ title: '秘密的草稿', slug: 'secret-draft', status: 'draft' })
  await newsroom.post({
    title: '秘密的计划',
    status: 'scheduled',
    publishAt: '2100-01-01T00:00:00Z',
  })
  await env.DB.batch([
    env.DB.prepare("UPDATE articles SET publish_at = 1000 WHERE status = 'scheduled'"),
    env.DB.prepare(
      `INSERT INTO outbox (kind, subject, version, next_at, attempts)
       VALUES ('overwrite', 'article/secret-draft', 'x', 1000, 3)`,
    ),
  ])
  const text = JSON.stringify(await ask({ 'CF-Connecting-IP': '203.0.113.7' }))
  expect(text).toContain('"overdue":1')
  expect(text).toContain('"attempts":3')
  expect(text).not.toMatch(/秘密|secret|Test|203\.0\.113|outbox|SELECT/)
  expect(text).not.toContain(KEY)
})

describe('the first minutes', () => {
  test('after the tables are made, a clock that has not ticked is no alarm', async () => {
    newsroom = await openNewsroom({ VERSION: undefined as never })
    await migratedAt(secondsNow() - 170)
    const { status, health } = await ask()
    expect(status).toBe(200)
    expect(health.checks.clock).toEqual({ status: 'pass', tickedAt: null, age: null })
  })

  test('are three: then a clock that never ticked is one', async () => {
    newsroom = await openNewsroom({ VERSION: undefined as never })
    await migratedAt(secondsNow() - 190)
    const { status, health } = await ask()
    expect([status, health.checks.clock?.status]).toEqual([503, 'fail'])
  })

  test('begin anew with a deployment, of a newsroom whose tables are older', async () => {
    const timestamp = new Date(Date.now() - 60_000).toISOString()
    newsroom = await openNewsroom({ VERSION: { id: 'f00', tag: '', timestamp } })
    await migratedAt(secondsNow() - 86_400)
    const { status, health } = await ask()
    expect(status).toBe(200)
    expect(health.version.id).toBe('f00')
  })
})

describe('the tables', () => {
  test('of a later version do no harm: so it is after a rollback', async () => {
    await tick()
    await env.DB.prepare("INSERT INTO d1_migrations (name) VALUES ('9999_later.sql')").run()
    const { status, health } = await ask()
    expect(status).toBe(200)
    expect(health.checks.schema).toMatchObject({ status: 'pass', applied: '9999_later.sql' })
  })

  test('that were never made are told as such: D1 answers', async () => {
    newsroom.onD1 = () => {
      throw new Error('D1_ERROR: no such table: d1_migrations: SQLITE_ERROR')
    }
    const { status, health } = await ask()
    expect(status).toBe(503)
    expect(health.checks.d1.status).toBe('pass')
    expect(health.checks.schema).toMatchObject({ status: 'fail', applied: null })
    expect(health.checks.clock).toBeNull()
  })

  test('are told from a fault of ours, which is a 500', async () => {
    newsroom.onD1 = () => {
      throw new Error('D1_ERROR: near "SELEC": syntax error: SQLITE_ERROR')
    }
    newsroom.time.pass(10_000)
    const response = await newsroom.fetch('/api/health')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('SELEC')
  })
})

test('it reads a bounded number of rows, whatever is owed, planned and given up', async () => {
  await tick()
  const many = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)'
  const owe = (kind: string, dead: string, gone: string) =>
    env.DB.prepare(
      `INSERT INTO outbox (kind, subject, version, next_at, dead_at, is_gone)
       ${many} SELECT '${kind}', '${dead}' || i, 'x', 1000, ${dead}, ${gone} FROM n`,
    )
  await env.DB.batch([
    ...['write', 'purge', 'overwrite', 'picture'].map((kind) => owe(kind, 'NULL', 'NULL')),
    ...['write', 'purge', 'overwrite'].map((kind) => owe(kind, '2000', 'NULL')),
    owe('indexnow', 'NULL', '0'),
    owe('indexnow', '2000', '0'),
    env.DB.prepare(
      `INSERT INTO articles (id, revision, slug, section_id, status, title, excerpt, keywords,
         created_at, updated_at, publish_at)
       ${many} SELECT 1000 + i, 1, 'plan' || i, 1, 'scheduled', '计划', '', '[]', 0, 0, 1000 + i
       FROM n`,
    ),
  ])
  newsroom.time.pass(10_000)
  const cost = await newsroom.spent(() => newsroom.fetch('/api/health'))
  expect(cost.roundTrips).toBe(1)
  expect(cost.rowsRead).toBeLessThan(600)
  expect(cost.rowsWritten).toBe(0)
  const { health } = await ask()
  expect(health.checks.plans?.overdue).toBe(100)
  expect(health.checks.debts).toMatchObject({ status: 'fail', oldest: { kind: 'purge' } })
})

test('what an engine was not told hides nothing that the edge was not', async () => {
  await tick()
  await env.DB.batch([
    env.DB.prepare('DELETE FROM outbox'),
    env.DB.prepare(
      `INSERT INTO outbox (kind, subject, version, next_at, dead_at, is_gone)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
       SELECT 'indexnow', i, 'x', 1000, 2000, 0 FROM n`,
    ),
  ])
  expect((await ask()).health.checks.debts).toMatchObject({ status: 'pass', givenUp: 0 })
  await env.DB.prepare(
    "INSERT INTO outbox (kind, subject, version, next_at, dead_at) VALUES ('purge', 'home', 'x', 1, 2)",
  ).run()
  expect((await ask()).health.checks.debts).toMatchObject({ status: 'warn', givenUp: 1 })
})
