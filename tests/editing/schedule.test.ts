import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { article, KEY, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
const NOW = Date.UTC(2026, 10, 22, 9, 0, 0)
const seconds = (iso: string) => Date.parse(iso) / 1000

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
  newsroom = await openNewsroom()
})

const plan = (publishAt: string, fields = {}) =>
  newsroom.post({ slug: 'planned', title: '预告', publishAt, ...fields })

const tickAt = (iso: string) => {
  vi.setSystemTime(iso)
  return newsroom.tick(seconds(iso))
}

const statusOf = async (id = 1) =>
  (await (await newsroom.call('GET', `/api/articles/${id}`)).json<{ status: string }>()).status

describe('a planned article', () => {
  test('is scheduled, and readers see nothing of it', async () => {
    const planned = await plan('2026-11-22T18:00:00+08:00')
    expect(planned).toMatchObject({
      status: 'scheduled',
      publishAt: '2026-11-22T10:00:00Z',
      publishedAt: null,
    })
    expect((await newsroom.fetch('/articles/planned')).status).toBe(404)
    for (const path of ['/', '/sitemap1.xml'])
      expect(await newsroom.read(path)).not.toContain('planned')
  })

  test('is published by the first tick after its moment, dated at that moment', async () => {
    await plan('2026-11-22T10:00:00Z')
    await tickAt('2026-11-22T09:59:59Z')
    expect(await statusOf()).toBe('scheduled')
    await tickAt('2026-11-22T10:00:40Z')
    const found = await (await newsroom.call('GET', '/api/articles/1')).json()
    expect(found).toMatchObject({
      status: 'published',
      publishedAt: '2026-11-22T10:00:00Z',
      publishAt: null,
      updatedAt: '2026-11-22T10:00:40Z',
      revision: 2,
    })
    expect((await newsroom.fetch('/articles/planned')).status).toBe(200)
    for (const path of ['/', '/sections/news', '/sitemap1.xml']) {
      expect(await newsroom.read(path)).toContain('/articles/planned')
    }
  })

  test('a tick that is hours late publishes all that is due, the rest not', async () => {
    await plan('2026-11-22T10:00:00Z')
    await plan('2026-11-22T11:00:00Z', { slug: 'b' })
    await plan('2026-11-22T20:00:00Z', { slug: 'c' })
    await tickAt('2026-11-22T15:00:00Z')
    expect([await statusOf(1), await statusOf(2), await statusOf(3)]).toEqual([
      'published',
      'published',
      'scheduled',
    ])
  })

  test('two ticks at once publish it once', async () => {
    await plan('2026-11-22T10:00:00Z')
    await Promise.all([tickAt('2026-11-22T10:00:00Z'), tickAt('2026-11-22T10:00:00Z')])
    await tickAt('2026-11-22T10:01:00Z')
    const found = await (await newsroom.call('GET', '/api/articles/1')).json()
    expect(found).toMatchObject({ status: 'published', revision: 2 })
    expect((await newsroom.read('/sitemap1.xml')).match(/planned/g)).toHaveLength(1)
  })

  test('put off, called off or withdrawn, it is not published at the old moment', async () => {
    for (const [i, patch] of [
      { publishAt: '2026-11-23T10:00:00Z' },
      { status: 'draft' },
      { status: 'withdrawn' },
    ].entries()) {
      await plan('2026-11-22T10:00:00Z', { slug: `p${i}` })
      await newsroom.patch(i + 1, patch)
    }
    await tickAt('2026-11-22T10:00:00Z')
    expect([await statusOf(1), await statusOf(2), await statusOf(3)]).toEqual([
      'scheduled',
      'draft',
      'withdrawn',
    ])
    await tickAt('2026-11-23T10:00:00Z')
    expect(await statusOf(1)).toBe('published')
  })

  test('is published though its planner’s key was revoked since; the trail names the clock', async () => {
    await plan('2026-11-22T10:00:00Z')
    await env.DB.prepare('UPDATE keys SET revoked_at = 1').run()
    await tickAt('2026-11-22T10:00:00Z')
    expect((await newsroom.fetch('/articles/planned')).status).toBe(200)
    const row = await env.DB.prepare('SELECT * FROM audit ORDER BY id DESC LIMIT 1').first()
    expect(row).toMatchObject({ key_id: null, action: 'article.publish' })
  })

  test('can be published at once', async () => {
    await plan('2026-11-22T10:00:00Z')
    const now = await newsroom.patch(1, { status: 'published' })
    expect(now).toMatchObject({ publishedAt: '2026-11-22T09:00:00Z', publishAt: null })
  })

  test('can be edited before and after its moment has passed', async () => {
    await plan('2026-11-22T10:00:00Z')
    vi.setSystemTime('2026-11-22T10:00:30Z')
    const edited = await newsroom.patch(1, { title: '最后一改' })
    expect(edited).toMatchObject({ status: 'scheduled', publishAt: '2026-11-22T10:00:00Z' })
    await tickAt('2026-11-22T10:01:00Z')
    expect(await newsroom.read('/articles/planned')).toContain('最后一改')
  })

  test('whose write fails is left for the next tick, and the others go out', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    await plan('2026-11-22T10:00:00Z')
    await plan('2026-11-22T10:00:00Z', { slug: 'b' })
    await failFor('NEW.id = 1')
    await tickAt('2026-11-22T10:00:00Z')
    expect([await statusOf(1), await statusOf(2)].sort()).toEqual(['published', 'scheduled'])
    await env.DB.exec('DROP TRIGGER failing')
    await tickAt('2026-11-22T10:01:00Z')
    expect([await statusOf(1), await statusOf(2)]).toEqual(['published', 'published'])
  })

  test('is published though a hundred before it fail, each minute, and the tick keeps its bound', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    await planMany(130)
    await failFor('NEW.id <= 100')
    const { statements } = await newsroom.spent(() => tickAt('2026-11-22T10:00:00Z'))
    expect(statements).toBeLessThan(1_000)
    await tickAt('2026-11-22T10:01:00Z')
    const { n } = await published()
    expect(n).toBe(30)
  })

  test('is published though the text of one before it cannot be read', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    await planMany(2)
    await env.DB.prepare("UPDATE revisions SET content = X'00' WHERE article_id = 1").run()
    await tickAt('2026-11-22T10:00:00Z')
    expect(await statusOf(2)).toBe('published')
  })

  test('goes out with all that are due in a few writes, however many there are', async () => {
    await planMany(80)
    const first = await newsroom.spent(() => tickAt('2026-11-22T10:00:00Z'))
    expect(first.statements).toBeLessThan(100)
    expect((await published()).n).toBeGreaterThanOrEqual(75)
    await tickAt('2026-11-22T10:01:00Z')
    expect((await published()).n).toBe(80)
  })
})

