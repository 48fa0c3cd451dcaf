import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { beforeEach, describe, expect, test } from 'vitest'
import { Newsroom, ORIGIN, openNewsroom, type Posted } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

interface Item {
  id: string
  url: string
  title: string
  summary: string
  html: string
  published: string
  updated: string
}

/** What a reader of HTML sees in text that was escaped for it. */
const unescaped = (html: string) =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

const instant = (date: unknown) => new Date(date as string).toISOString()

/** The items of each of the three, read by a parser. */
async function itemsOf(home = ''): Promise<Record<'rss' | 'atom' | 'json', Item[]>> {
  const rss = parseRssFeed(await newsroom.read(`${home}/feed.xml`))
  const atom = parseAtomFeed(await newsroom.read(`${home}/atom.xml`))
  const json = parseJsonFeed(await newsroom.read(`${home}/feed.json`))
  return {
    rss: (rss.items ?? []).map((item) => ({
      id: item.guid?.value ?? '',
      url: item.link ?? '',
      title: item.title ?? '',
      summary: unescaped(item.description ?? ''),
      html: item.content?.encoded ?? '',
      published: instant(item.pubDate),
      updated: instant(item.atom?.updated),
    })),
    atom: (atom.entries ?? []).map((entry) => ({
      id: entry.id ?? '',
      url: entry.links?.[0]?.href ?? '',
      title: entry.title?.value ?? '',
      summary: entry.summary?.value ?? '',
      html: entry.content?.value ?? '',
      published: instant(entry.published),
      updated: instant(entry.updated),
    })),
    json: (json.items ?? []).map((item) => ({
      id: item.id ?? '',
      url: item.url ?? '',
      title: item.title ?? '',
      summary: item.summary ?? '',
      html: item.content_html ?? '',
      published: instant(item.date_published),
      updated: instant(item.date_modified),
    })),
  }
}

const HOSTILE = [
  ']]> & <b>',
  '</script><script>alert(1)</script>',
  '&amp; &lt; "quoted" \'single\'',
  '😀👨‍👩‍👧 emoji',
  '政'.repeat(200),
]

