import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Newsroom, openNewsroom, type Posted } from '../support/newsroom'

let newsroom: Newsroom
let posted: Posted
let path: string

beforeEach(async () => {
  newsroom = await openNewsroom()
  posted = await newsroom.post({ title: '临江开渡', slug: 'ferry' })
  path = '/articles/ferry'
})

const source = (response: Response) => response.headers.get('Server-Timing')

describe('what a page costs', () => {
  test('a page in KV costs one statement of two rows and one KV read, and writes nothing', async () => {
    await newsroom.fetch(path)
    newsroom.reborn()
    const cost = await newsroom.spent(async () => {
      expect(source(await newsroom.fetch(path))).toBe('kv')
    })
    expect(cost).toEqual({
      roundTrips: 1,
      statements: 1,
      rowsRead: 2,
      rowsWritten: 0,
      kvReads: 1,
      kvWrites: 0,
      r2Reads: 0,
      r2Writes: 0,
    })
  })

  test('an article without a copy costs one round trip to D1 and one KV write', async () => {
    const cost = await newsroom.spent(async () => {
      expect(source(await newsroom.fetch(path))).toBe('render')
    })
    expect(cost).toMatchObject({ roundTrips: 1, statements: 5, rowsWritten: 0 })
    expect(cost).toMatchObject({ kvReads: 1, kvWrites: 1 })
  })

  test('a 304 costs one statement and no KV', async () => {
    const etag = (await newsroom.fetch(path)).headers.get('ETag') ?? ''
    const cost = await newsroom.spent(async () => {
      const response = await newsroom.fetch(path, { headers: { 'If-None-Match': etag } })
      expect(response.status).toBe(304)
      expect(response.headers.get('ETag')).toBe(etag)
    })
    expect(cost).toMatchObject({ roundTrips: 1, statements: 1, kvReads: 0, kvWrites: 0 })
  })

  test('every kind of page is served from KV the second time', async () => {
    for (const page of ['/', '/sections/news', '/sitemap.xml', '/sitemap1.xml', '/robots.txt']) {
      await newsroom.fetch(page)
      newsroom.reborn()
      expect(source(await newsroom.fetch(page)), page).toBe('kv')
    }
  })

  test('a page that does not exist costs two round trips and no KV write', async () => {
    const cost = await newsroom.spent(async () => {
      expect((await newsroom.fetch('/articles/nowhere')).status).toBe(404)
    })
    expect(cost).toMatchObject({ roundTrips: 2, rowsWritten: 0, kvWrites: 0 })
  })
})

describe('conditional requests', () => {
  test('an ETag weakened on its way still counts, as does one among several', async () => {
    const etag = (await newsroom.fetch(path)).headers.get('ETag') ?? ''
    for (const known of [`W/${etag}`, `"other", ${etag}`]) {
      const response = await newsroom.fetch(path, { headers: { 'If-None-Match': known } })
      expect(response.status).toBe(304)
    }
  })

  test('after a change the old ETag gets the new page', async () => {
    const etag = (await newsroom.fetch(path)).headers.get('ETag') ?? ''
    await newsroom.patch(posted.id, { title: '临江停渡' })
    const response = await newsroom.fetch(path, { headers: { 'If-None-Match': etag } })
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('临江停渡')
  })

  test('HEAD is GET without the body', async () => {
    for (const page of [path, '/', '/sitemap1.xml', '/robots.txt', '/articles/nowhere']) {
      await newsroom.fetch(page)
      const get = await newsroom.fetch(page)
      const head = await newsroom.fetch(page, { method: 'HEAD' })
      expect(head.status).toBe(get.status)
      for (const { headers } of [get, head]) headers.delete('X-Request-Id')
      expect([...head.headers]).toEqual([...get.headers])
      expect(await head.text()).toBe('')
    }
  })
})

describe('what makes a copy unusable', () => {
  test('a change to the article: the next reader gets the new text', async () => {
    await newsroom.fetch(path)
    await newsroom.patch(posted.id, { body: '渡口今天停航。' })
    const response = await newsroom.fetch(path)
    expect(source(response)).toBe('render')
    expect(await response.text()).toContain('渡口今天停航。')
  })

  test('a changed configuration: copies and ETags made with the old one do not count', async () => {
    const etag = (await newsroom.fetch(path)).headers.get('ETag') ?? ''
    const { Newsroom } = await import('../support/newsroom')
    const renamed = new Newsroom({ SITE_NAME: '江南新闻' })
    const response = await renamed.fetch(path, { headers: { 'If-None-Match': etag } })
    expect(response.status).toBe(200)
    expect(source(response)).toBe('render')
    expect(await response.text()).toContain('江南新闻')
  })

  test('an old copy put back into KV is never served', async () => {
    const { env } = await import('cloudflare:workers')
    await newsroom.fetch(path)
    const key = 'page/article/ferry'
    const old = await env.PAGES.getWithMetadata(key)
    expect(old.value).toContain('临江开渡')
    await newsroom.patch(posted.id, { title: '临江停渡' })
    await newsroom.fetch(path)
    await env.PAGES.put(key, old.value ?? '', { metadata: old.metadata })
    newsroom.reborn()
    const response = await newsroom.fetch(path)
    expect(source(response)).toBe('render')
    expect(await response.text()).not.toContain('临江开渡')
  })
})