/** Plans articles 1 and on for ten o'clock. */
async function planMany(n: number) {
  const lines = Array.from({ length: n }, (_, i) =>
    JSON.stringify(article({ slug: `planned-${i + 1}`, publishAt: '2026-11-22T10:00:00Z' })),
  )
  const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson' }
  const body = lines.join('\n')
  const response = await newsroom.fetch('/api/import', { method: 'POST', headers, body })
  expect(await response.text()).not.toContain('"status":4')
}

/** Has every write of articles that meet a condition fail inside D1. */
const failFor = (condition: string) =>
  env.DB.prepare(
    `CREATE TRIGGER failing BEFORE UPDATE ON articles WHEN ${condition}
     BEGIN SELECT RAISE(ABORT, 'no room left'); END`,
  ).run()

const published = async () =>
  (await env.DB.prepare("SELECT count(*) AS n FROM articles WHERE status = 'published'").first<{
    n: number
  }>()) as { n: number }

describe('a moment is an instant', () => {
  test.each([
    ['UTC+8, across midnight', '2026-11-23T00:30:00+08:00', '2026-11-22T16:30:00Z'],
    ['before the clocks change in New York', '2027-03-14T01:59:59-05:00', '2027-03-14T06:59:59Z'],
    ['after it', '2027-03-14T03:00:00-04:00', '2027-03-14T07:00:00Z'],
    ['the hour that comes twice, first', '2027-11-07T01:30:00-04:00', '2027-11-07T05:30:00Z'],
    ['the hour that comes twice, second', '2027-11-07T01:30:00-05:00', '2027-11-07T06:30:00Z'],
  ])('%s', async (_, publishAt, instant) => {
    expect((await plan(publishAt)).publishAt).toBe(instant)
    await tickAt(new Date(Date.parse(instant) - 1000).toISOString())
    expect(await statusOf()).toBe('scheduled')
    await tickAt(instant)
    expect(await (await newsroom.call('GET', '/api/articles/1')).json()).toMatchObject({
      status: 'published',
      publishedAt: instant,
    })
  })
})

describe('plans that are none', () => {
  test.each<[string, Record<string, unknown>]>([
    ['publishAt', { publishAt: '2026-11-22T08:59:59Z' }],
    ['publishAt', { publishAt: '2026-11-23T10:00:00' }],
    ['publishAt', { status: 'scheduled' }],
    ['publishAt', { status: 'draft', publishAt: '2026-11-23T10:00:00Z' }],
    ['publishAt', { status: 'published', publishAt: '2026-11-23T10:00:00Z' }],
    ['publishedAt', { publishedAt: '2020-01-01T00:00:00Z', publishAt: '2026-11-23T10:00:00Z' }],
  ])('%s is named: %j', async (field, fields) => {
    const { errors } = await newsroom.refused(article(fields))
    expect(errors?.map((error) => error.field)).toEqual([field])
  })
})

test('the tick clears away records of retries that have expired, and only those', async () => {
  const send = (key: string) =>
    newsroom.call('POST', '/api/articles', article(), { 'Idempotency-Key': key })
  await send('old')
  vi.setSystemTime(NOW + 20 * 3600_000)
  await send('new')
  await newsroom.tick(NOW / 1000 + 25 * 3600)
  const { results } = await env.DB.prepare('SELECT key FROM idempotency_keys').run()
  expect(results).toEqual([{ key: 'new' }])
})
