import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { article, KEY, type Newsroom, openNewsroom, type ProblemAnswer } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

describe('what a request claims about itself changes nothing', () => {
  test('a method in a header is no method', async () => {
    await newsroom.post({ slug: 'piece' })
    for (const name of ['X-HTTP-Method-Override', 'X-Method-Override', 'X-HTTP-Method']) {
      const response = await newsroom.call('POST', '/api/articles/1', {}, { [name]: 'DELETE' })
      expect(response.status).toBe(405)
    }
    expect((await newsroom.fetch('/articles/piece')).status).toBe(200)
  })

  test('a host in a header appears in no address', async () => {
    const headers = {
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
      Forwarded: 'host=evil.example',
    }
    const response = await newsroom.call('POST', '/api/articles', article(), headers)
    expect(response.headers.get('Location')).toBe('https://news.test/api/articles/1')
    expect(await response.text()).not.toContain('evil')
    const problem = await newsroom.call('POST', '/api/articles', {}, headers)
    expect(await problem.text()).not.toContain('evil')
  })

  test('a path that climbs is a path that does not exist', async () => {
    for (const path of [
      '/api/articles/../keys',
      '/api//articles',
      '/api/articles/1/',
      '/API/articles',
    ]) {
      const response = await newsroom.fetch(path)
      expect([401, 404]).toContain(response.status)
    }
  })
})

describe('secrets', () => {
  test('a key in the address is not a key', async () => {
    for (const query of [`key=${KEY}`, `access_token=${KEY}`]) {
      expect((await newsroom.fetch(`/api/articles?${query}`)).status).toBe(401)
    }
  })

  test('neither log lines nor answers hold a key or an address', async () => {
    const lines: string[] = []
    for (const level of ['info', 'warn', 'error'] as const) {
      vi.spyOn(console, level).mockImplementation((line) => void lines.push(String(line)))
    }
    const wrong = `bs_${'x'.repeat(43)}`
    const headers = { Authorization: `Bearer ${wrong}`, 'CF-Connecting-IP': '203.0.113.7' }
    const refused = await newsroom.call('GET', '/api/articles', undefined, headers)
    await newsroom.post()
    newsroom.onD1 = () => {
      throw new Error('D1_ERROR: internal')
    }
    const failed = await newsroom.call('GET', '/api/articles')
    expect(lines.length).toBeGreaterThan(2)
    for (const text of [...lines, await refused.text(), await failed.text()]) {
      for (const secret of [wrong, KEY, '203.0.113.7']) expect(text).not.toContain(secret)
    }
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ event: expect.any(String) })
    vi.restoreAllMocks()
  })
})

describe('request ids', () => {
  test('every answer has one of its own, and log lines carry it', async () => {
    const lines: string[] = []
    vi.spyOn(console, 'info').mockImplementation((line) => void lines.push(String(line)))
    const ids = new Set<string | null>()
    for (const path of ['/', '/none', '/robots.txt', '/api/articles', '/api/none']) {
      ids.add((await newsroom.fetch(path)).headers.get('X-Request-Id'))
    }
    expect(ids.size).toBe(5)
    expect(ids).not.toContain(null)
    const response = await newsroom.call('GET', '/api/articles')
    expect(JSON.parse(lines.at(-1) ?? '{}')).toMatchObject({
      event: 'api',
      requestId: response.headers.get('X-Request-Id'),
      method: 'GET',
      path: '/api/articles',
      status: 200,
      keyId: 1,
    })
    vi.restoreAllMocks()
  })

  test('a problem names it', async () => {
    const response = await newsroom.call('GET', '/api/articles/99')
    const { instance } = await response.json<ProblemAnswer & { instance: string }>()
    expect(instance).toBe(`urn:uuid:${response.headers.get('X-Request-Id')}`)
  })
})

test('fifty editors race for one article: one wins, the others learn the revision that did', async () => {
  await newsroom.post()
  const racers = Array.from({ length: 50 }, (_, i) =>
    newsroom.call('PATCH', '/api/articles/1', { title: `第 ${i} 位` }, { 'If-Match': '"1"' }),
  )
  const answers = await Promise.all(racers)
  const won = answers.filter(({ status }) => status === 200)
  const lost = answers.filter(({ status }) => status === 412)
  expect([won.length, lost.length]).toEqual([1, 49])
  for (const { headers } of lost) expect(headers.get('ETag')).toBe('"2"')
  const row = await env.DB.prepare('SELECT count(*) AS n FROM revisions').first()
  expect(row).toEqual({ n: 2 })
})

test('D1 failing from any round trip of a write on: an error, and nothing of it', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  for (const failAt of [0, 1, 2]) {
    let n = 0
    newsroom.onD1 = () => {
      if (n++ >= failAt) throw new Error('D1_ERROR: Network connection lost.')
    }
    expect((await newsroom.call('POST', '/api/articles', article())).status).toBe(503)
    newsroom.onD1 = () => {}
    const row = await env.DB.prepare('SELECT count(*) AS n FROM articles').first()
    expect(row).toEqual({ n: 0 })
  }
  vi.restoreAllMocks()
})

test('an answer lost on its way back: the write is found done, and answered alike when it is asked again', async () => {
  const retry = { 'Idempotency-Key': 'k' }
  const { DB } = env
  const { batch } = DB
  let isLost = false
  vi.spyOn(console, 'warn').mockReturnValue()
  vi.spyOn(DB, 'batch').mockImplementation(async (statements) => {
    const results = await batch.call(DB, statements)
    if (statements.length > 6 && !isLost) {
      isLost = true
      throw new Error('D1_ERROR: Network connection lost.')
    }
    return results as never
  })
  const first = await newsroom.call('POST', '/api/articles', article(), retry)
  expect(first.status).toBe(201)
  const again = await newsroom.call('POST', '/api/articles', article(), retry)
  vi.restoreAllMocks()
  expect(again.status).toBe(201)
  expect(await again.json()).toEqual(await first.json())
  const row = await DB.prepare('SELECT count(*) AS n FROM articles').first()
  expect(row).toEqual({ n: 1 })
})
