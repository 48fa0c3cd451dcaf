import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createApi } from '../../src/editing/api'
import { openapi } from '../../src/editing/contract/openapi'
import { articlePageNamed } from '../../src/reading/article'
import { siteOf } from '../../src/site'
import { secondsNow } from '../../src/time'
import { parseCurl } from '../support/curl'
import { KEY, type Newsroom, openNewsroom } from '../support/newsroom'
import { png } from '../support/pictures'

const api = openapi(siteOf(env))
let newsroom: Newsroom

/** What the examples speak of: a draft at its second revision, handed in, a picture, and a text database. */
beforeEach(async () => {
  newsroom = await openNewsroom({}, 1)
  vi.stubGlobal(
    'fetch',
    async () => new Response(png(), { headers: { 'Content-Type': 'image/png' } }),
  )
  const hash = '0'.repeat(64)
  const files = JSON.stringify([{ width: 64, height: 48, type: 'image/png' }])
  await env.DB.prepare(
    `INSERT INTO pictures (hash, type, bytes, width, height, files, key_id, created_at, state)
     VALUES (?1, 'image/png', 9, 64, 48, ?2, 1, 0, 'kept')`,
  )
    .bind(hash, files)
    .run()
  await env.PICTURES.put(`pictures/${hash}/64.png`, png())
  await newsroom.post({ slug: 'piece', status: 'draft' })
  await newsroom.patch(1, { title: '第二版' })
  await newsroom.call('PUT', '/api/articles/1/hand-in', {}, { 'If-Match': '"2"' })
  const { id } = await newsroom.post({ slug: 'other' })
  const front = { articles: [{ id }] }
  await newsroom.call('PUT', '/api/front/home', front, { 'If-Match': '"1"' })
  await newsroom.call('PUT', '/api/readings/闵行', { pinyin: 'min hang' })
  await newsroom.call('POST', '/api/webhooks', {
    name: 'Mirror',
    url: 'https://receiver.example.com/',
  })
  const rules = [{ from: '/old', to: '/archive' }]
  await newsroom.call('PUT', '/api/address-rules', { rules }, { 'If-Match': '"1"' })
  await newsroom.tick(secondsNow())
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
)

const unescaped = (html: string) =>
  html
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')

async function exampleOf(operationId: string): Promise<string> {
  const page = await newsroom.read('/api/docs')
  const section = page.split(`<section id="${operationId}">`)[1] ?? ''
  return unescaped(/<pre><code>(.*?)<\/code><\/pre>/s.exec(section)?.[1] ?? '')
}

/** What the examples of drafts speak of: the first article, published, and its draft, whose ETag is "2". */
async function beginDraft() {
  await newsroom.patch(1, { status: 'published' })
  await newsroom.call('PATCH', '/api/articles/1/draft', { title: '改' }, { 'If-Match': '"3"' })
  await env.DB.prepare("UPDATE pending_drafts SET version = '2'").run()
}

describe('every example on the page runs', () => {
  test.each(operations)('$operationId', async ({ operationId, responses, tags }) => {
    if (tags.includes('Drafts')) await beginDraft()
    const command = parseCurl(await exampleOf(operationId), { KEY })
    const { method, url, headers, body } = command
    const response = await newsroom.fetch(url.pathname + url.search, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    })
    const good = Object.keys(responses).filter((status) => status < '300')
    expect(good, await response.clone().text()).toContain(String(response.status))
  })
})

describe('the document', () => {
  test('describes every route of the API, and no other', () => {
    const found = createApi(articlePageNamed)
      .routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)(\{.*?\}\}?)?/g, '{$1}')}`)
      .filter((route) => !/ \/api\/(docs|openapi\.json|problems\/.*)$/.test(route))
    const described = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    expect(described.sort()).toEqual([...new Set(found)].sort())
  })

  test('and the page need no key, and may be kept for a while', async () => {
    for (const [path, type] of [
      ['/api/openapi.json', 'application/json'],
      ['/api/docs', 'text/html; charset=utf-8'],
    ] as const) {
      const response = await newsroom.fetch(path)
      expect(response.status).toBe(200)
      expect(response.headers.get('Content-Type')).toBe(type)
      expect(response.headers.get('Cloudflare-CDN-Cache-Control')).toContain('max-age=60')
      const cost = await newsroom.spent(() => newsroom.fetch(path))
      expect(cost.statements).toBe(0)
      const elsewhere = await newsroom.fetch(`${path}?x`)
      expect(elsewhere.headers.get('Cloudflare-CDN-Cache-Control')).toBe('no-store')
      expect((await newsroom.fetch(path, { method: 'POST' })).status).toBe(405)
    }
  })

  test('is what is served', async () => {
    const served = await (await newsroom.fetch('/api/openapi.json')).json()
    expect(served).toEqual(JSON.parse(JSON.stringify(api)))
  })
})

describe('the page', () => {
  test('loads nothing and runs nothing', async () => {
    const response = await newsroom.fetch('/api/docs')
    const page = await response.text()
    expect(page).not.toMatch(/<(script|link|img|iframe|form|base)\b|@import|url\(|\son\w+=/i)
    const policy = response.headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? ''
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)))
    expect(policy).toContain(`style-src 'sha256-${hash}'`)
  })

  test('links to nothing that is not there', async () => {
    const page = await newsroom.read('/api/docs')
    const targets = [...page.matchAll(/href="#(.+?)"/g)].map(([, id]) => id as string)
    expect(targets.length).toBeGreaterThan(40)
    for (const id of targets) expect(page).toContain(` id="${id}"`)
  })
})
