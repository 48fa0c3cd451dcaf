import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { article, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  vi.useRealTimers()
  newsroom = await openNewsroom()
  await newsroom.post({ status: 'draft', title: '还没发表', slug: 'draft' })
})

interface Key {
  id: number
  key: string
}

const bearer = ({ key }: Key) => ({ Authorization: `Bearer ${key}` })

async function makeKey(fields = {}): Promise<Key> {
  const key = { name: 'Guest', scopes: ['articles:write'], ...fields }
  return (await newsroom.call('POST', '/api/keys', key)).json()
}

/** The address of a link that a key makes to article 1. */
async function linkBy(key: Key, fields = {}): Promise<string> {
  const path = '/api/articles/1/previews'
  const response = await newsroom.call('POST', path, fields, bearer(key))
  if (response.status !== 201) throw new Error(await response.text())
  return (await response.json<{ url: string }>()).url
}

const statusOf = async (url: string) => (await newsroom.fetch(url)).status

const inTime = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)

async function link(fields = {}): Promise<{ url: string; expiresAt: string }> {
  const response = await newsroom.call('POST', '/api/articles/1/previews', fields)
  if (response.status !== 201) throw new Error(await response.text())
  return response.json()
}

describe('a preview link', () => {
  test('shows a draft to anyone who has it, and no cache or engine keeps the page', async () => {
    const response = await newsroom.fetch((await link()).url)
    expect(response.status).toBe(200)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(response.headers.get('X-Robots-Tag')).toBe('noindex')
    expect(response.headers.get('Referrer-Policy')).toBe('no-referrer')
    const page = await response.text()
    expect(page).toContain('还没发表')
    expect(page).toContain('<meta name="robots" content="noindex">')
    expect(page).not.toContain('rel="canonical"')
  })

  test('shows the present state, with the planned date of what is scheduled', async () => {
    const { url } = await link()
    await newsroom.patch(1, {
      title: '新题目',
      status: 'scheduled',
      publishAt: '2999-01-01T00:00:00Z',
    })
    const page = await newsroom.read(url)
    expect(page).toContain('新题目')
    expect(page).toContain('2999-01-01 08:00:00')
  })

  test('ends when it said it would', async () => {
    const { url } = await link({ expiresIn: 60 })
    vi.setSystemTime(Date.now() + 61_000)
    const response = await newsroom.fetch(url)
    expect(response.status).toBe(410)
    expect(await response.text()).not.toContain('还没发表')
  })

  test('ends with the article’s withdrawal', async () => {
    const { url } = await link()
    await newsroom.withdraw(1)
    expect(await statusOf(url)).toBe(410)
  })

  test('while D1 is down answers 503', async () => {
    const { url } = await link()
    vi.spyOn(console, 'error').mockReturnValue()
    newsroom.onD1 = () => {
      throw new Error('D1_ERROR: Network connection lost.')
    }
    expect((await newsroom.fetch(url)).status).toBe(503)
  })

  test('writes and costs nothing that lasts: no KV, no D1 writes', async () => {
    const { url } = await link()
    const cost = await newsroom.spent(() => newsroom.fetch(url))
    expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: 0, kvReads: 0, kvWrites: 0 })
  })

  test('cannot be made up', async () => {
    const token = (await link()).url.split('/').at(-1) ?? ''
    expect(token).toMatch(/^[\w-]{43}$/)
    const forged = [
      'A'.repeat(43),
      token.slice(0, 42),
      `${token}A`,
      token.toUpperCase(),
      `1.1.9999999999.${token}`,
      'x',
    ]
    for (const made of forged) expect(await statusOf(`/previews/${made}`), made).toBe(404)
  })

  test.each([{ expiresIn: 5 }, { expiresIn: 1e9 }, { expiresIn: '1d' }, { until: 1 }])(
    '%j is refused',
    async (fields) => {
      const response = await newsroom.call('POST', '/api/articles/1/previews', fields)
      expect(response.status).toBe(422)
    },
  )
})

describe('a preview link ends with the rights of the key that made it:', () => {
  test('when the key is revoked', async () => {
    const key = await makeKey()
    const url = await linkBy(key)
    expect(await statusOf(url)).toBe(200)
    await newsroom.call('DELETE', `/api/keys/${key.id}`)
    expect(await statusOf(url)).toBe(410)
  })

  test('when the key is rotated, at the end of the overlap', async () => {
    const [at, later] = [await makeKey(), await makeKey()]
    const [now, soon] = [await linkBy(at), await linkBy(later)]
    await newsroom.call('POST', `/api/keys/${at.id}/rotate`, { overlap: 0 })
    await newsroom.call('POST', `/api/keys/${later.id}/rotate`, { overlap: 60 })
    expect(await statusOf(now)).toBe(410)
    expect(await statusOf(soon)).toBe(200)
    inTime(61)
    expect(await statusOf(soon)).toBe(410)
  })

  test('when the key expires, which the answer says, and the page', async () => {
    const end = '2027-01-31T00:00:00Z'
    vi.setSystemTime(Date.parse(end) - 120_000)
    const key = await makeKey({ expiresAt: end })
    const answer = await newsroom.call('POST', '/api/articles/1/previews', {}, bearer(key))
    const { url, expiresAt } = await answer.json<{ url: string; expiresAt: string }>()
    expect(expiresAt).toBe(end)
    expect(await newsroom.read(url)).toContain('链接有效至 2027-01-31 08:00:00')
    inTime(121)
    expect(await statusOf(url)).toBe(410)
  })

  test('when the article leaves its sections, until it comes back', async () => {
    const key = await makeKey({ sections: ['news'] })
    const url = await linkBy(key)
    const own = await linkBy(await makeKey())
    await newsroom.patch(1, { section: 'culture', title: '改在别处' })
    const response = await newsroom.fetch(url)
    expect(response.status).toBe(410)
    expect(await response.text()).not.toContain('改在别处')
    expect(await statusOf(own)).toBe(200)
    await newsroom.patch(1, { section: 'news' })
    expect(await statusOf(url)).toBe(200)
  })

  test('when the key may no longer write', async () => {
    const key = await makeKey()
    const url = await linkBy(key)
    const narrow = `UPDATE keys SET scopes = '["export:read"]' WHERE id = ?1`
    await env.DB.prepare(narrow).bind(key.id).run()
    expect(await statusOf(url)).toBe(410)
  })

  test('and after thirty days, whatever the database says', async () => {
    const { url } = await link()
    await env.DB.prepare('UPDATE previews SET expires_at = 99999999999').run()
    inTime(29 * 86_400)
    expect(await statusOf(url)).toBe(200)
    inTime(2 * 86_400)
    expect(await statusOf(url)).toBe(410)
  })
})

