import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { secondsNow } from '../../src/time'
import { count, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

/** What must go. It is in the title, so on every page that shows or names the article. */
const TEXT = '诽谤某人'

const PAGES = [
  '/',
  '/pages/1',
  '/feed.xml',
  '/atom.xml',
  '/feed.json',
  '/articles/piece',
  '/articles/next',
  '/keywords/%E6%97%A7%E8%AF%8D',
  '/keywords/%E6%97%A7%E8%AF%8D/pages/1',
  '/authors/%E7%94%B2',
  '/authors/%E7%94%B2/pages/1',
  '/archive/2024-07',
  '/archive/2024-07/pages/1',
  '/sections/news',
  '/sections/news/pages/1',
  '/sections/news/feed.xml',
  '/sections/news/atom.xml',
  '/sections/news/feed.json',
]

beforeEach(async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  vi.spyOn(console, 'warn').mockReturnValue()
  newsroom = await openNewsroom()
  const place = { section: 'news', publishedAt: '2024-07-13T00:00:00Z' }
  const article = { title: TEXT, slug: 'piece', keywords: ['旧词'], author: '甲' }
  await newsroom.post({ ...article, ...place, body: `${TEXT}。` })
  await newsroom.post({ title: '后一篇', slug: 'next', ...place })
})

/** Twice: old articles are put into KV when they are asked for again. */
async function readAll() {
  await Promise.all(PAGES.map((page) => newsroom.read(page)))
  return Promise.all(PAGES.map((page) => newsroom.read(page)))
}

/** Out of every list it was in, so that no page shows it any more. */
const moveOn = () =>
  newsroom.patch(1, {
    title: '改过的题目',
    body: '改过。',
    keywords: [],
    author: null,
    section: 'culture',
    slug: 'elsewhere',
    publishedAt: '2023-01-01T00:00:00Z',
  })

const erase = (n = 1) => newsroom.call('DELETE', `/api/articles/1/revisions/${n}`)

/** The names of the copies in KV that still hold the text. */
async function holders(): Promise<string[]> {
  const { keys } = await env.PAGES.list()
  const copies = await Promise.all(
    keys.map(async ({ name }) => ({ name, text: (await env.PAGES.get(name)) ?? '' })),
  )
  return copies.filter(({ text }) => text.includes(TEXT)).map(({ name }) => name)
}

const d1Down = () => {
  newsroom.onD1 = () => {
    throw new Error('D1_ERROR: Network connection lost.')
  }
}

describe('erasing a revision', () => {
  test('leaves its text in no copy of any page that carried it', async () => {
    const pages = await readAll()
    for (const [i, page] of pages.entries()) expect(page, PAGES[i]).toContain(TEXT)
    expect(await holders()).toHaveLength(PAGES.length)
    await moveOn()
    expect((await erase()).status).toBe(200)
    expect(await holders()).toEqual([])
  })

  test('so that no page brings it back with D1 down, and each is as it should be with D1 up', async () => {
    await readAll()
    await newsroom.patch(1, { title: '改过的题目', body: '改过。' })
    await erase()
    d1Down()
    for (const page of PAGES) expect(await newsroom.read(page), page).not.toContain(TEXT)
    const own = await newsroom.fetch('/articles/piece')
    expect([own.status, own.headers.get('Server-Timing')]).toEqual([200, 'stale'])
    newsroom.onD1 = () => {}
    for (const [i, page] of (await readAll()).entries()) {
      expect(page, PAGES[i]).toContain('改过的题目')
      expect(page, PAGES[i]).not.toContain(TEXT)
    }
  })

  test('also where the pages after it have left their section, or their place', async () => {
    await readAll()
    await newsroom.patch(2, { section: 'culture' })
    await moveOn()
    await erase()
    expect(await holders()).toEqual([])
  })

  test('also where a copy was on its way meanwhile: two ticks later it is gone', async () => {
    await readAll()
    const { keys } = await env.PAGES.list()
    const late = await Promise.all(
      keys.map(async ({ name }) => ({ name, ...(await env.PAGES.getWithMetadata(name)) })),
    )
    await moveOn()
    await erase()
    for (const { name, value, metadata } of late) {
      await env.PAGES.put(name, value ?? '', { metadata })
    }
    expect(await holders()).not.toEqual([])
    for (const minute of [1, 2]) await newsroom.tick(secondsNow() + minute * 60)
    expect(await holders()).toEqual([])
    const { owed } = await (await newsroom.call('GET', '/api/outbox')).json<{ owed: unknown[] }>()
    expect(owed).toEqual([])
  })

  test('also where KV took none of it at first: the clock does it', async () => {
    await readAll()
    await moveOn()
    newsroom.onKV = (operation) => {
      if (operation === 'write') throw new Error('KV PUT failed: 429 Too Many Requests')
    }
    expect((await erase()).status).toBe(200)
    expect(await holders()).not.toEqual([])
    newsroom.onKV = () => {}
    await newsroom.tick(secondsNow() + 90)
    expect(await holders()).toEqual([])
  })

  test('leaves the copies of other pages alone', async () => {
    await newsroom.post({ title: '别处', slug: 'other', section: 'culture' })
    await newsroom.read('/articles/other')
    await newsroom.read('/sections/culture')
    await newsroom.patch(1, { title: '改过的题目', body: '改过。' })
    await erase()
    expect(await env.PAGES.get('page/article/other')).toContain('别处')
    expect(await env.PAGES.get('page/section/culture')).toContain('别处')
  })

  test('writes a bounded number of copies, and none for what readers never saw', async () => {
    const keywords = Array.from({ length: 20 }, (_, i) => `词${i}`)
    await newsroom.patch(1, { keywords, title: '第二版' })
    for (let i = 0; i < 6; i++) await newsroom.post({ section: 'news' })
    await newsroom.patch(1, { keywords: ['别的'], title: '第三版' })
    const { kvWrites } = await newsroom.spent(() => erase(2))
    expect(kvWrites).toBe(60)
    await newsroom.post({ status: 'draft', title: '草稿', slug: 'draft' })
    await newsroom.patch(9, { title: '草稿二' })
    const draft = await newsroom.spent(() => newsroom.call('DELETE', '/api/articles/9/revisions/1'))
    expect(draft.kvWrites).toBe(0)
  })
})

test('the clock overwrites a bounded number of copies a tick, and gets to all', async () => {
  const owed = Array.from({ length: 450 }, (_, i) => `keyword/${i}`)
  await env.DB.prepare('DELETE FROM outbox').run()
  await env.DB.prepare(
    `INSERT INTO outbox (kind, subject, version, paid, next_at)
     SELECT 'overwrite', value, 'v', 2, 0 FROM json_each(?1)`,
  )
    .bind(JSON.stringify(owed))
    .run()
  const writes: number[] = []
  for (let minute = 1; minute <= 3; minute++) {
    const { kvWrites } = await newsroom.spent(() => newsroom.tick(secondsNow() + minute * 60))
    writes.push(kvWrites)
  }
  expect(writes).toEqual([200, 200, 50])
  expect(
    count(JSON.stringify(await (await newsroom.call('GET', '/api/outbox')).json()), 'keyword/'),
  ).toBe(0)
})