describe('feeds', () => {
  test('carry the same items, the newest first, with pinyin in the text and nowhere else', async () => {
    const { updatedAt } = await newsroom.post({
      slug: '社区',
      format: 'text',
      body: '反映社(she)情民意。',
      publishedAt: '2024-07-13T13:51:02+08:00',
    })
    await newsroom.post({ title: '后来', publishedAt: '2024-07-14T00:00:00Z' })
    const { rss, atom, json } = await itemsOf()
    expect(rss).toHaveLength(2)
    expect(atom).toEqual(rss)
    expect(json).toEqual(rss)
    const item = rss[1] as Item
    expect(rss[0]?.title).toBe('后来')
    expect(item.url).toBe(`${ORIGIN}/articles/${encodeURIComponent('社区')}`)
    expect(item.html).toContain('<ruby>社<rp>(</rp><rt lang="zh-Latn-pinyin">she</rt>')
    expect(item.summary).toBe('反映社情民意。')
    expect(item.published).toBe('2024-07-13T05:51:02.000Z')
    expect(item.updated).toBe(instant(updatedAt))
  })

  test('hold titles of any kind unharmed', async () => {
    for (const title of HOSTILE)
      await newsroom.post({ title, summary: title, author: title.slice(0, 50) })
    const titles = [...HOSTILE].reverse()
    for (const items of Object.values(await itemsOf())) {
      expect(items.map(({ title }) => title)).toEqual(titles)
      expect(items.map(({ summary }) => summary)).toEqual(titles)
    }
  })

  test('keep an item’s id whatever becomes of its slug, and root addresses point home', async () => {
    const { id } = await newsroom.post({ slug: 'a', body: '[x](/b) ![y](/c.png) [z](//d.test/e)' })
    const before = (await itemsOf()).atom[0] as Item
    expect(before.id).toMatch(/^tag:news\.test,\d{4}-\d\d-\d\d:articles\/1$/)
    expect(before.html).toContain(`href="${ORIGIN}/b"`)
    expect(before.html).toContain(`src="${ORIGIN}/c.png"`)
    expect(before.html).toContain('href="https://d.test/e"')
    await newsroom.patch(id, { slug: 'b' })
    expect((await itemsOf()).atom[0]?.id).toBe(before.id)
  })

  test('put nothing around a text, and take no text for markup', async () => {
    const title = 'R&D <b> &amp;'
    await newsroom.post({
      title,
      author: title,
      body: '用 `<img src=https://example.com/t.gif>` 插图',
    })
    const rss = await newsroom.read('/feed.xml')
    const atom = await newsroom.read('/atom.xml')
    const written = 'R&amp;D &lt;b&gt; &#x26;amp;'
    expect(rss).toContain(`<title>${written}</title>`)
    expect(rss).toContain(`<dc:creator>${written}</dc:creator>`)
    expect(rss).toMatch(
      /<description>用\s*&amp;lt;img src=https:\/\/example.com\/t.gif&amp;gt;\s*插图</,
    )
    expect(atom).toContain(`<title>${written}</title>`)
    expect(atom).toContain(`<name>${written}</name>`)
  })

  test('name every address whole, as it leads from the article’s own page', async () => {
    await newsroom.post({
      slug: '社区',
      format: 'html',
      body: `<p><a href="/a?b=1&amp;c=2">a</a> <a href="//example.com/s">b</a> <a href="?a=1">c</a>
<a href="foo.md">d</a> <a href="../e">e</a> <a href="https://example.com/f">f</a>
<a href="mailto:desk@example.com">g</a> <q cite="/h">h</q>
<img src="/images/p.png" alt=""> <img src="//example.com/i.png" alt=""></p>`,
    })
    const page = `${ORIGIN}/articles/${encodeURIComponent('社区')}`
    for (const [{ html } = { html: '' }] of Object.values(await itemsOf())) {
      const found = [...html.matchAll(/(?:href|src|cite)="([^"]*)"/g)].map(([, address]) => address)
      expect(found.map((address) => address?.replaceAll(/&#x26;|&amp;/g, '&'))).toEqual([
        ...[`${ORIGIN}/a?b=1&c=2`, 'https://example.com/s', `${page}?a=1`],
        ...[`${ORIGIN}/articles/foo.md`, `${ORIGIN}/e`, 'https://example.com/f'],
        ...['mailto:desk@example.com', `${ORIGIN}/h`, `${ORIGIN}/images/p.png`],
        'https://example.com/i.png',
      ])
    }
    const { items } = JSON.parse(await newsroom.read('/feed.json'))
    expect(items[0].image).toBe(`${ORIGIN}/images/p.png`)
  })

  test('lead from a note to the article’s page: another’s notes may stand beside them', async () => {
    await newsroom.post({ slug: 'a', body: '正文。[^1]\n\n[^1]: 脚注。' })
    for (const [item] of Object.values(await itemsOf())) {
      expect(item?.html).toContain(`href="${ORIGIN}/articles/a#fn1"`)
    }
  })

  test('say which way a text runs where it is not from left to right', async () => {
    await newsroom.post({ language: 'ar', title: 'خبر', body: 'النص.' })
    for (const [item] of Object.values(await itemsOf())) {
      expect(item?.html).toMatch(/^<div lang="ar" dir="rtl"><p>.*<\/div>$/s)
    }
    await newsroom.post({ title: '无语言', body: 'النص.' })
    for (const [item] of Object.values(await itemsOf())) {
      expect(item?.html).toMatch(/^<div lang="zh-CN" dir="auto">/)
    }
    await newsroom.post({ language: 'und', title: '?', body: 'abc' })
    const { items } = JSON.parse(await newsroom.read('/feed.json'))
    expect(items[0].content_html).toMatch(/^<div dir="auto">/)
    expect(items[0]).not.toHaveProperty('language')
    expect(await newsroom.read('/atom.xml')).toContain('<entry xml:lang="und">')
  })

  test('of a section have its articles only; of none there are none', async () => {
    await newsroom.post({ section: 'culture', title: '文' })
    await newsroom.post({ section: 'news', title: '闻' })
    for (const items of Object.values(await itemsOf('/sections/culture'))) {
      expect(items.map(({ title }) => title)).toEqual(['文'])
    }
    expect((await newsroom.fetch('/sections/none/feed.xml')).status).toBe(404)
  })

  test('carry the newest thirty, and change when the text of one of those does', async () => {
    const posted = []
    for (let day = 1; day <= 31; day++) {
      const publishedAt = `2024-05-${String(day).padStart(2, '0')}T00:00:00Z`
      posted.push(await newsroom.post({ title: `五月${day}日`, publishedAt }))
    }
    const [thirtyFirst, thirtieth] = posted as [Posted, Posted]
    const listed = posted.slice(1).map(({ title }) => title)
    for (const home of ['', '/sections/news']) {
      for (const items of Object.values(await itemsOf(home))) {
        expect(items.map(({ title }) => title)).toEqual(listed.toReversed())
      }
    }

    const paths = ['/feed.xml', '/sections/news/feed.json']
    const etags = () =>
      Promise.all(paths.map(async (path) => (await newsroom.fetch(path)).headers.get('ETag') ?? ''))
    const before = await etags()
    await newsroom.patch(thirtyFirst.id, { body: '旧文新改。' })
    expect(await etags()).toEqual(before)
    await newsroom.patch(thirtieth.id, { body: '新改。' })
    const after = await etags()
    for (const [i, path] of paths.entries()) {
      expect(after[i], path).not.toBe(before[i])
      const response = await newsroom.fetch(path, { headers: { 'If-None-Match': after[i] ?? '' } })
      expect(response.status, path).toBe(304)
      expect(await newsroom.read(path)).toContain('新改。')
    }
  })

  test('name themselves and their hub, and are valid while they are empty', async () => {
    newsroom = new Newsroom({ WEBSUB_HUB: 'https://hub.test/' } as Partial<Env>)
    const { atom } = parseRssFeed(await newsroom.read('/feed.xml'))
    const links = [
      { href: `${ORIGIN}/feed.xml`, rel: 'self', type: 'application/rss+xml' },
      { href: 'https://hub.test/', rel: 'hub' },
    ]
    expect(atom?.links).toEqual(links)
    const feed = parseAtomFeed(await newsroom.read('/atom.xml'))
    expect(feed.links?.map(({ rel }) => rel)).toEqual(['alternate', 'self', 'hub'])
    expect(feed.updated).toBe('1970-01-01T00:00:00.000Z')
    const json = JSON.parse(await newsroom.read('/feed.json'))
    expect(json).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      feed_url: `${ORIGIN}/feed.json`,
      hubs: [{ type: 'WebSub', url: 'https://hub.test/' }],
      items: [],
    })
  })

  test('say what they are, and every page says where they are', async () => {
    const types = {
      '/feed.xml': 'application/rss+xml; charset=utf-8',
      '/atom.xml': 'application/atom+xml; charset=utf-8',
      '/feed.json': 'application/feed+json; charset=utf-8',
    }
    for (const [path, type] of Object.entries(types)) {
      const { headers } = await newsroom.fetch(path)
      expect(headers.get('Content-Type')).toBe(type)
      expect(headers.get('X-Robots-Tag')).toBe('noindex')
      expect(await newsroom.read('/')).toContain(`href="${path}"`)
      expect(await newsroom.read('/sections/news')).toContain(`href="/sections/news${path}"`)
    }
  })

  test('cost one statement while nothing changes', async () => {
    await newsroom.post()
    await newsroom.read('/atom.xml')
    const cost = await newsroom.spent(() => newsroom.read('/atom.xml'))
    expect(cost).toMatchObject({ statements: 1, rowsRead: 2, kvReads: 0 })
  })
})
