import { beforeAll, describe, expect, test } from 'vitest'
import { isSpelledAsOurs } from '../../src/delivery/spelling'
import { type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

const INDEXNOW_KEY = '0d3c9a7e41b84f6c'
let newsroom: Newsroom

// Nothing here writes.
beforeAll(async () => {
  newsroom = await openNewsroom({ INDEXNOW_KEY } as Partial<Env>)
  await newsroom.post({ slug: '社区', keywords: ['C/C++'], author: 'Li' })
})

/** Spelled as we write addresses, with nothing there. */
const OURS = [
  ...['/none', '/none.php', '/articles/none', '/articles/%E6%B2%A1%E6%9C%89', '/articles/a-1/none'],
  ...['/sections/none', '/sections/none/feed.xml', '/sections/none/pages/2', '/pages/99'],
  ...['/keywords/None', '/keywords/a%20b', '/keywords/100%25/pages/2', "/authors/O'Li"],
  ...['/archive/1999-01', '/sitemap9.xml', '/sitemap-pages9.xml'],
]

/** Nothing there, and no address we would ever write. */
const MISSPELT = [
  ...['/articles/x%2f', '/articles/x%2F', '//articles/none', '/articles//none', '/articles/X'],
  ...['/articles/none/', '/none/', '//', '/SITEMAP1.XML', '/articles/%6eone', '/n%6fne'],
  ...['/articles/%e6%b2%a1', '/articles/e%CC%81', '/keywords/e%CC%81', '/articles/%E5%9', '/%'],
  ...[
    '/articles/a_b',
    '/articles/a--b',
    '/articles/%EF%BC%A1',
    '/keywords/%20a',
    '/keywords/a%0Ab',
  ],
  ...['/keywords/a+b', '/keywords/', '/articles/none.', '/articles/none;a=1'],
  ...['/none?', '/none?x=1', '/articles/none?utm=1', '/previews/none', '/previews/1.1.1.none'],
  ...['/articles/none%5C', '/articles/none%00', '/articles/none%23', '/none%3Fx'],
]

describe('a 404', () => {
  test.each(OURS)('%s is kept at the edge, until something comes to stand there', async (path) => {
    const { status, headers } = await newsroom.fetch(path)
    expect(status).toBe(404)
    expect(headers.get('Cloudflare-CDN-Cache-Control')).toContain('max-age=60')
    expect(headers.get('Cache-Tag')).toBe('missing,site')
  })

  test.each(MISSPELT)(
    '%s is kept nowhere: a cache might take it for a page’s address',
    async (path) => {
      const { status, headers } = await newsroom.fetch(`${ORIGIN}${path}`)
      expect(status).toBe(404)
      expect(headers.get('Cloudflare-CDN-Cache-Control')).toBe('no-store')
      expect(headers.get('Cache-Control')).toBe('no-store')
      expect(headers.has('Cache-Tag')).toBe(false)
    },
  )

  // `new Request` mends these; what comes by the net need not be mended.
  test.each([
    '/articles\\none',
    '/articles/./none',
    '/articles/../none',
    '/articles/没有',
    '/none#x',
  ])('%s is no spelling of ours', (path) => {
    expect(isSpelledAsOurs(`${ORIGIN}${path}`)).toBe(false)
  })
})

test('every address that we write is spelled as ours', async () => {
  const seen = new Set<string>()
  const queue = ['/', '/sitemap.xml', '/sitemap1.xml', '/sitemap-pages.xml']
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    expect(isSpelledAsOurs(`${ORIGIN}${path}`), path).toBe(true)
    const page = await newsroom.read(path)
    for (const [, found = ''] of page.matchAll(/(?:href="|<loc>https:\/\/news\.test)(\/[^"<#]*)/g))
      queue.push(found)
  }
  expect(seen.size).toBeGreaterThan(15)
})

describe('what is there, at another spelling of its address', () => {
  test.each([
    ...['/favicon%2Esvg', '/favicon.svg?x', '/favicon.ico?', '/robots%2etxt', '/robots.txt?x=1'],
    ...[`/${INDEXNOW_KEY}.txt?`, '/articles/%e7%a4%be%e5%8c%ba', '/archive?', '/%61rchive'],
    ...['/keywords/C%2fC++', '/keywords/%43%2FC%2B%2B', '/authors/%4Ci', '/sitemap1.xml?', '/?'],
  ])('%s is given, and not kept', async (path) => {
    const { status, headers } = await newsroom.fetch(`${ORIGIN}${path}`)
    expect([200, 301]).toContain(status)
    expect(headers.get('Cloudflare-CDN-Cache-Control')).toBe('no-store')
    expect(headers.has('Cache-Tag')).toBe(false)
  })

  test('nor is the robots.txt that is answered while D1 is down', async () => {
    newsroom.onD1 = () => {
      throw new Error('down')
    }
    const { status, headers } = await newsroom.fetch('/robots.txt?x=1')
    expect(status).toBe(200)
    expect(headers.get('Cloudflare-CDN-Cache-Control')).toBe('no-store')
  })
})