test('a copy in KV that is not whole counts as none', async () => {
  const { env } = await import('cloudflare:workers')
  await newsroom.fetch(path)
  const key = 'page/article/ferry'
  const { metadata } = await env.PAGES.getWithMetadata<Record<string, unknown>>(key)
  for (const part of ['edition', 'status', 'headers']) {
    await env.PAGES.put(key, 'planted', { metadata: { ...metadata, [part]: undefined } })
    newsroom.reborn()
    const response = await newsroom.fetch(path)
    expect(source(response)).toBe('render')
    expect(await response.text()).not.toContain('planted')
  }
})

test('an address longer than any slug costs no look at KV', async () => {
  const cost = await newsroom.spent(async () => {
    expect((await newsroom.fetch(`/articles/${'x'.repeat(5_000)}`)).status).toBe(404)
  })
  expect(cost).toMatchObject({ kvReads: 0, roundTrips: 1 })
})

describe('which pages a write changes', () => {
  const pages = ['/', '/sections/news', '/sections/culture', '/sitemap.xml', '/sitemap1.xml']

  async function changedBy(write: () => Promise<unknown>, also: string[] = []) {
    for (const page of [...pages, ...also]) await newsroom.fetch(page)
    await write()
    const changed: string[] = []
    for (const page of [...pages, ...also]) {
      if (source(await newsroom.fetch(page)) === 'render') changed.push(page)
    }
    return changed
  }

  test('a post: home, its section, its sitemap and the index', async () => {
    expect(await changedBy(() => newsroom.post(), [path])).toEqual([
      '/',
      '/sections/news',
      '/sitemap.xml',
      '/sitemap1.xml',
    ])
  })

  test('an edit of the text behind the excerpt: the article and its sitemap, no list', async () => {
    const start = '开头。'.repeat(60)
    const { id, slug } = await newsroom.post({ slug: 'long', body: `${start}旧` })
    expect(
      await changedBy(
        () => newsroom.patch(id, { body: `${start}新` }),
        [`/articles/${slug}`, path],
      ),
    ).toEqual(['/sitemap.xml', '/sitemap1.xml', '/articles/long'])
  })

  test('a move to another section: both sections', async () => {
    expect(await changedBy(() => newsroom.patch(posted.id, { section: 'culture' }))).toEqual(pages)
  })

  test('a draft: nothing', async () => {
    expect(await changedBy(() => newsroom.post({ status: 'draft' }), [path])).toEqual([])
  })

  test('a patch that changes nothing: nothing', async () => {
    const same = { title: posted.title, keywords: [] }
    expect(await changedBy(() => newsroom.patch(posted.id, same), [path])).toEqual([])
  })

  test('a back-dated article that no list reaches: only its sitemap', async () => {
    for (let i = 0; i < 30; i++) await newsroom.post()
    const old = { publishedAt: '2001-02-03T04:05:06+08:00' }
    expect(await changedBy(() => newsroom.post(old), [path])).toEqual([
      '/sitemap.xml',
      '/sitemap1.xml',
    ])
  })

  test('a section renamed: every page, since each shows the navigation', async () => {
    const rename = () => newsroom.call('PUT', '/api/sections/news', { name: '新闻' })
    expect(await changedBy(rename, [path])).toEqual([...pages, path])
  })

  test('a section put again under its name: nothing', async () => {
    const again = () => newsroom.call('PUT', '/api/sections/news', { name: '业界动态' })
    expect(await changedBy(again, [path])).toEqual([])
  })
})

test.each([
  ['an article', '/articles/there', 200],
  ['the redirect of one that moved', '/articles/here', 301],
  ['one that was withdrawn', '/articles/gone', 410],
  ['a feed', '/feed.xml', 200],
])('%s has the same headers from wherever it comes', async (_, path, status) => {
  const { id } = await newsroom.post({ slug: 'here' })
  await newsroom.patch(id, { slug: 'there' })
  await newsroom.withdraw((await newsroom.post({ slug: 'gone' })).id)
  await env.PAGES.delete('page/article/here')
  await env.PAGES.delete('page/article/gone')
  const sources: (string | null)[] = []
  const headersOf = async () => {
    const response = await newsroom.fetch(path, { redirect: 'manual' })
    expect(response.status).toBe(status)
    sources.push(response.headers.get('Server-Timing'))
    const ignored = ['server-timing', 'x-request-id']
    return [...response.headers].filter(([name]) => !ignored.includes(name))
  }
  newsroom.reborn()
  const rendered = await headersOf()
  expect(await headersOf()).toEqual(rendered)
  newsroom.reborn()
  expect(await headersOf()).toEqual(rendered)
  expect(sources).toEqual(['render', 'memory', 'kv'])
})
