import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { hang } from '../support/bindings'
import { type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
const path = '/articles/piece'
const fail = () => {
  throw new Error('D1_ERROR: Network connection lost.')
}

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  newsroom = await openNewsroom()
  await newsroom.post({ slug: 'piece', title: '照常出版' })
})

const source = (response: Response) => response.headers.get('Server-Timing')

describe.each([
  ['fails', fail],
  ['hangs', hang],
])('D1 %s', (_, fault) => {
  test('a page in KV is served, marked stale, and kept for seconds only', async () => {
    const fresh = await newsroom.read(path)
    newsroom.onD1 = fault
    const response = await newsroom.fetch(path)
    expect(response.status).toBe(200)
    expect(source(response)).toBe('stale')
    expect(response.headers.get('Cache-Control')).toBe('no-cache')
    const edge = response.headers.get('Cloudflare-CDN-Cache-Control')
    expect(edge).toBe('public, max-age=10, stale-if-error=0')
    expect(await response.text()).toBe(fresh)
  })

  test('so is one asked for with an ETag', async () => {
    const etag = (await newsroom.fetch(path)).headers.get('ETag') ?? ''
    newsroom.onD1 = fault
    const response = await newsroom.fetch(path, { headers: { 'If-None-Match': etag } })
    expect(source(response)).toBe('stale')
  })

  test('a page that is not in KV is 503 with Retry-After, never 404', async () => {
    newsroom.onD1 = fault
    const pages = [path, '/', '/sitemap.xml', '/sitemap1.xml', '/articles/none']
    for (const response of await Promise.all(pages.map((page) => newsroom.fetch(page)))) {
      expect(response.status).toBe(503)
      expect(response.headers.get('Retry-After')).toBe('10')
      expect(response.headers.get('Cache-Control')).toBe('no-store')
    }
  })

  test('robots.txt says what KV knows', async () => {
    const fresh = await newsroom.read('/robots.txt')
    newsroom.onD1 = fault
    const response = await newsroom.fetch('/robots.txt')
    expect(source(response)).toBe('stale')
    expect(await response.text()).toBe(fresh)
  })

  test('robots.txt with KV gone too is 200 with what is always true', async () => {
    newsroom.onD1 = fault
    newsroom.onKV = hang
    const response = await newsroom.fetch('/robots.txt')
    expect(response.status).toBe(200)
    expect(await response.text()).toContain(`Sitemap: ${ORIGIN}/sitemap1.xml`)
  })
})

describe('D1 fails', () => {
  test('between the edition and the content: the old copy is served, marked stale', async () => {
    await newsroom.fetch(path)
    const old = await newsroom.read(path)
    await newsroom.patch(1, { title: '改版' })
    newsroom.onD1 = (sql) => {
      if (sql.length > 1) fail()
    }
    const response = await newsroom.fetch(path)
    expect(source(response)).toBe('stale')
    expect(await response.text()).toBe(old)
  })

  test('the API answers 503 with Retry-After, and says nothing of the inside', async () => {
    newsroom.onD1 = fail
    const response = await newsroom.call('GET', '/api/articles/1')
    expect(response.status).toBe(503)
    expect(response.headers.get('Retry-After')).toBe('10')
    expect(await response.text()).not.toContain('Network')
  })

  test.each([
    new Error('D1_ERROR: no such column: nonsense: SQLITE_ERROR'),
    new TypeError('Cannot read properties of undefined: nonsense'),
  ])('a fault of our own is 500, not "unavailable": %s', async (fault) => {
    newsroom.onD1 = () => {
      throw fault
    }
    const response = await newsroom.call('GET', '/api/articles/1')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('nonsense')
  })
})

