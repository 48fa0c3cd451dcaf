import { beforeEach, describe, expect, test } from 'vitest'
import { article, type Newsroom, ORIGIN, openNewsroom, type Posted } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

describe('an article is posted', () => {
  test('201 with the article, its address in the API and its revision', async () => {
    const response = await newsroom.call('POST', '/api/articles', article({ slug: 'meeting' }))
    expect(response.status).toBe(201)
    expect(response.headers.get('Location')).toBe(`${ORIGIN}/api/articles/1`)
    expect(response.headers.get('ETag')).toBe('"1"')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(await response.json()).toMatchObject({
      id: 1,
      slug: 'meeting',
      url: `${ORIGIN}/articles/meeting`,
      status: 'published',
      revision: 1,
      format: 'markdown',
    })
  })

  test('GET at that address gives the same', async () => {
    const posted = await newsroom.call('POST', '/api/articles', article({ keywords: ['会议'] }))
    const got = await newsroom.call('GET', posted.headers.get('Location') ?? '')
    expect(await got.text()).toBe(await posted.text())
    expect(got.headers.get('ETag')).toBe(posted.headers.get('ETag'))
  })

  test('every field comes back as it was written', async () => {
    const fields = {
      title: 'All <fields> & "more"',
      section: 'culture',
      slug: 'all-fields',
      status: 'published',
      format: 'html',
      body: '<p>Text</p>',
      keywords: ['发展', '市政协'],
      summary: 'In short.',
      author: '王小明',
      language: 'en-GB',
      source: { name: '上海徐汇', url: 'https://example.org/a?b=1&c=2' },
      publishedAt: '2024-07-13T05:51:02Z',
    }
    expect(await newsroom.post(fields)).toMatchObject(fields)
  })

  test('its URL is byte for byte the loc of its sitemap, and leads to its page', async () => {
    const { url } = await newsroom.post({ title: '区政协召开2024年会议' })
    expect(url).toMatch(/^[\x21-\x7e]+$/)
    expect(await newsroom.read('/sitemap1.xml')).toContain(`<loc>${url}</loc>`)
    expect((await newsroom.fetch(url)).status).toBe(200)
  })

  test('a date with an offset is kept as the instant it names', async () => {
    const { publishedAt } = await newsroom.post({ publishedAt: '2024-07-13T13:51:02+08:00' })
    expect(publishedAt).toBe('2024-07-13T05:51:02Z')
  })

  test('without a date it is published now', async () => {
    const { publishedAt, updatedAt } = await newsroom.post()
    expect(publishedAt).toBe(updatedAt)
    expect(Math.abs(Date.parse(updatedAt) - Date.now())).toBeLessThan(60_000)
  })

  test('null stands for a field left out', async () => {
    const bare = { keywords: null, summary: null, source: null, slug: null, status: null }
    expect(await newsroom.post(bare)).toMatchObject({ keywords: [], status: 'published' })
  })
})

describe('dates', () => {
  test.each([
    ['2024-07-13t13:51:02z', '2024-07-13T13:51:02Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59Z'],
    ['2017-01-01T07:59:60+08:00', '2016-12-31T23:59:59Z'],
    ['2024-07-13T13:51:02.999-05:30', '2024-07-13T19:21:02Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
  ])('%s is %s', async (given, instant) => {
    expect((await newsroom.post({ publishedAt: given })).publishedAt).toBe(instant)
  })
})

describe('slugs', () => {
  const slugOf = async (fields: Record<string, unknown>) => (await newsroom.post(fields)).slug

  test('made from the title: lower case, words and Han characters joined by hyphens', async () => {
    expect(await slugOf({ title: "Hello, World! It's 2024" })).toBe('hello-world-its-2024')
    expect(await slugOf({ title: '区政协,发展' })).toBe('区政协-发展')
  })

  test('a title that gives none, or one that is taken: the article’s number', async () => {
    expect(await slugOf({ title: '???' })).toBe('1')
    expect(await slugOf({ title: 'Same' })).toBe('same')
    expect(await slugOf({ title: 'Same' })).toBe('same-3')
  })

  test('a number that somebody else’s title took is stepped over', async () => {
    expect(await slugOf({ title: '2' })).toBe('2')
    expect(await slugOf({ title: '!' })).not.toBe('2')
  })

  test('many at once with the same title all get an address of their own', async () => {
    const posts = Array.from({ length: 20 }, () => newsroom.post({ title: 'Rush' }))
    const slugs = (await Promise.all(posts)).map(({ slug }) => slug)
    expect(new Set(slugs).size).toBe(20)
  })

  test('however long the title, the URL stays within 256 bytes', async () => {
    for (const title of ['字'.repeat(200), 'w'.repeat(200), '😀'.repeat(200), '字w-'.repeat(50)]) {
      const { url } = await newsroom.post({ title })
      expect(url.length).toBeLessThanOrEqual(256)
      expect((await newsroom.fetch(url)).status).toBe(200)
    }
    const again = await newsroom.post({ title: '字'.repeat(200) })
    expect(again.url.length).toBeLessThanOrEqual(256)
  })

  test('a given slug that is another article’s is a conflict', async () => {
    await newsroom.post({ slug: 'taken' })
    const response = await newsroom.call('POST', '/api/articles', article({ slug: 'taken' }))
    expect(response.status).toBe(409)
  })

  test('so is one that once was', async () => {
    const { id } = await newsroom.post({ slug: 'old' })
    await newsroom.patch(id, { slug: 'new' })
    const response = await newsroom.call('POST', '/api/articles', article({ slug: 'old' }))
    expect(response.status).toBe(409)
  })
})

describe('drafts', () => {
  let draft: Posted

  beforeEach(async () => {
    draft = await newsroom.post({ title: '秘密草稿', slug: 'secret', status: 'draft' })
  })

  test('appear nowhere', async () => {
    expect(draft).toMatchObject({ status: 'draft', publishedAt: null })
    expect((await newsroom.fetch('/articles/secret')).status).toBe(404)
    for (const page of ['/', '/sections/news', '/sitemap1.xml', '/articles/secret']) {
      expect(await newsroom.read(page)).not.toContain('secret')
    }
  })

  test('appear everywhere once published, dated then', async () => {
    await newsroom.fetch('/articles/secret')
    const published = await newsroom.patch(draft.id, { status: 'published' })
    expect(published.publishedAt).toBe(published.updatedAt)
    for (const page of ['/', '/sections/news', '/sitemap1.xml']) {
      expect(await newsroom.read(page)).toContain('/articles/secret')
    }
    expect((await newsroom.fetch('/articles/secret')).status).toBe(200)
  })

  test('withdrawn without ever being public, they leave a 404', async () => {
    expect((await newsroom.withdraw(draft.id)).status).toBe(200)
    expect((await newsroom.fetch('/articles/secret')).status).toBe(404)
  })
})
