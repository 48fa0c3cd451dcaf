import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { count, type Newsroom, openNewsroom } from '../support/newsroom'
import { HASH, lead } from '../support/pictured'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
  const { width, height, files } = lead()
  await env.DB.prepare(
    `INSERT INTO pictures
       (hash, type, bytes, width, height, files, has_card, alt, key_id, created_at, state)
     VALUES (?1, 'image/jpeg', 1, ?2, ?3, ?4, 1, '清晨的渡口', 1, 0, 'kept')`,
  )
    .bind(HASH, width, height, JSON.stringify(files))
    .run()
})

const LEAD = { picture: HASH }

async function choose(list: string, ...ids: number[]) {
  const address = `/api/front/${list}`
  const etag = (await newsroom.call('GET', address)).headers.get('ETag') ?? ''
  const articles = ids.map((id) => ({ id }))
  const answer = await newsroom.call('PUT', address, { articles }, { 'If-Match': etag })
  expect(answer.status).toBe(200)
}

/** The lists on a page, and the titles in each. */
async function listsOn(path: string): Promise<[kind: string, titles: string[]][]> {
  const lists = (await newsroom.read(path)).matchAll(/<ol class="(list[^"]*)">(.*?)<\/ol>/gs)
  return [...lists].map(([, kind = '', list = '']) => [
    kind,
    [...list.matchAll(/<h2[^>]*><a[^>]*>(.*?)<\/a>/g)].map(([, title = '']) => title),
  ])
}

const post = async (title: string, fields = {}) => (await newsroom.post({ title, ...fields })).id

test('a page without a front is as it always was', async () => {
  await post('甲')
  const plain = await newsroom.read('/sections/news')
  const home = await newsroom.read('/')
  await choose('home', 1)
  await choose('news', 1)
  expect(await newsroom.read('/')).not.toBe(home)
  await choose('home')
  await choose('news')
  expect(await newsroom.read('/')).toBe(home)
  expect(await newsroom.read('/sections/news')).toBe(plain)
})

test.each(['home', 'news'])(
  'the front of %s stands first, in its order; the newest follow without it',
  async (list) => {
    const path = list === 'home' ? '/' : `/sections/${list}`
    const old = await post('旧', { publishedAt: '2001-01-01T00:00:00Z' })
    for (const title of ['一', '二', '三']) await post(title)
    const led = await post('图', { lead: LEAD })
    await choose(list, old, led)
    expect(await listsOn(path)).toEqual([
      ['list led chosen', ['旧', '图']],
      ['list', ['三', '二', '一']],
    ])
    await choose(list, led, old)
    expect(await listsOn(path)).toEqual([
      ['list front chosen', ['图', '旧']],
      ['list', ['三', '二', '一']],
    ])
    const page = await newsroom.read(path)
    // Large, and asked for first.
    expect(count(page, 'fetchpriority="high"')).toBe(1)
    // The newest are not the first heading any more, but they have theirs.
    expect(page.indexOf('最新')).toBeGreaterThan(page.indexOf('旧'))
  },
)

test('three stand beside the first, where it has a picture, and the others below', async () => {
  const ids = []
  for (let i = 0; i < 6; i++) ids.push(await post(`第${i}篇`, i === 0 ? { lead: LEAD } : {}))
  await choose('home', ...ids)
  const page = await newsroom.read('/')
  expect(
    [...page.matchAll(/<li(?: class="(\w+)")?>\n(?:<a class="p|<h2)/g)].map(([, kind]) => kind),
  ).toEqual(['lead', 'beside', 'beside', 'beside', undefined, undefined])
  // All there is stands at the front: nothing is left for below.
  expect(await listsOn('/')).toHaveLength(1)
})

test('pictures below the front are asked for once they come into view', async () => {
  const first = await post('甲')
  await post('乙', { lead: LEAD })
  await choose('home', first)
  expect(await newsroom.read('/')).toContain('loading="lazy"')
})

test('fronts leave feeds, sitemaps and numbered pages as they are', async () => {
  const id = await post('甲')
  await post('乙')
  const paths = ['/feed.xml', '/sections/news/feed.json', '/sitemap1.xml', '/pages/1', '/archive']
  const read = () => Promise.all(paths.map((path) => newsroom.read(path)))
  const before = await read()
  await choose('home', id)
  await choose('news', id)
  expect(await read()).toEqual(before)
})

test('a page with a front asks D1 as often as one without', async () => {
  const id = await post('甲')
  const cost = async () => {
    await post('乙')
    newsroom.reborn()
    return newsroom.spent(() => newsroom.read('/'))
  }
  const before = await cost()
  await choose('home', id)
  const { roundTrips, statements } = await cost()
  expect({ roundTrips, statements }).toEqual({
    roundTrips: before.roundTrips,
    statements: before.statements,
  })
})
