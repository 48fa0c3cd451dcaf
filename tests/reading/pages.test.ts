import { beforeEach, describe, expect, test } from 'vitest'
import { count, type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

const headOf = (page: string) => page.slice(0, page.indexOf('<style>'))

describe('an article’s page', () => {
  test('shows section, title, keywords, local time, body, author and source', async () => {
    await newsroom.post({
      title: '区政协召开会议',
      slug: 'meeting',
      keywords: ['发展', '市政协'],
      author: '王小明',
      source: { name: '上海徐汇', url: 'https://example.org/' },
      publishedAt: '2024-07-13T05:51:02Z',
      body: '会议**今天**召开。',
    })
    const page = await newsroom.read('/articles/meeting')
    expect(page).toContain('<a href="/sections/news">业界动态</a>')
    expect(page).toContain('<h1>区政协召开会议</h1>')
    expect(page).toContain('<title>区政协召开会议 - 临江新闻</title>')
    expect(page).toContain('<meta name="keywords" content="发展,市政协">')
    expect(page).toContain(`<a href="/keywords/${encodeURIComponent('发展')}">发展</a>`)
    const time = '<time datetime="2024-07-13T13:51:02+08:00">2024-07-13 13:51:02</time>'
    expect(page).toContain(time)
    expect(page).toContain('<p>会议<strong>今天</strong>召开。</p>')
    expect(page).toContain('王小明')
    expect(page).toContain(
      '来源：<a href="https://example.org/" rel="external noopener">上海徐汇</a>',
    )
    expect(page).toContain('<a href="/sitemap.xml">sitemap</a>')
    expect(page).toContain('<a href="/sitemap1.xml">sitemap1</a>')
    expect(page).not.toMatch(/<script(?! type="application\/ld\+json">)/)
  })

  test('shows pinyin above the text and nowhere else', async () => {
    await newsroom.post({ slug: 'ruby', format: 'text', body: '反映社(she)情民意(试行)。' })
    const page = await newsroom.read('/articles/ruby')
    expect(page).toContain(
      '反映<ruby>社<rp>(</rp><rt lang="zh-Latn-pinyin">she</rt><rp>)</rp></ruby>情民意(试行)。',
    )
    expect(headOf(page)).toContain('content="反映社情民意(试行)。"')
    for (const path of ['/', '/sections/news'])
      expect(await newsroom.read(path)).not.toContain('she')
  })

  test('takes its canonical address from the configuration, never from the request', async () => {
    const { url } = await newsroom.post({ title: '地址' })
    const page = await newsroom.read(url)
    expect(page).toContain(`<link rel="canonical" href="${url}">`)
    const foreign = await newsroom.fetch(`https://evil.example${new URL(url).pathname}?utm=1`, {
      headers: { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' },
    })
    expect(await foreign.text()).toBe(page)
  })

  test('says its language where it is not the site’s', async () => {
    await newsroom.post({ slug: 'english', title: 'News', language: 'en', body: 'Text.' })
    expect(await newsroom.read('/articles/english')).toContain('<article lang="en">')
    expect(await newsroom.read('/')).toContain('<h2 lang="en">')
  })

  test('what is markup in a title or a name stays text', async () => {
    const hostile = '<script>alert(1)</script>"\'&'
    await newsroom.post({
      slug: 'hostile',
      title: hostile,
      summary: hostile,
      author: hostile,
      keywords: [hostile],
      source: { name: hostile },
    })
    for (const path of ['/articles/hostile', '/', '/sections/news']) {
      const page = await newsroom.read(path)
      expect(page).not.toMatch(/<script(?! type="application\/ld\+json">)/)
      expect(page).not.toContain('<script>alert')
      expect(page).toContain('&lt;script&gt;')
    }
  })

  test('one address in every spelling of its percent-encoding', async () => {
    await newsroom.post({ slug: '社区' })
    for (const path of ['/articles/社区', '/articles/%e7%a4%be%e5%8c%ba']) {
      expect((await newsroom.fetch(path)).status).toBe(200)
    }
  })
})

describe('lists', () => {
  test('the newest first, by date of publication', async () => {
    await newsroom.post({ slug: 'b', publishedAt: '2024-02-01T00:00:00Z' })
    await newsroom.post({ slug: 'a', publishedAt: '2024-01-01T00:00:00Z' })
    await newsroom.post({ slug: 'd', publishedAt: '2024-03-01T00:00:00Z', section: 'culture' })
    await newsroom.post({ slug: 'c', publishedAt: '2024-02-01T00:00:00Z' })
    const order = (page: string) => page.match(/(?<=<h2><a href="\/articles\/)[a-d]/g)?.join('')
    expect(order(await newsroom.read('/'))).toBe('dcba')
    expect(order(await newsroom.read('/sections/news'))).toBe('cba')
    expect(order(await newsroom.read('/sections/culture'))).toBe('d')
  })

  test('end after thirty', async () => {
    for (let i = 0; i < 32; i++) await newsroom.post()
    expect(count(await newsroom.read('/'), '<time')).toBe(30)
    const cost = await newsroom.spent(async () => {
      await newsroom.post()
      await newsroom.fetch('/')
    })
    expect(count(await newsroom.read('/sections/news'), '<time')).toBe(30)
    expect(cost.kvWrites).toBe(1)
  })

  test('an empty site and an empty section say so', async () => {
    for (const path of ['/', '/sections/news']) {
      expect(await newsroom.read(path)).toContain('这里还没有文章')
    }
  })
})

describe('what is not there', () => {
  test.each(['/articles/none', '/sections/none', '/none', '/articles/%E5%9', '/sitemap0.xml'])(
    '%s: a 404 in the site’s style that nobody indexes or keeps',
    async (path) => {
      const response = await newsroom.fetch(path)
      expect(response.status).toBe(404)
      expect(response.headers.get('Cache-Control')).toMatch(/^no-(cache|store)$/)
      const page = await response.text()
      expect(page).toContain('没有这个页面')
      expect(page).toContain('业界动态')
      expect(page).toContain('<meta name="robots" content="noindex">')
    },
  )
})

test('every answer states its own cache policy, for browsers and for the edge', async () => {
  const { id } = await newsroom.post({ slug: 'piece' })
  const edge = 'public, max-age=60, stale-while-revalidate=40, stale-if-error=40'
  const page = ['public, max-age=0, must-revalidate', edge]
  const elsewhere = ['public, max-age=0, must-revalidate', 'no-store']
  const policies = {
    '/': page,
    '/articles/piece': page,
    '/sections/news': page,
    '/sitemap.xml': page,
    '/sitemap1.xml': page,
    '/robots.txt': page,
    '/feed.xml': page,
    '/?from=elsewhere': elsewhere,
    '/none': ['no-cache', edge],
    [`/api/articles/${id}`]: ['no-store', 'no-store'],
    '/api/problems/internal': elsewhere,
  }
  for (const [path, policy] of Object.entries(policies)) {
    const { headers } = await newsroom.fetch(path)
    const said = ['Cache-Control', 'Cloudflare-CDN-Cache-Control'].map((name) => headers.get(name))
    expect(said, path).toEqual(policy)
  }
})

test('a site in another language speaks it, in its own time zone', async () => {
  const english = { SITE_LANGUAGE: 'en', SITE_TIME_ZONE: 'America/New_York', SITE_NAME: 'Gazette' }
  newsroom = await openNewsroom(english)
  await newsroom.post({
    slug: 'piece',
    title: 'News',
    publishedAt: '2024-07-13T03:30:00Z',
    source: { name: 'Wire' },
  })
  const page = await newsroom.read('/articles/piece')
  expect(page).toContain('<html lang="en">')
  expect(page).toContain('2024-07-12T23:30:00-04:00')
  expect(page).toContain('Source: Wire')
  expect(page).toContain(`href="${ORIGIN}/articles/piece"`)
})
