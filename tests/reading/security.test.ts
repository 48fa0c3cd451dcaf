import { beforeEach, expect, test } from 'vitest'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

const sha256 = async (text: string) => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
}

const policyOf = (response: Response) => response.headers.get('Content-Security-Policy') ?? ''

test('every answer says what browsers must not do, and none sets a cookie', async () => {
  const { id } = await newsroom.post({ slug: 'piece' })
  const pages = ['/', '/articles/piece', '/sections/news', '/none', '/articles/none']
  const others = ['/sitemap.xml', '/sitemap1.xml', '/robots.txt', '/favicon.svg', '/favicon.ico']
  const api = [`/api/articles/${id}`, '/api/none', '/api/problems/internal']
  for (const path of [...pages, ...others, ...api]) {
    const { headers } = await newsroom.fetch(path)
    expect(headers.get('X-Content-Type-Options'), path).toBe('nosniff')
    expect(headers.get('Referrer-Policy'), path).toBe('strict-origin-when-cross-origin')
    expect(headers.get('Strict-Transport-Security'), path).toMatch(/^max-age=\d{8}/)
    expect(headers.get('Content-Security-Policy'), path).toMatch(/^default-src 'none'; /)
    expect(headers.get('Content-Security-Policy'), path).toContain("frame-ancestors 'none'")
    expect(headers.get('Set-Cookie'), path).toBeNull()
  }
})

test('the style of a page is allowed by its hash, and no script is', async () => {
  await newsroom.post({ slug: 'piece' })
  await newsroom.withdraw((await newsroom.post({ slug: 'gone' })).id)
  for (const path of ['/', '/articles/piece', '/articles/gone', '/sections/news', '/none']) {
    const response = await newsroom.fetch(path)
    const styles = [...(await response.text()).matchAll(/<style>(.*?)<\/style>/gs)]
    expect(styles).toHaveLength(1)
    expect(policyOf(response)).toContain(`style-src 'sha256-${await sha256(styles[0]?.[1] ?? '')}'`)
    expect(policyOf(response)).not.toMatch(/script-src|unsafe|\*/)
  }
})

test('a copy of a page, and one served while D1 is down, carry the same', async () => {
  await newsroom.post({ slug: 'piece' })
  const rendered = await newsroom.fetch('/articles/piece')
  const remembered = await newsroom.fetch('/articles/piece')
  newsroom.reborn()
  const copied = await newsroom.fetch('/articles/piece')
  newsroom.onD1 = () => {
    throw new Error('down')
  }
  const stale = await newsroom.fetch('/articles/piece')
  const pages = [remembered, copied, stale]
  const sources = pages.map((page) => page.headers.get('Server-Timing'))
  expect(sources).toEqual(['memory', 'kv', 'stale'])
  for (const page of pages) expect(policyOf(page)).toBe(policyOf(rendered))
  const failed = await newsroom.fetch('/articles/other')
  expect(failed.status).toBe(503)
  expect(policyOf(failed)).toBe(policyOf(rendered))
})

test('a 304 leaves the policy of the page it confirms alone', async () => {
  await newsroom.post({ slug: 'piece' })
  const etag = (await newsroom.fetch('/articles/piece')).headers.get('ETag') ?? ''
  const confirmed = await newsroom.fetch('/articles/piece', { headers: { 'If-None-Match': etag } })
  expect(confirmed.status).toBe(304)
  expect(confirmed.headers.has('Content-Security-Policy')).toBe(false)
  expect(confirmed.headers.get('X-Content-Type-Options')).toBe('nosniff')
})

test('a preview’s address goes nowhere', async () => {
  const { id } = await newsroom.post({ status: 'draft' })
  const made = await newsroom.call('POST', `/api/articles/${id}/previews`, {})
  const { url } = (await made.json()) as { url: string }
  const preview = await newsroom.fetch(url)
  expect(preview.headers.get('Referrer-Policy')).toBe('no-referrer')
  expect(policyOf(preview)).toContain('style-src')
})

test('frames come from configured origins, and without any from none', async () => {
  expect(policyOf(await newsroom.fetch('/'))).not.toContain('frame-src')
  newsroom = await openNewsroom({ SITE_EMBEDS: 'https://player.example https://maps.example' })
  expect(policyOf(await newsroom.fetch('/'))).toContain(
    '; frame-src https://player.example https://maps.example; ',
  )
  const { url } = await newsroom.post({
    format: 'html',
    body: '<iframe src="//player.example/1" title="a"></iframe>',
  })
  expect(await newsroom.read(url)).toContain('<iframe src="https://player.example/1"')
})

test('an article’s copy in KV stays within the 1,024 bytes that KV has for what comes with it', async () => {
  const slug = '社'.repeat(20)
  await newsroom.post({ slug })
  await newsroom.fetch(`/articles/${slug}`)
  const { env } = await import('cloudflare:workers')
  const { metadata } = await env.PAGES.getWithMetadata(`page/article/${slug}`)
  expect(new TextEncoder().encode(JSON.stringify(metadata)).length).toBeLessThan(512)
})

test('pictures may come from anywhere, or from where the newsroom says', async () => {
  const imagesFrom = async (vars: Partial<Env> & { SITE_PICTURES?: string }) => {
    const open = await openNewsroom(vars)
    return /img-src ([^;]*)/.exec(policyOf(await open.fetch('/')))?.[1]
  }
  expect(await imagesFrom({})).toBe("'self' https:")
  expect(await imagesFrom({ SITE_PICTURES: '' })).toBe("'self'")
  const vars = { SITE_PICTURES: 'https://media.example', SITE_LOGO: 'https://cdn.example/logo.svg' }
  expect(await imagesFrom(vars)).toBe("'self' https://media.example https://cdn.example")
})
