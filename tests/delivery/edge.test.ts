import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { EDGE_BOUND_SECONDS } from '../../src/delivery/policy'
import { hang } from '../support/bindings'
import { article, KEY, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let purges: string[][]
let answerPurge: () => CachePurgeResult

const ok = () => ({ success: true, zoneTag: '', errors: [] }) as unknown as CachePurgeResult
const refused = () =>
  ({
    success: false,
    errors: [{ code: 1134, message: 'rate limited' }],
  }) as unknown as CachePurgeResult

beforeEach(async () => {
  vi.useRealTimers()
  vi.spyOn(console, 'warn').mockReturnValue()
  newsroom = await openNewsroom()
  purges = []
  answerPurge = ok
  newsroom.cache = {
    purge: async ({ tags = [] }: CachePurgeOptions) => {
      purges.push(tags)
      return answerPurge()
    },
  } as unknown as CacheContext
  await newsroom.post({ slug: 'piece' })
})

const edgeOf = (response: Response) => response.headers.get('Cloudflare-CDN-Cache-Control') ?? ''
const seconds = (policy: string, name: string) =>
  Number(new RegExp(`(?:^|[ ,])${name}=(\\d+)`).exec(policy)?.[1] ?? Number.NaN)
const owed = async () => {
  const { results } = await env.DB.prepare('SELECT * FROM outbox').run<{ times: number }>()
  return results
}
const nowSeconds = () => Math.floor(Date.now() / 1000)

describe('what the edge may keep', () => {
  test('nothing for longer than the bound, however it is served; browsers ask each time', async () => {
    expect(EDGE_BOUND_SECONDS).toBeLessThanOrEqual(100)
    const pages = ['/', '/articles/piece', '/sections/news', '/sitemap.xml', '/sitemap1.xml']
    for (const path of [...pages, '/robots.txt', '/none']) {
      const response = await newsroom.fetch(path)
      const edge = edgeOf(response)
      const fresh = seconds(edge, 'max-age')
      expect(fresh + seconds(edge, 'stale-while-revalidate')).toBeLessThanOrEqual(100)
      expect(fresh + seconds(edge, 'stale-if-error')).toBeLessThanOrEqual(100)
      expect(edge).not.toMatch(/s-maxage|must-revalidate|proxy-revalidate/)
      expect(response.headers.get('Cache-Control')).toMatch(/max-age=0, must-revalidate|no-cache/)
    }
  })

  test('tags name the page, and everything; 404s have one of their own', async () => {
    const tags = async (path: string) => (await newsroom.fetch(path)).headers.get('Cache-Tag')
    expect(await tags('/articles/piece')).toBe('article/piece,site')
    expect(await tags('/sitemap1.xml')).toBe('sitemap/1,site')
    expect(await tags('/none')).toBe('missing,site')
    const { url } = await newsroom.post({ title: '汉字' })
    expect(await tags(url)).toMatch(/^x-[0-9a-f]{16},site$/)
  })

  test('a query string or another spelling of the path gets the page, and is not kept', async () => {
    const { url } = await newsroom.post({ title: '汉字' })
    const lower = url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
    for (const address of ['/articles/piece?utm=1', '/?a=1&b=2', lower]) {
      const response = await newsroom.fetch(address)
      expect(response.status).toBe(200)
      expect(edgeOf(response)).toBe('no-store')
    }
    expect(edgeOf(await newsroom.fetch('/none?x=1'))).toBe('no-store')
  })

  test('previews, errors and the API: nothing', async () => {
    for (const path of ['/api/articles', '/api/articles/1', '/api/none']) {
      expect(edgeOf(await newsroom.fetch(path))).toBe('no-store')
    }
  })
})

describe('a purge', () => {
  test('is one call for all that the write changed, and for the 404s', async () => {
    purges = []
    const publishedAt = '2024-07-13T00:00:00Z'
    await newsroom.post({ slug: 'second', keywords: ['plan'], author: 'Li', publishedAt })
    const page = ['article/second', 'missing', 'sitemap', 'sitemap/1']
    const lists = ['home', 'section/news', 'keyword/plan', 'author/Li', 'month/2024-07']
    const blocks = lists.map((list) => `block/1/${list}`)
    // It is the first article with this keyword, author and month.
    const feeds = ['feed', 'feed/section/news', 'lists']
    expect(purges.map((tags) => tags.toSorted())).toEqual([
      [...page, ...lists, ...blocks, ...feeds].toSorted(),
    ])
  })

  test('out of allowance is queued, and the clock pays for all in one call', async () => {
    let allowance = 25
    answerPurge = () => (allowance-- > 0 ? ok() : refused())
    const answers = []
    for (let i = 0; i < 40; i++) answers.push(await newsroom.post())
    expect(answers.filter(({ purge }) => purge === 'queued')).toHaveLength(15)
    allowance = 5
    purges = []
    await newsroom.tick(nowSeconds() + 60)
    expect(purges).toHaveLength(1)
  })

  test('of what every page shows purges everything', async () => {
    purges = []
    await newsroom.call('PUT', '/api/sections/news', { name: '新闻' })
    expect(purges).toEqual([['site']])
  })

  test('that goes through is not mentioned; one that is refused is queued, and the answer says so', async () => {
    expect(await newsroom.post()).not.toHaveProperty('purge')
    answerPurge = refused
    expect(await newsroom.post()).toMatchObject({ purge: 'queued' })
    answerPurge = () => {
      throw new Error('internal error')
    }
    vi.spyOn(console, 'error').mockReturnValue()
    expect(await newsroom.post()).toMatchObject({ purge: 'queued' })
  })

  test('is repeated on the next two ticks, in one call each, and then nothing is owed', async () => {
    const start = nowSeconds()
    for (const minute of [1, 2, 3]) await newsroom.tick(start + minute * 60)
    await newsroom.post()
    purges = []
    for (const minute of [1, 2, 3]) await newsroom.tick(start + minute * 60)
    expect(purges).toHaveLength(2)
    expect(purges[0]).toEqual(expect.arrayContaining(['home', 'sitemap/1', 'missing']))
    expect(await owed()).toEqual([])
  })

  test('that was refused is made good by the clock, and counts from there', async () => {
    answerPurge = refused
    await newsroom.post()
    const start = nowSeconds()
    purges = []
    await newsroom.tick(start + 60)
    answerPurge = ok
    for (let minute = 2; minute < 12; minute++) await newsroom.tick(start + minute * 60)
    expect(purges.length).toBe(4)
    expect(await owed()).toEqual([])
  })

  test('of an import that took longer than the clock takes to pay is still owed in full', async () => {
    const start = nowSeconds()
    for (const minute of [1, 2, 3]) await newsroom.tick(start + minute * 60)
    let writes = 0
    newsroom.onD1 = async (sql) => {
      if (!sql.some((one) => /INTO revisions/.test(one)) || ++writes !== 2) return
      for (const minute of [4, 5, 6]) await newsroom.tick(start + minute * 60)
      answerPurge = refused
    }
    const lines = Array.from({ length: 101 }, () => JSON.stringify(article()))
    await newsroom.fetch('/api/import', {
      method: 'POST',
      headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson' },
      body: lines.join('\n'),
    })
    expect(writes).toBe(2)
    answerPurge = ok
    purges = []
    for (let minute = 7; minute < 12; minute++) await newsroom.tick(start + minute * 60)
    expect(purges).toHaveLength(3)
    expect(await owed()).toEqual([])
  })

  test('whose request died after the commit is found by the clock', async () => {
    await newsroom.tick(nowSeconds() + 1e6)
    await newsroom.tick(nowSeconds() + 2e6)
    await newsroom.tick(nowSeconds() + 3e6)
    await env.DB.prepare("UPDATE editions SET edition = 'dead' WHERE page = 'home'").run()
    purges = []
    await newsroom.tick(nowSeconds() + 60)
    expect(purges).toEqual([['home', 'missing']])
  })

  test('that never goes through is given up in the end, and stays to be seen', async () => {
    answerPurge = refused
    await newsroom.post()
    for (let hour = 1; hour < 40; hour++) await newsroom.tick(nowSeconds() + hour * 3601)
    const answer = await newsroom.call('GET', '/api/outbox')
    const { owed } = await answer.json<{ owed: { deadAt: string | null }[] }>()
    expect(owed.length).toBeGreaterThan(3)
    for (const { deadAt } of owed) expect(deadAt).toBeTruthy()
    purges = []
    await newsroom.tick(nowSeconds() + 41 * 3601)
    expect(purges).toEqual([])
  })

  test('of more than ninety pages is one of everything', async () => {
    for (let i = 0; i < 95; i++) {
      await env.DB.prepare('INSERT INTO editions (page, edition) VALUES (?1, ?1)')
        .bind(`p${i}`)
        .run()
    }
    await env.DB.prepare("UPDATE editions SET edition = 'x' WHERE page LIKE 'p%'").run()
    purges = []
    await newsroom.tick(nowSeconds() + 60)
    expect(purges).toEqual([['site']])
  })

  test('two ticks at once do not both make it', async () => {
    await env.DB.prepare('UPDATE outbox SET next_at = 0').run()
    purges = []
    await Promise.all([newsroom.tick(nowSeconds()), newsroom.tick(nowSeconds())])
    expect(purges).toHaveLength(1)
  })

  test('does not exist where there is no Workers Cache: nothing fails, nothing stays owed', async () => {
    newsroom.cache = undefined
    expect(await newsroom.post()).not.toHaveProperty('purge')
    for (const minute of [1, 2, 3]) await newsroom.tick(nowSeconds() + minute * 60)
    expect(await owed()).toEqual([])
  })
})

describe('copies that must not come back', () => {
  const key = 'page/article/piece'

  test('a renamed article’s old address holds the redirect in KV at once', async () => {
    await newsroom.fetch('/articles/piece')
    await newsroom.patch(1, { slug: 'moved' })
    const { value, metadata } = await env.PAGES.getWithMetadata<{ status: number }>(key)
    expect([value, metadata?.status]).toEqual(['', 301])
  })

  test('what a render in flight puts back is overwritten on the next two ticks', async () => {
    await newsroom.fetch('/articles/piece')
    const old = await env.PAGES.getWithMetadata(key)
    await newsroom.withdraw(1)
    for (const minute of [1, 2]) {
      await env.PAGES.put(key, old.value ?? '', { metadata: old.metadata })
      await newsroom.tick(nowSeconds() + minute * 60)
      expect(await env.PAGES.get(key)).not.toContain('会议今天召开')
    }
  })

  test('when D1 hangs after the commit, the answer says queued and does not wait for it', async () => {
    newsroom.onD1 = (sql) =>
      /unixepoch|INTO/.test(sql.join()) || sql.length < 4 ? undefined : hang()
    const answer = await newsroom.withdraw(1)
    expect(await answer.json()).toMatchObject({ purge: 'queued' })
  }, 8_000)

  test('when KV does not take it, the answer says queued and the clock retries', async () => {
    await newsroom.fetch('/articles/piece')
    newsroom.onKV = (operation) => {
      if (operation === 'write') throw new Error('KV PUT failed: 429 Too Many Requests')
    }
    const answer = await newsroom.withdraw(1)
    expect(await answer.json()).toMatchObject({ purge: 'queued' })
    expect(await env.PAGES.get(key)).toContain('会议今天召开')
    newsroom.onKV = () => {}
    await newsroom.tick(nowSeconds() + 60)
    expect(await env.PAGES.get(key)).not.toContain('会议今天召开')
  })
})

test('a burst of a hundred requests on one cold page is answered whole', async () => {
  const burst = Array.from({ length: 100 }, () => newsroom.fetch('/articles/piece'))
  const statuses = (await Promise.all(burst)).map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([200]))
})

