import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Newsroom, openNewsroom, type Posted } from '../support/newsroom'

let newsroom: Newsroom
let old: Posted
const path = '/articles/old'
const KEY = 'page/article/old'

beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
  newsroom = await openNewsroom()
  old = await newsroom.post({ slug: 'old', title: '旧闻', publishedAt: '2019-05-01T08:00:00Z' })
})

const spent = (work: () => Promise<unknown>) => newsroom.spent(work)
const inKV = async () => (await env.PAGES.get(KEY)) !== null

describe('an old article', () => {
  test('is put into KV when it is asked for again, and once', async () => {
    await newsroom.fetch(path)
    expect(await inKV()).toBe(false)
    await newsroom.fetch(path)
    expect(await inKV()).toBe(true)
    expect(await spent(() => newsroom.fetch(path))).toMatchObject({ kvWrites: 0 })
  })

  test('also when it is asked for again under a lease, or with the ETag it had', async () => {
    newsroom.pause = 0
    const etag = (await newsroom.fetch(path)).headers.get('ETag') ?? ''
    expect((await newsroom.fetch(path, { headers: { 'If-None-Match': etag } })).status).toBe(304)
    expect(await inKV()).toBe(true)
  })

  test('asked for once in each isolate stays out of KV', async () => {
    for (let n = 0; n < 3; n++) {
      newsroom.reborn()
      expect(await spent(() => newsroom.fetch(path))).toMatchObject({ kvReads: 1, kvWrites: 0 })
    }
  })

  test('is read with its edition in one round trip', async () => {
    const cost = await spent(async () => {
      expect((await newsroom.fetch(path)).headers.get('Server-Timing')).toBe('render')
    })
    expect(cost).toMatchObject({ roundTrips: 1, kvReads: 1, kvWrites: 0 })
  })

  test('that moves, and is withdrawn, is overwritten in KV at once', async () => {
    for (let n = 0; n < 2; n++) await newsroom.fetch(path)
    await newsroom.patch(old.id, { slug: 'moved' })
    expect((await env.PAGES.getWithMetadata(KEY)).metadata).toMatchObject({ status: 301 })
    for (let n = 0; n < 2; n++) await newsroom.fetch('/articles/moved')
    await newsroom.withdraw(old.id)
    const { metadata } = await env.PAGES.getWithMetadata('page/article/moved')
    expect(metadata).toMatchObject({ status: 410 })
  })

  test('that is corrected replaces the copy it has at once', async () => {
    for (let n = 0; n < 2; n++) await newsroom.fetch(path)
    await newsroom.patch(old.id, { title: '更正' })
    await newsroom.fetch(path)
    expect(await env.PAGES.get(KEY)).toContain('更正')
  })

  test('that comes back is not gone for KV any more once it was asked for', async () => {
    for (let n = 0; n < 2; n++) await newsroom.fetch(path)
    await newsroom.withdraw(old.id)
    await newsroom.patch(old.id, { status: 'published' })
    newsroom.reborn()
    await newsroom.fetch(path)
    expect((await env.PAGES.getWithMetadata(KEY)).metadata).toMatchObject({ status: 200 })
  })

  test('has nothing but a 503 while D1 is down, where it was asked for once; and its copy where twice', async () => {
    const ask = async () => {
      newsroom.reborn()
      newsroom.onD1 = () => {
        throw new Error('down')
      }
      const { status } = await newsroom.fetch(path)
      newsroom.onD1 = () => {}
      return status
    }
    await newsroom.fetch(path)
    expect(await ask()).toBe(503)
    for (let n = 0; n < 2; n++) await newsroom.fetch(path)
    expect(await ask()).toBe(200)
  })
})

test.each([
  ['an article of the last week', '/articles/new', 'page/article/new'],
  ['the home page', '/', 'page/home'],
  ['a section', '/sections/news', 'page/section/news'],
  ['a feed', '/feed.xml', 'page/feed.rss'],
  ['a sitemap', '/sitemap1.xml', 'page/sitemap/1'],
])('%s is put at once, for 30 days', async (_, address, key) => {
  await newsroom.post({ slug: 'new' })
  await newsroom.fetch(address)
  const { keys } = await env.PAGES.list({ prefix: key })
  const seconds = (keys.find(({ name }) => name === key)?.expiration ?? 0) - Date.now() / 1000
  expect(Math.round(seconds / 86_400)).toBe(30)
})
