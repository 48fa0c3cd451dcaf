import { beforeAll, describe, expect, test } from 'vitest'
import { type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

const INDEXNOW_KEY = '0d3c9a7e41b84f6c'
const OTHERS = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'QUERY', 'PURGE', 'PATCh']

let newsroom: Newsroom
let preview: string

// Nothing here writes.
beforeAll(async () => {
  newsroom = await openNewsroom({ INDEXNOW_KEY, SITE_LLMS: 'x' } as Partial<Env>)
  await newsroom.post({ slug: 'piece', keywords: ['plan'], author: 'Li' })
  await newsroom.post({ slug: 'moved' })
  await newsroom.patch(2, { slug: 'there' })
  await newsroom.withdraw((await newsroom.post({ slug: 'gone' })).id)
  const { id } = await newsroom.post({ status: 'draft' })
  const made = await newsroom.call('POST', `/api/articles/${id}/previews`, {})
  preview = new URL((await made.json<{ url: string }>()).url).pathname
})

const addresses = () => [
  ...['/', '/pages/1', '/articles/piece', '/articles/moved', '/articles/gone', '/articles/none'],
  ...[
    '/sections/news',
    '/sections/news/pages/1',
    '/sections/none',
    '/keywords/plan',
    '/authors/Li',
  ],
  ...['/archive', '/archive/1999-01', '/search', '/search?q=x', preview, '/previews/none'],
  ...['/feed.xml', '/atom.xml', '/feed.json', '/sections/news/feed.xml', '/sections/none/feed.xml'],
  ...['/sitemap.xml', '/sitemap1.xml', '/sitemap9.xml', '/sitemap-pages.xml', '/news-sitemap.xml'],
  ...['/robots.txt', '/llms.txt', `/${INDEXNOW_KEY}.txt`, '/favicon.svg', '/favicon.ico'],
  ...['/none', '/none/', '//', '/API/articles', '/articles/%E5%9', '/articles/x%2f', '/?x=1'],
]

describe('a page takes GET and HEAD', () => {
  test('and says so to whatever else comes, existing or not: kept nowhere, read from nowhere', async () => {
    const cost = await newsroom.spent(async () => {
      for (const path of addresses()) {
        for (const method of OTHERS) {
          const response = await newsroom.fetch(ORIGIN + path, { method })
          const what = `${method} ${path}`
          expect(response.status, what).toBe(405)
          expect(response.headers.get('Allow'), what).toBe('GET, HEAD')
          expect(response.headers.get('Cache-Control'), what).toBe('no-store')
          expect(response.headers.get('Cloudflare-CDN-Cache-Control'), what).toBe('no-store')
          expect(response.headers.has('Cache-Tag'), what).toBe(false)
          expect(response.headers.has('X-Request-Id'), what).toBe(true)
          expect((await response.text()).length, what).toBeLessThan(100)
        }
      }
    })
    expect(cost).toMatchObject({ statements: 0, kvReads: 0, kvWrites: 0 })
  })

  test('HEAD is GET without the body, at every address', async () => {
    for (const path of addresses()) {
      await newsroom.fetch(ORIGIN + path)
      const get = await newsroom.fetch(ORIGIN + path)
      const head = await newsroom.fetch(ORIGIN + path, { method: 'HEAD' })
      expect(head.status, path).toBe(get.status)
      for (const { headers } of [get, head]) headers.delete('X-Request-Id')
      expect([...head.headers], path).toEqual([...get.headers])
      expect(await head.text(), path).toBe('')
      await get.text()
    }
  })

  test('while the API has methods of its own, and problems', async () => {
    const response = await newsroom.call('DELETE', '/api/articles')
    expect(response.status).toBe(405)
    expect(response.headers.get('Allow')).toBe('GET, POST')
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
  })
})
