import { beforeEach, describe, expect, test } from 'vitest'
import { type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

/** Where an address leads, as it comes by the net; null where it leads nowhere. */
async function ledTo(path: string): Promise<string | null> {
  const { status, headers } = await newsroom.fetch(ORIGIN + path)
  if (status === 404) return null
  expect(status, path).toBe(301)
  expect(headers.get('Cache-Control')).toBe('no-cache')
  expect(headers.get('Cloudflare-CDN-Cache-Control')).toBe('no-store')
  expect(headers.has('Cache-Tag')).toBe(false)
  const location = headers.get('Location') ?? ''
  expect(location.startsWith(`${ORIGIN}/`)).toBe(true)
  return location.slice(ORIGIN.length)
}

describe('an address that is nearly one of ours leads to it', () => {
  test.each([
    ...[
      '/articles/piece/',
      '/articles/Piece',
      '/Articles/piece',
      '/articles/piece。',
      '//articles/piece',
    ],
    ...[
      '/articles/piece%EF%BC%8C',
      '/articles/piece)',
      '/articles/piece%22',
      '/articles/piece%A3%AC',
    ],
    ...['/articles/piece&utm_source=wechat', '/articles/piece%3Futm_source=wechat'],
    ...['/articles/piece%20%E5%BF%AB%E7%9C%8B', '/articles/piece/?utm_source=wechat'],
  ])('%s', async (path) => {
    expect(await ledTo(path)).toBeNull()
    await newsroom.post({ slug: 'piece' })
    expect(await ledTo(path)).toBe('/articles/piece')
  })

  test('to the one it has now, in one step, where the article has moved', async () => {
    const { id } = await newsroom.post({ slug: 'old' })
    await newsroom.patch(id, { slug: 'new' })
    expect(await ledTo('/articles/old/')).toBe('/articles/new')
    expect(await ledTo('/articles/NEW')).toBe('/articles/new')
  })

  test('sections, lists and what is always there', async () => {
    await newsroom.post({
      keywords: ['C++', '发展'],
      author: 'Li Hua',
      publishedAt: '2024-07-13T00:00:00Z',
    })
    const plus = encodeURIComponent('C++')
    const han = encodeURIComponent('发展')
    for (const [path, expected] of [
      ['/sections/news/', '/sections/news'],
      ['/sections/News，', '/sections/news'],
      ['/sections/news/feed.xml/', '/sections/news/feed.xml'],
      ['/sections/news/pages/1/', '/sections/news/pages/1'],
      [`/keywords/${han}/`, `/keywords/${han}`],
      [`/keywords/${han}。`, `/keywords/${han}`],
      [`/keywords/${plus}/`, `/keywords/${plus}`],
      ['/authors/Li%20Hua，详见', '/authors/Li%20Hua'],
      ['/archive/', '/archive'],
      ['/archive/2024-07/', '/archive/2024-07'],
      ['/pages/1/', '/pages/1'],
      ['/search/?q=a&section=news', '/search?q=a&section=news'],
      ['/Feed.XML', '/feed.xml'],
    ] as const) {
      expect(await ledTo(path), path).toBe(expected)
      expect((await newsroom.fetch(expected)).status, expected).toBe(200)
    }
    for (const path of [
      ...['/sections/none/', '/sections/none/feed.xml/', '/sections/news/pages/2/', '/pages/2/'],
      ...['/keywords/none/', '/keywords/none。', '/authors/Nobody/', '/archive/2024-08/'],
    ]) {
      expect(await ledTo(path), path).toBeNull()
    }
  })

  test('a keyword that ends as if something were glued to it keeps its page', async () => {
    await newsroom.post({ keywords: ['试行', '试行）', '你好。'] })
    for (const keyword of ['试行）', '你好。']) {
      const { status } = await newsroom.fetch(`/keywords/${encodeURIComponent(keyword)}`)
      expect(status).toBe(200)
    }
  })
})

describe('nothing leads', () => {
  test('to a draft, a plan or what was withdrawn, whose address is nobody’s business', async () => {
    await newsroom.post({ slug: 'draft', status: 'draft' })
    await newsroom.post({ slug: 'plan', status: 'scheduled', publishAt: '2099-01-01T00:00:00Z' })
    const { id } = await newsroom.post({ slug: 'gone', keywords: ['孤'] })
    expect(await ledTo('/articles/gone/')).toBe('/articles/gone')
    await newsroom.withdraw(id)
    for (const path of [
      '/articles/draft/',
      '/articles/plan/',
      '/articles/gone/',
      '/keywords/孤/',
    ]) {
      expect(await ledTo(path), path).toBeNull()
    }
  })

  test.each([
    ...[
      '//evil.example',
      '//evil.example/articles/piece',
      '/%2F%2Fevil.example',
      '/%5Cevil.example',
    ],
    ...['//evil.example/%2e%2e', '/articles//evil.example', '/articles/%2F%2Fevil.example/'],
    ...[
      '/articles/%5C%5Cevil.example',
      '/search//evil.example',
      '/.evil.example/',
      '/@evil.example',
    ],
  ])('away: %s', async (path) => {
    await newsroom.post({ slug: 'evil' })
    expect(await ledTo(path)).toBeNull()
  })
})

describe('a look-up', () => {
  // The navigation of the page that says there is nothing takes two statements, and what may have stood there on
  // an old site two; a keyword is looked for together with what stood there, and before the others.
  test.each([
    ['/articles/none。', 5],
    ['/articles/none/', 5],
    ['/articles/NONE', 5],
    ['/keywords/none/', 5],
    ['/keywords/none。', 6],
  ])(
    'of %s is one statement more than a page that says there is nothing',
    async (path, statements) => {
      const cost = await newsroom.spent(() => newsroom.read(ORIGIN + path))
      expect(cost).toMatchObject({ statements, kvReads: 0, kvWrites: 0 })
    },
  )

  test('is not made where none can help', async () => {
    const cost = await newsroom.spent(() => newsroom.read(`${ORIGIN}/previews/1.1.1.none/`))
    expect(cost).toMatchObject({ statements: 2, kvReads: 0 })
  })

  test('is only for what may have stood there on an old site where nothing of ours is meant', async () => {
    for (const path of ['/none/', '/sections/none/', '/articles/none.php']) {
      const cost = await newsroom.spent(() => newsroom.read(ORIGIN + path))
      expect(cost, path).toMatchObject({ roundTrips: 1, statements: 4, kvReads: 0 })
    }
  })

  test('that D1 does not answer is no 404', async () => {
    newsroom.onD1 = () => {
      throw new Error('down')
    }
    expect((await newsroom.fetch(`${ORIGIN}/articles/piece/`)).status).toBe(503)
    expect((await newsroom.fetch(`${ORIGIN}/none/`)).status).toBe(503)
  })
})

test('a keyword with what cannot be seen in it, or in radicals, leads to the one that it looks like', async () => {
  await newsroom.post({ keywords: ['文化'], author: '张三' })
  for (const [path, to] of [
    ['/keywords/%E6%96%87%E5%8C%96%E2%80%8B', '/keywords/%E6%96%87%E5%8C%96'],
    ['/keywords/%E2%BD%82%E5%8C%96', '/keywords/%E6%96%87%E5%8C%96'],
    ['/authors/%E5%BC%A0%E4%B8%89%E2%80%8B', '/authors/%E5%BC%A0%E4%B8%89'],
  ] as const) {
    const response = await newsroom.fetch(path, { redirect: 'manual' })
    expect([response.status, response.headers.get('Location')], path).toEqual([301, ORIGIN + to])
  }
})