describe('what a write owes the edge', () => {
  test('is one row, whatever it touches, with its pages once they were tried', async () => {
    await env.DB.prepare('DELETE FROM outbox').run()
    await newsroom.post({ slug: 'second', keywords: ['甲', '乙', '丙'], author: '记者' })
    const rows = await env.DB.prepare('SELECT kind, paid, pages FROM outbox').run<{
      kind: string
      paid: number
      pages: string
    }>()
    expect(rows.results).toMatchObject([{ kind: 'write', paid: 1 }])
    const pages = JSON.parse(rows.results[0]?.pages ?? '[]')
    expect(pages).toEqual(expect.arrayContaining(['home', 'article/second', 'keyword/甲']))
  })

  test('is everything where the request died before it could say which pages', async () => {
    await env.DB.prepare(
      "UPDATE outbox SET pages = NULL, paid = 0, next_at = 0 WHERE kind = 'write'",
    ).run()
    purges = []
    await newsroom.tick(nowSeconds() + 60)
    expect(purges).toEqual([['site']])
  })

  test('is known by its pages too when the first purge was refused', async () => {
    for (const minute of [1, 2]) await newsroom.tick(nowSeconds() + minute * 60)
    answerPurge = refused
    await newsroom.post({ slug: 'second' })
    answerPurge = ok
    purges = []
    await newsroom.tick(nowSeconds() + 200)
    expect(purges).toHaveLength(1)
    expect(purges[0]).toEqual(expect.arrayContaining(['home', 'article/second', 'missing']))
  })

  test('is shown by its first page, and how many more', async () => {
    answerPurge = refused
    await newsroom.post({ slug: 'second' })
    const answer = await newsroom.call('GET', '/api/outbox')
    const { owed } = await answer.json<{ owed: { kind: string; more?: number }[] }>()
    expect(owed).toContainEqual(
      expect.objectContaining({ kind: 'purge', more: expect.any(Number) }),
    )
  })

  test('of a large import is settled in three ticks and a few hundred rows', async () => {
    const lines = Array.from({ length: 400 }, (_, n) =>
      JSON.stringify({ title: `第${n}篇`, section: 'news', body: '文', keywords: [`词${n}`] }),
    )
    const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson' }
    await newsroom.fetch('/api/import', { method: 'POST', headers, body: lines.join('\n') })
    const cost = await newsroom.spent(async () => {
      for (const minute of [1, 2]) await newsroom.tick(nowSeconds() + minute * 60)
    })
    expect(await owed()).toEqual([])
    expect(cost.rowsRead + cost.rowsWritten).toBeLessThan(300)
  })

  test('and could not be paid for hours is forgotten a month later', async () => {
    answerPurge = refused
    await newsroom.post()
    for (let hour = 1; hour < 40; hour++) await newsroom.tick(nowSeconds() + hour * 3601)
    answerPurge = ok
    const later = nowSeconds() + 32 * 86_400
    await env.DB.prepare("UPDATE editions SET edition = 'x' WHERE page = 'home'").run()
    expect((await owed()).length).toBeGreaterThan(1)
    for (const minute of [1, 2, 3]) await newsroom.tick(later + minute * 60)
    expect(await owed()).toEqual([])
  })

  test('by hand is a row for each page, as it always was', async () => {
    await env.DB.prepare("UPDATE editions SET edition = 'x' WHERE page IN ('home', 'feed')").run()
    const { results } = await env.DB.prepare(
      "SELECT subject FROM outbox WHERE kind = 'purge' ORDER BY subject",
    ).run()
    expect(results).toEqual([{ subject: 'feed' }, { subject: 'home' }])
  })
})
