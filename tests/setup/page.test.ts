import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import worker from '../../src/index'
import { KEY, Newsroom, openNewsroom } from '../support/newsroom'

/** As it is deployed before anybody has changed wrangler.toml. */
const FRESH = 'https://news.example.com'

let newsroom: Newsroom

beforeEach(async () => {
  await openNewsroom()
  newsroom = new Newsroom({ SITE_URL: FRESH })
})

const PLACES = ['/', '/articles/piece', '/sections/news', '/sitemap.xml', '/sitemap1.xml']
const OTHERS = ['/feed.xml', '/search?q=a', '/favicon.svg', '/desk', '/desk/sign-in', '/llms.txt']

describe('until SITE_URL is set', () => {
  test.each([...PLACES, ...OTHERS])('%s says what is to be done, and no more', async (path) => {
    const response = await newsroom.fetch(path)
    expect(response.status).toBe(503)
    const page = await response.text()
    expect(page).toContain('wrangler.toml')
    expect(page).toContain('npm run deploy')
    expect(page).not.toMatch(/<(?:script|form|link|img)\b/)
  })

  test('no cache keeps it, and no index', async () => {
    for (const path of [...PLACES, '/robots.txt', '/api/articles', '/mcp']) {
      const { headers } = await newsroom.fetch(path)
      expect(headers.get('Cache-Control'), path).toBe('no-store')
      expect(headers.get('Cloudflare-CDN-Cache-Control'), path).toBe('no-store')
      expect(headers.get('X-Robots-Tag'), path).toBe('noindex, nofollow')
      expect(headers.get('Set-Cookie'), path).toBeNull()
    }
    expect(await newsroom.read('/')).toContain('<meta name="robots" content="noindex, nofollow">')
  })

  test('crawlers are told to leave', async () => {
    const response = await newsroom.fetch('/robots.txt')
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('User-agent: *\nDisallow: /\n')
  })

  test('nobody posts anything, with a key or without', async () => {
    const post = await newsroom.call('POST', '/api/articles', { title: 'a', section: 'news' })
    expect(post.status).toBe(503)
    expect(post.headers.get('Content-Type')).toBe('application/problem+json')
    expect(await post.json()).toMatchObject({ detail: expect.stringContaining('SITE_URL') })
    for (const path of ['/desk/sign-in', '/']) {
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
      const body = `key=${KEY}`
      const response = await newsroom.fetch(path, { method: 'POST', headers, body })
      expect(response.status).toBe(503)
      expect(response.headers.get('Set-Cookie')).toBeNull()
    }
    const { results } = await env.DB.prepare('SELECT id FROM sessions').all()
    expect(results).toEqual([])
  })

  test('neither the database nor KV is asked, so it shows before there are tables', async () => {
    const cost = await newsroom.spent(async () => {
      for (const path of [...PLACES, '/robots.txt', '/api/articles']) await newsroom.fetch(path)
    })
    expect(cost).toMatchObject({ statements: 0, kvReads: 0 })
    await expect(
      worker.scheduled({} as ScheduledController, { SITE_URL: FRESH } as Env, {} as never),
    ).resolves.toBeUndefined()
  })

  test('it shows the address it was opened at, and what a strange one holds is text', async () => {
    expect(await newsroom.read('https://broadside.me.workers.dev/x?y#z')).toContain(
      'SITE_URL = "https://broadside.me.workers.dev"',
    )
    expect(await newsroom.read('http://news.me.dev/')).toContain('"https://news.me.dev"')
    expect(await newsroom.read('http://localhost:8787/')).toContain('"http://localhost:8787"')
    const odd = new Request('https://news.me.dev/')
    Object.defineProperty(odd, 'url', { value: 'https://a&b\'c"d.dev/' })
    const { answerOf } = await import('../../src/setup/answers')
    expect(await (await answerOf(odd, 'unset')).text()).toContain(
      '"https://a&amp;b&#39;c&quot;d.dev"',
    )
  })

  test('its style is allowed by its hash, and nothing else is', async () => {
    const response = await newsroom.fetch('/')
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(await response.text()) ?? []
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)))
    expect(response.headers.get('Content-Security-Policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
  })
})

test.each(['', 'https://example.com', 'https://news.example.com:8443/', 'http://a.b.EXAMPLE.com'])(
  'SITE_URL = %j is not set yet',
  async (SITE_URL) => {
    const response = await new Newsroom({ SITE_URL }).fetch('/')
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('does not know its own address yet')
  },
)

test.each(['news.me.dev', 'https://news.me.dev/paper', 'ftp://news.me.dev', 'nonsense'])(
  'SITE_URL = %j gets told that it cannot be read',
  async (SITE_URL) => {
    const there = new Newsroom({ SITE_URL })
    expect(await there.read('/')).toContain('SITE_URL cannot be read')
    expect(await (await there.fetch('/api/articles')).json()).toMatchObject({
      detail: expect.stringContaining('must be a scheme and a host'),
    })
  },
)

test.each(['https://news.example.org', 'https://notexample.com', 'http://localhost:8787'])(
  'at %s the newsroom is open',
  async (SITE_URL) => {
    const response = await new Newsroom({ SITE_URL }).fetch('/')
    expect(response.status).toBe(200)
    expect(await response.text()).not.toContain('wrangler.toml')
  },
)