describe.each([
  [
    'fails',
    () => {
      throw new Error('KV GET failed: 503')
    },
  ],
  ['hangs', hang],
])('KV %s', (_, fault) => {
  test('pages are rendered', async () => {
    newsroom.onKV = fault
    const response = await newsroom.fetch(path)
    expect(response.status).toBe(200)
    expect(source(response)).toBe('render')
  }, 8_000)

  test('and with D1 gone too, 503', async () => {
    await newsroom.fetch(path)
    newsroom.reborn()
    newsroom.onKV = fault
    newsroom.onD1 = fail
    expect((await newsroom.fetch(path)).status).toBe(503)
  })
})

describe('a D1 that has kept silent once', () => {
  const questions = () => {
    // No lease runs, and what follows happens at once.
    newsroom.time.pass(500)
    newsroom.pause = 0
    let asked = 0
    newsroom.onD1 = () => {
      asked++
      return hang()
    }
    return () => asked
  }

  test('is asked by one reader at a time; the others get their copies', async () => {
    const fresh = await newsroom.read(path)
    const asked = questions()
    await newsroom.fetch(path)
    expect(asked()).toBe(1)
    const responses = await Promise.all(Array.from({ length: 8 }, () => newsroom.fetch(path)))
    expect(asked()).toBe(2)
    for (const response of responses) {
      expect(source(response)).toBe('stale')
      expect(await response.text()).toBe(fresh)
    }
  })

  test('is trusted again by all once it answers one', async () => {
    await newsroom.read(path)
    questions()
    await newsroom.fetch(path)
    newsroom.onD1 = () => {}
    expect(source(await newsroom.fetch(path))).toBe('memory')
    newsroom.time.pass(500)
    const cost = await newsroom.spent(async () => {
      const all = await Promise.all(Array.from({ length: 8 }, () => newsroom.fetch(path)))
      expect(all.map(source)).toEqual(Array(8).fill('memory'))
    })
    expect(cost.statements).toBe(8)
  })

  test('is no reason to say that something does not exist', async () => {
    questions()
    await newsroom.fetch(path)
    const none = ['/articles/none', '/keywords/none', '/search?q=none', '/articles/none/']
    for (const response of await Promise.all(none.map((page) => newsroom.fetch(page)))) {
      expect(response.status).toBe(503)
    }
  })
})

test('a day used up is told as such: readers without a copy may come back after midnight UTC', async () => {
  const error = vi.spyOn(console, 'error')
  await newsroom.read(path)
  newsroom.onD1 = () => {
    throw new Error("D1_ERROR: Exceeded D1's free tier daily row read limit")
  }
  expect(source(await newsroom.fetch(path))).toBe('stale')
  for (const page of ['/', '/search?q=none']) {
    const response = await newsroom.fetch(page)
    expect(response.status).toBe(503)
    const back = Date.now() + Number(response.headers.get('Retry-After')) * 1000
    expect(new Date(back).toISOString()).toMatch(/T00:00:0\d/)
  }
  const events = error.mock.calls.map(([line]) => JSON.parse(line as string).event as string)
  expect(new Set(events)).toEqual(new Set(['d1-quota']))
})

test('a copy made from a state that is no longer current is labelled with that state', async () => {
  // The edition is read, then a write comes in, then the content is read: the copy that is kept
  // must carry the edition of what it shows, or a later page would pass for it.
  let isFirst = true
  newsroom.onD1 = async (sql) => {
    if (sql.length > 1 && isFirst) {
      isFirst = false
      await newsroom.patch(1, { title: '写在中间' })
    }
  }
  expect(await (await newsroom.fetch(path)).text()).toContain('写在中间')
  newsroom.reborn()
  const response = await newsroom.fetch(path)
  expect(source(response)).toBe('kv')
  expect(await response.text()).toContain('写在中间')
})

test('a withdrawn article’s KV copy is overwritten at once, and D1 down brings nothing back', async () => {
  await newsroom.fetch(path)
  expect(await env.PAGES.get('page/article/piece')).toContain('照常出版')
  await newsroom.withdraw(1)
  expect(await env.PAGES.get('page/article/piece')).not.toContain('照常出版')
  newsroom.onD1 = fail
  const response = await newsroom.fetch(path)
  expect([response.status, source(response)]).toEqual([410, 'stale'])
})
