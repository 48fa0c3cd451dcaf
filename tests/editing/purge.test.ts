import { env } from 'cloudflare:workers'
import { beforeEach, expect, test, vi } from 'vitest'
import { WAIT_MS } from '../../src/delivery/leases'
import { secondsNow } from '../../src/time'
import { atDesk, makeKey } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  vi.spyOn(console, 'info').mockReturnValue()
  vi.spyOn(console, 'warn').mockReturnValue()
  newsroom = await openNewsroom()
  await newsroom.post({ slug: 'piece', title: '照常出版' })
})

const purge = (headers = {}) => newsroom.call('POST', '/api/purge', undefined, headers)

const cacheThat = (takes: boolean) => {
  const tags: string[][] = []
  newsroom.cache = {
    async purge(what: { tags: string[] }) {
      tags.push(what.tags)
      return { success: takes, zoneTag: '', errors: [] }
    },
  } as unknown as CacheContext
  return tags
}

test('what was changed by hand is what readers get, from the answer on', async () => {
  await newsroom.read('/articles/piece')
  await env.DB.prepare("UPDATE articles SET title = '手改的标题'").run()
  expect(await newsroom.read('/articles/piece')).not.toContain('手改的标题')
  const tags = cacheThat(true)
  newsroom.time.waits.length = 0
  const response = await purge()
  expect([response.status, await response.json()]).toEqual([200, { purge: 'done' }])
  // No isolate serves under an older lease, and the edge has nothing of before.
  expect(newsroom.time.waits).toContain(WAIT_MS)
  expect(tags[0]).toEqual(['site'])
  expect(await newsroom.read('/articles/piece')).toContain('手改的标题')
})

test('it is in the trail once, and at the desk in words', async () => {
  await purge()
  const { entries } = await (await newsroom.call('GET', '/api/audit?limit=1')).json<{
    entries: { action: string; subject: string }[]
  }>()
  expect(entries[0]).toMatchObject({ action: 'purge', subject: 'site' })
  const desk = await atDesk(newsroom)
  expect(await desk.read('/desk/audit')).toContain('had every page made anew')
})

test('an edge that refuses is told by the clock', async () => {
  cacheThat(false)
  expect(await (await purge()).json()).toEqual({ purge: 'queued' })
  const tags = cacheThat(true)
  await newsroom.tick(secondsNow() + 60)
  expect(tags.flat()).toContain('site')
})

test('purges that were given up are in it, and copies that were are tried again', async () => {
  await env.DB.batch(
    ['write', 'purge', 'overwrite', 'indexnow'].map((kind) =>
      env.DB.prepare(
        `INSERT INTO outbox (kind, subject, version, next_at, attempts, dead_at, is_gone)
         VALUES (?1, 'article/piece', 'x', 1000, 12, 1000, iif(?1 = 'indexnow', 0, NULL))`,
      ).bind(kind),
    ),
  )
  await purge()
  const left = await env.DB.prepare(
    "SELECT kind, attempts, dead_at FROM outbox WHERE subject = 'article/piece' ORDER BY kind",
  ).run()
  expect(left.results).toEqual([
    { kind: 'indexnow', attempts: 12, dead_at: 1000 },
    { kind: 'overwrite', attempts: 0, dead_at: null },
  ])
})

test('it takes a key that manages keys, in all sections', async () => {
  const { key: writer } = await makeKey(newsroom, ['articles:write'])
  const { key: local } = await makeKey(newsroom, ['keys:manage'], { sections: ['news'] })
  for (const key of [writer, local]) {
    expect((await purge({ Authorization: `Bearer ${key}` })).status).toBe(403)
  }
  expect((await newsroom.fetch('/api/purge', { method: 'POST' })).status).toBe(401)
  expect((await newsroom.call('GET', '/api/purge')).status).toBe(405)
})

test('an answer of D1 that gets lost does not have it stored twice', async () => {
  let lost = 0
  newsroom.onD1Answer = (sql) => {
    if (sql.some((one) => one.includes('INSERT INTO audit')) && lost++ === 0) {
      throw new Error('D1_ERROR: Network connection lost.')
    }
  }
  expect((await purge()).status).toBe(200)
  expect(lost).toBeGreaterThan(0)
  const { n } = (await env.DB.prepare(
    "SELECT count(*) AS n FROM audit WHERE action = 'purge'",
  ).first<{ n: number }>()) as { n: number }
  expect(n).toBe(1)
})
