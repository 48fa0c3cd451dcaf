import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

const NOW = Date.parse('2026-03-01T00:30:00Z')
const HOUR = 3_600_000

beforeEach(async () => {
  newsroom = await openNewsroom()
  vi.setSystemTime(NOW)
})

afterEach(() => {
  vi.useRealTimers()
})

const locsOf = async (path: string) =>
  [...(await newsroom.read(path)).matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc]) =>
    loc?.replace(ORIGIN, ''),
  )

const at = (hoursAgo: number) => new Date(NOW - hoursAgo * HOUR).toISOString()

describe('the news sitemap', () => {
  test('holds what was published within 48 hours, and drops it when the time is over', async () => {
    await newsroom.post({ slug: 'now' })
    await newsroom.post({ slug: 'yesterday', publishedAt: at(47) })
    await newsroom.post({ slug: 'old', publishedAt: at(48) })
    expect(await locsOf('/news-sitemap.xml')).toEqual(['/articles/now', '/articles/yesterday'])
    vi.setSystemTime(NOW + 1 * HOUR)
    expect(await locsOf('/news-sitemap.xml')).toEqual(['/articles/now'])
    vi.setSystemTime(NOW + 48 * HOUR)
    expect(await locsOf('/news-sitemap.xml')).toEqual(['/'])
  })

  test('names publication, language, local date and title, without pinyin', async () => {
    await newsroom.post({ slug: 'a', title: '社区 & 邻里', publishedAt: at(1) })
    await newsroom.post({ slug: 'b', title: 'English', language: 'en-GB', publishedAt: at(2) })
    await newsroom.post({ slug: 'c', title: '臺灣', language: 'zh-TW', publishedAt: at(3) })
    const xml = await newsroom.read('/news-sitemap.xml')
    expect(xml).toContain('<news:name>临江新闻</news:name><news:language>zh-cn</news:language>')
    expect(xml).toContain('<news:publication_date>2026-03-01T07:30:00+08:00')
    expect(xml).toContain('<news:title>社区 &amp; 邻里</news:title>')
    const languages = [...xml.matchAll(/<news:language>(.*?)</g)].map(([, tag]) => tag)
    expect(languages).toEqual(['zh-cn', 'en', 'zh-tw'])
  })

  test('is new at once when something is published or withdrawn, 304 until then', async () => {
    const { id } = await newsroom.post({ slug: 'a' })
    const etag = (await newsroom.fetch('/news-sitemap.xml')).headers.get('ETag') ?? ''
    const again = await newsroom.fetch('/news-sitemap.xml', { headers: { 'If-None-Match': etag } })
    expect(again.status).toBe(304)
    await newsroom.withdraw(id)
    expect(await locsOf('/news-sitemap.xml')).toEqual(['/'])
  })

  test('never goes into KV, and without D1 it is a 503', async () => {
    const cost = await newsroom.spent(() => newsroom.read('/news-sitemap.xml'))
    expect(cost).toMatchObject({ kvReads: 0, kvWrites: 0, roundTrips: 1, statements: 2 })
    newsroom.onD1 = () => {
      throw new Error('D1_ERROR: down')
    }
    vi.spyOn(console, 'error').mockReturnValue()
    expect((await newsroom.fetch('/news-sitemap.xml')).status).toBe(503)
  })

  test('of more than a thousand is an index; each file keeps its articles', async () => {
    const { id } = await newsroom.post({ slug: 'first' })
    await env.DB.batch(
      [
        `INSERT INTO articles (id, revision, sequence, slug, section_id, status, title, excerpt,
           keywords, published_at, created_at, updated_at)
         WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
         SELECT i, 1, i, 'a' || i, 1, 'published', '题', '', '[]', ${NOW / 1000 - 60}, 0, 0 FROM n`,
      ].map((sql) => env.DB.prepare(sql)),
    )
    expect(await locsOf('/news-sitemap.xml')).toEqual([1, 2, 3].map((n) => `/news-sitemap${n}.xml`))
    const files = await Promise.all([1, 2, 3].map((n) => locsOf(`/news-sitemap${n}.xml`)))
    expect(files.map(({ length }) => length)).toEqual([1000, 1000, 500])
    expect(new Set(files.flat()).size).toBe(2500)
    await newsroom.withdraw(id)
    expect(await locsOf('/news-sitemap2.xml')).toEqual(files[1])
    expect((await newsroom.fetch('/news-sitemap4.xml')).status).toBe(404)
  })
})
