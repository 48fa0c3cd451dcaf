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
  test('shows a draft to whoever has it, and nobody keeps or indexes the page', async () => {
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

  test('writes and costs nothing that lasts: no KV, no D1 writes', async () => {
    const { url } = await link()
    const cost = await newsroom.spent(() => newsroom.fetch(url))
    expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: 0, kvReads: 0, kvWrites: 0 })
  })

  test('cannot be made up, moved to another article or prolonged', async () => {
    await newsroom.post({ status: 'draft', title: '另一篇' })
    const { url } = await link()
    const [id, expiry, signature] = (url.split('/').at(-1) ?? '').split('.')
    const forged = [
      `2.${expiry}.${signature}`,
      `${id}.${Number(expiry) + 1}.${signature}`,
      `${id}.${expiry}.${'A'.repeat(43)}`,
      `${id}.${expiry}.`,
      `${id}.${expiry}`,
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