describe('what is known of preview links', () => {
  /** Every value that the database holds, as text. */
  async function everything(): Promise<string> {
    const tables = await env.DB.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'",
    ).run<{ name: string }>()
    const rows = tables.results.map(({ name }) => env.DB.prepare(`SELECT * FROM ${name}`))
    return JSON.stringify((await env.DB.batch(rows)).map(({ results }) => results))
  }

  test('is no more than their hashes: a stolen database opens none, nor one to come', async () => {
    const { url } = await link()
    const token = url.split('/').at(-1) ?? ''
    const stolen = await everything()
    expect(stolen).not.toContain(token)
    const { results } = await env.DB.prepare('SELECT hash FROM previews').run<{ hash: string }>()
    expect(await statusOf(`/previews/${results[0]?.hash}`)).toBe(404)
    // As links were made when a secret in the database signed them.
    const secret = await env.DB.prepare('SELECT value FROM secrets').first<{ value: number[] }>()
    const claim = '1.1.9999999999'
    const bytes = new Uint8Array(secret?.value ?? [1])
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign'])
    const signed = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(claim))
    const signature = btoa(String.fromCharCode(...new Uint8Array(signed)))
    const forged = signature.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
    expect(await statusOf(`/previews/${claim}.${forged}`)).toBe(404)
  })

  test('is in the trail: which key made one, to which article', async () => {
    const key = await makeKey()
    await linkBy(key)
    const { entries } = await (await newsroom.call('GET', '/api/audit')).json<{
      entries: Record<string, unknown>[]
    }>()
    expect(entries[0]).toMatchObject({
      action: 'preview.create',
      keyId: key.id,
      subject: '1',
      revision: 1,
    })
  })

  test('goes a month after their end, when others are made', async () => {
    for (let i = 0; i < 3; i++) await link({ expiresIn: 60 })
    const { url } = await link({ expiresIn: 60 })
    inTime(20 * 86_400)
    await link({ expiresIn: 60 })
    expect(await statusOf(url)).toBe(410)
    inTime(20 * 86_400)
    await link({ expiresIn: 60 })
    expect(await statusOf(url)).toBe(404)
    const left = await env.DB.prepare('SELECT count(*) AS n FROM previews').first()
    expect(left).toEqual({ n: 2 })
  })
})

describe('a preview says that it is one, of what, and for how long', () => {
  const noticeOf = (page: string) => /<aside class="notice".*?<\/aside>/s.exec(page)?.[0] ?? ''

  test.each([
    ['zh-CN', '草稿，尚未发布', '计划于 2999-01-01 08:00:00 发布', '已经发布', '链接有效至 20'],
    [
      'en',
      'a draft, not published',
      'planned for 2999-01-01 08:00:00',
      'has been published',
      'good until 20',
    ],
    [
      'fr',
      'a draft, not published',
      'planned for 2999-01-01 08:00:00',
      'has been published',
      'good until 20',
    ],
  ])('in %s', async (language, draft, planned, published, until) => {
    newsroom = await openNewsroom({ SITE_LANGUAGE: language } as Partial<Env>)
    await newsroom.post({ status: 'draft', title: '还没发表', slug: 'draft' })
    const { url } = await link()
    expect(noticeOf(await newsroom.read(url))).toContain(draft)
    expect(noticeOf(await newsroom.read(url))).toContain(until)
    await newsroom.patch(1, { status: 'scheduled', publishAt: '2999-01-01T00:00:00Z' })
    expect(noticeOf(await newsroom.read(url))).toContain(planned)
    await newsroom.patch(1, { status: 'published' })
    expect(noticeOf(await newsroom.read(url))).toContain(published)
    expect(await newsroom.read(url)).toMatch(/<title[^>]*>(预览：|Preview: )还没发表/)
    expect(noticeOf(await newsroom.read('/articles/draft'))).toBe('')
  })

  test('before anything that its editor wrote', async () => {
    await newsroom.post(
      article({ status: 'draft', body: '<aside class="notice">x</aside>', format: 'html' }),
    )
    const made = await newsroom.call('POST', '/api/articles/2/previews', {})
    const page = await newsroom.read((await made.json<{ url: string }>()).url)
    expect(page.match(/class="notice"/g)).toHaveLength(1)
    expect(page.indexOf('class="notice"')).toBeLessThan(page.indexOf('class="masthead"'))
  })
})
