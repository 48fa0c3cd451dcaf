import { beforeEach, describe, expect, test } from 'vitest'
import { Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

/** The data in a page's JSON-LD, by type or context. */
async function dataOf(path: string) {
  const page = await newsroom.read(path)
  const blocks = page.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)
  const all = [...blocks].map(([, json]) => JSON.parse(json ?? ''))
  const of = (type: string) => all.find((data) => data['@type'] === type)
  return { page, article: of('NewsArticle'), way: of('BreadcrumbList'), baidu: all.at(-1) }
}

const propertyOf = (page: string, name: string) =>
  new RegExp(`<meta property="${name}" content="(.*?)">`).exec(page)?.[1]

describe('an article tells search engines', () => {
  test('its title, dates with offset, author, publisher, section, keywords, picture and source', async () => {
    const { updatedAt } = await newsroom.post({
      slug: 'a',
      title: '区政协召开会议',
      keywords: ['发展', '市政协'],
      author: '王小明',
      body: '会议。\n\n![会场](/media/hall.jpg)',
      source: { name: '上海徐汇', url: 'https://example.org/1' },
      publishedAt: '2024-07-13T13:51:02+08:00',
    })
    const { page, article, way, baidu } = await dataOf('/articles/a')
    expect(article).toMatchObject({
      url: `${ORIGIN}/articles/a`,
      headline: '区政协召开会议',
      datePublished: '2024-07-13T13:51:02+08:00',
      author: { '@type': 'Person', name: '王小明' },
      publisher: { '@type': 'Organization', name: '临江新闻' },
      articleSection: '业界动态',
      keywords: ['发展', '市政协'],
      image: [`${ORIGIN}/media/hall.jpg`],
      isBasedOn: 'https://example.org/1',
      inLanguage: 'zh-CN',
    })
    expect(Date.parse(article.dateModified)).toBe(Date.parse(updatedAt))
    expect(article.dateModified).toMatch(/\+08:00$/)
    expect(way.itemListElement.map(({ name }: { name: string }) => name)).toEqual([
      '首页',
      '业界动态',
      '区政协召开会议',
    ])
    expect(baidu).toMatchObject({ pubDate: '2024-07-13T13:51:02', '@id': `${ORIGIN}/articles/a` })
    expect(propertyOf(page, 'article:published_time')).toBe('2024-07-13T13:51:02+08:00')
    expect(propertyOf(page, 'bytedance:published_time')).toBe('2024-07-13T13:51:02+08:00')
    expect(propertyOf(page, 'bytedance:updated_time')).toBe(article.dateModified)
    expect(propertyOf(page, 'article:author')).toBe('王小明')
    expect(propertyOf(page, 'article:published_first')).toBe('上海徐汇, https://example.org/1')
    expect(propertyOf(page, 'og:image')).toBe(`${ORIGIN}/media/hall.jpg`)
    expect(page).toContain('<meta name="twitter:card" content="summary_large_image">')
  })

  test.each([
    ']]> & <b>',
    '</script><script>alert(1)</script>',
    '<!-- "\'',
    '😀',
    '政'.repeat(200),
  ])('the title %s, which ends nothing early', async (title) => {
    await newsroom.post({ slug: 'a', title, keywords: [title.slice(0, 50)] })
    const { page, article } = await dataOf('/articles/a')
    expect(article.headline).toBe(title)
    expect(page.match(/<\/script>/g)).toHaveLength(3)
    const decoded = propertyOf(page, 'og:title')
      ?.replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&')
    expect(decoded).toBe(title)
  })

  test('nothing of the kind in a preview', async () => {
    const { id } = await newsroom.post({ status: 'draft' })
    const { url } = await (await newsroom.call('POST', `/api/articles/${id}/previews`, {})).json<{
      url: string
    }>()
    expect(await newsroom.read(url)).not.toContain('ld+json')
  })
})

describe('a page that lists articles', () => {
  const NEWEST = '2024-07-14T08:00:00+08:00'
  const LISTS = ['/', '/pages/1', '/sections/news', '/sections/news/pages/1', '/keywords/发展']
  const MORE = ['/authors/王小明', '/archive/2024-07', '/archive/2024-07/pages/1']

  beforeEach(async () => {
    const about = { keywords: ['发展'], author: '王小明' }
    await newsroom.post({ slug: 'b', publishedAt: NEWEST, ...about })
    await newsroom.post({ slug: 'a', publishedAt: '2024-07-13T13:51:02+08:00', ...about })
  })

  test.each([...LISTS, ...MORE])('%s tells Baidu when the newest of them came', async (path) => {
    const { baidu } = await dataOf(path)
    expect(baidu).toMatchObject({
      '@context': 'https://ziyuan.baidu.com/contexts/cambrian.jsonld',
      '@id': new URL(path, ORIGIN).href,
      upDate: '2024-07-14T08:00:00',
    })
    expect(baidu).not.toHaveProperty('pubDate')
  })

  test('goes by what stands at its front as well', async () => {
    const old = { title: '旧闻', publishedAt: '2023-01-01T00:00:00+08:00', section: 'culture' }
    const { id } = await newsroom.post(old)
    const front = { articles: [{ id }] }
    const put = await newsroom.call('PUT', '/api/front/home', front, { 'If-Match': '"1"' })
    expect(put.status).toBe(200)
    expect((await dataOf('/')).baidu.upDate).toBe('2024-07-14T08:00:00')
    expect((await dataOf('/sections/culture')).baidu.upDate).toBe('2023-01-01T00:00:00')
  })

  test('without any says nothing of the kind', async () => {
    expect(await newsroom.read('/sections/culture')).not.toContain('ld+json')
  })
})

describe('page, structured data, feed and sitemap agree', () => {
  test.each([
    ['America/New_York', '2023-12-31T23:30:00-05:00', '2023-12'],
    ['Asia/Shanghai', '2024-01-01T00:10:00+08:00', '2024-01'],
    // Before standard time, when Shanghai was 8:05:43 from Greenwich.
    ['Asia/Shanghai', '1872-04-30T08:00:00+08:00', '1872-04'],
    ['Pacific/Tongatapu', '2024-02-29T23:59:59+13:00', '2024-02'],
  ])('on a date in %s, across midnight, month and year', async (zone, publishedAt, month) => {
    newsroom = new Newsroom({ SITE_TIME_ZONE: zone })
    const { updatedAt } = await newsroom.post({ slug: 'a', publishedAt })
    const { page, article } = await dataOf('/articles/a')
    expect(page).toContain(`<time datetime="${publishedAt}">`)
    expect(article.datePublished).toBe(publishedAt)
    const utc = new Date(publishedAt)
    expect(await newsroom.read('/feed.xml')).toContain(`<pubDate>${utc.toUTCString()}</pubDate>`)
    expect(await newsroom.read('/atom.xml')).toContain(`<published>${utc.toISOString()}`)
    expect(await newsroom.read('/sitemap1.xml')).toContain(`<lastmod>${updatedAt}</lastmod>`)
    expect(Date.parse(article.dateModified)).toBe(Date.parse(updatedAt))
    expect((await newsroom.fetch(`/archive/${month}`)).status).toBe(200)
    const months = (await newsroom.read('/archive')).match(/href="\/archive\/[\d-]+"/g)
    expect(months).toEqual([`href="/archive/${month}"`])
  })
})
