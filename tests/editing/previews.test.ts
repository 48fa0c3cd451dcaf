import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  vi.useRealTimers()
  newsroom = await openNewsroom()
  await newsroom.post({ status: 'draft', title: '还没发表', slug: 'draft' })
})

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

  test('ends with the article’s withdrawal, and with the key that made it', async () => {
    const { url } = await link()
    await newsroom.withdraw(1)
    expect((await newsroom.fetch(url)).status).toBe(410)
    await newsroom.post({ status: 'draft', title: '另一篇' })
    const scopes = ['articles:write']
    const made = await newsroom.call('POST', '/api/keys', { name: 'Guest', scopes })
    const { id, key } = await made.json<{ id: number; key: string }>()
    const headers = { Authorization: `Bearer ${key}` }
    const answer = await newsroom.call('POST', '/api/articles/2/previews', {}, headers)
    const other = (await answer.json<{ url: string }>()).url
    expect((await newsroom.fetch(other)).status).toBe(200)
    await newsroom.call('DELETE', `/api/keys/${id}`)
    expect((await newsroom.fetch(other)).status).toBe(410)
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

  test('cannot be made up, moved to another article or prolonged', async () => {
    await newsroom.post({ status: 'draft', title: '另一篇' })
    const { url } = await link()
    const [id, key, expiry, signature] = (url.split('/').at(-1) ?? '').split('.')
    const forged = [
      `2.${key}.${expiry}.${signature}`,
      `${id}.${key}.${Number(expiry) + 1}.${signature}`,
      `${id}.2.${expiry}.${signature}`,
      `${id}.${key}.${expiry}.${'A'.repeat(43)}`,
      `${id}.${key}.${expiry}.`,
      `${id}.${key}.${expiry}`,
      'x',
    ]
    for (const token of forged) {
      expect((await newsroom.fetch(`/previews/${token}`)).status, token).toBe(404)
    }
  })

  test.each([{ expiresIn: 5 }, { expiresIn: 1e9 }, { expiresIn: '1d' }, { until: 1 }])(
    '%j is refused',
    async (fields) => {
      const response = await newsroom.call('POST', '/api/articles/1/previews', fields)
      expect(response.status).toBe(422)
    },
  )
})
