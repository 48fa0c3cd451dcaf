import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { beforeAll, describe, expect, test } from 'vitest'
import { shardOf } from '../../../bench/full-shard'
import type { Article } from '../../../src/articles/article'
import { pack } from '../../../src/articles/pack'
import { toRow } from '../../../src/articles/row'
import { feedPage } from '../../../src/crawling/feeds'
import { newsSitemap } from '../../../src/crawling/news'
import { sitemap } from '../../../src/crawling/sitemaps'
import type { Page } from '../../../src/delivery/page'
import { renderArticle } from '../../../src/reading/article'
import { homePage } from '../../../src/reading/lists'
import { type FeedFormat, siteOf } from '../../../src/site'
import { figure, HASH, lead, OTHER, pictured } from '../../support/pictured'

const site = siteOf({
  SITE_URL: 'https://news.test',
  SITE_NAME: '临江新闻',
  SITE_DESCRIPTION: '',
  SITE_LANGUAGE: 'zh-CN',
  SITE_TIME_ZONE: 'Asia/Shanghai',
  SITEMAP_CAPACITY: '10000',
})

const FOLDER = `https://news.test/pictures/${HASH}`

const results = (...rows: unknown[][]) =>
  rows.map((results) => ({ results }) as unknown as D1Result)

async function bodyOf(page: Page, ...rows: unknown[][]): Promise<string> {
  const { body } = (await page.render(results(...rows))) ?? { body: '' }
  return typeof body === 'string' ? body : new TextDecoder().decode(body)
}

/** An article's row as lists have it, and with its text as feeds do. */
async function rowOf(article: Article, body: string) {
  const html = Buffer.from(await pack(body)).toString('hex')
  return { ...toRow(article), section_slug: 'news', section_name: '业界动态', html }
}

const pageOf = (article: Article, body: string) =>
  renderArticle(site, { sections: [], sitemaps: [1] }, { ...article, html: '' }, body, [])

const propertiesOf = (page: string, start: string) =>
  Object.fromEntries(
    [...page.matchAll(/<meta property="(.*?)" content="(.*?)">/g)]
      .map(([, name = '', content]) => [name, content])
      .filter(([name]) => name?.startsWith(start)),
  )

const newsArticleIn = (page: string) =>
  JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? '')

/** The text of the only item in each feed. */
async function textsOf(article: Article, body: string) {
  const row = await rowOf(article, body)
  const feed = (format: FeedFormat) => bodyOf(feedPage(site, format, null), [row], [])
  return {
    rss: parseRssFeed(await feed('rss')).items?.[0]?.content?.encoded ?? '',
    atom: parseAtomFeed(await feed('atom')).entries?.[0]?.content?.value ?? '',
    json: parseJsonFeed(await feed('json')).items?.[0]?.content_html ?? '',
  }
}

test('page, list, feeds, structured data and sitemaps agree on the lead picture', async () => {
  const other = 'https://cdn.example/a.png?w=1&h=2'
  const article = pictured({
    lead: lead({ caption: '南埠头' }),
    images: [`/pictures/${HASH}/1280.webp`, other],
  })
  const body = '<p>正文。</p><p><img src="https://cdn.example/a.png?w=1&#x26;h=2" alt=""></p>'
  const row = await rowOf(article, body)
  const url = `${FOLDER}/1280.webp`

  const page = pageOf(article, body)
  expect(page).toContain(`<figure class="lead"><img src="/pictures/${HASH}/1280.webp"`)
  const home = await bodyOf(homePage(site), [row], [], [], [], [], [])
  expect(home).toContain(`<img src="/pictures/${HASH}/1280.webp"`)
  expect(newsArticleIn(page).image).toEqual([
    { '@type': 'ImageObject', url, width: '1280', height: '853', caption: '南埠头' },
    other,
  ])
  for (const text of Object.values(await textsOf(article, body))) {
    expect(text).toMatch(new RegExp(`^<figure><img src="${url}"`))
  }
  const [item] = parseJsonFeed(await bodyOf(feedPage(site, 'json', null), [row], [])).items ?? []
  expect(item?.image).toBe(url)
  const [rss] = parseRssFeed(await bodyOf(feedPage(site, 'rss', null), [row], [])).items ?? []
  expect(rss?.media?.contents).toEqual([
    { url, type: 'image/webp', medium: 'image', width: 1280, height: 853 },
  ])
  expect(rss?.media?.thumbnails).toEqual([{ url: `${FOLDER}/640.webp`, width: 640, height: 427 }])
  const db = shardOf(1, () => 'ferry', article.images.join(' '))
  const entries = sitemap(site, 1)
  const maps = {
    sitemap: await bodyOf(
      entries,
      ...(await db.batch(entries.read(db))).map(({ results }) => results),
    ),
    news: await bodyOf(newsSitemap(site, 1_767_225_700), [row], [{ number: 1 }]),
  }
  for (const xml of Object.values(maps)) {
    const [first] = [...xml.matchAll(/<image:loc>(.*?)<\/image:loc>/g)].map(([, loc]) => loc)
    expect(first).toBe(url)
  }
  expect(maps.sitemap).toContain('<image:loc>https://cdn.example/a.png?w=1&amp;h=2</image:loc>')
})

describe('social networks get', () => {
  const imageOf = (article: Article) => propertiesOf(pageOf(article, ''), 'og:image')

  test('the card of the lead picture', () => {
    expect(imageOf(pictured({ lead: lead({ alt: '渡口 "六点"' }) }))).toEqual({
      'og:image': `${FOLDER}/card.jpg`,
      'og:image:type': 'image/jpeg',
      'og:image:width': '1200',
      'og:image:height': '630',
      'og:image:alt': '渡口 &quot;六点&quot;',
    })
  })

  test('the picture itself where there is no card of it', () => {
    expect(imageOf(pictured({ lead: lead({ hasCard: false, alt: '' }) }))).toEqual({
      'og:image': `${FOLDER}/1280.webp`,
      'og:image:type': 'image/webp',
      'og:image:width': '1280',
      'og:image:height': '853',
    })
  })

  test('the picture that was chosen for it, before the lead picture', () => {
    const { alt: _, caption: __, ...picture } = lead({ hash: OTHER })
    const card = { ...picture, alt: '标题' }
    const of = (article: Article) => imageOf(article)['og:image']
    expect(imageOf(pictured({ card, lead: lead() }))).toEqual({
      'og:image': `https://news.test/pictures/${OTHER}/card.jpg`,
      'og:image:type': 'image/jpeg',
      'og:image:width': '1200',
      'og:image:height': '630',
      'og:image:alt': '标题',
    })
    const files = [{ width: 1200, height: 630, type: 'image/png' as const }]
    const small = { ...card, files, hasCard: false, alt: null }
    expect(imageOf(pictured({ card: small, lead: null }))).toEqual({
      'og:image': `https://news.test/pictures/${OTHER}/1200.png`,
      'og:image:type': 'image/png',
      'og:image:width': '1200',
      'og:image:height': '630',
    })
    expect(of(pictured({ card, lead: null, images: ['/media/a.jpg'] }))).toContain(OTHER)
  })

  test('a card that search engines get too only where there is no other picture', () => {
    const card = lead({ hash: OTHER })
    const url = `https://news.test/pictures/${OTHER}/card.jpg`
    const imagesOf = (article: Article) => newsArticleIn(pageOf(article, '')).image
    expect(imagesOf(pictured({ card, lead: null }))).toEqual([url])
    expect(JSON.stringify(imagesOf(pictured({ card })))).not.toContain(OTHER)
    expect(imagesOf(pictured({ card, lead: null, images: ['/media/a.jpg'] }))).toEqual([
      'https://news.test/media/a.jpg',
    ])
  })

  test('the first picture of the text where there is no lead picture, as before', () => {
    const image = { 'og:image': 'https://news.test/media/a.jpg' }
    expect(imageOf(pictured({ lead: null, images: ['/media/a.jpg'] }))).toEqual(image)
    const bare = pictured({ lead: null })
    expect(imageOf(bare)).toEqual({})
    expect(pageOf(bare, '')).toContain('<meta name="twitter:card" content="summary">')
    expect(pageOf(pictured(), '')).toContain('content="summary_large_image"')
  })
})

describe('in feeds', () => {
  let texts: Record<'rss' | 'atom' | 'json', string>

  beforeAll(async () => {
    const article = pictured({ lead: lead({ alt: 'A & "B"', caption: '<南埠头>' }) })
    texts = await textsOf(article, `${figure(HASH, '南埠头')}<p>正文。</p>${figure(OTHER)}`)
  })

  test('a text begins with its lead picture, once', () => {
    for (const text of Object.values(texts)) {
      expect(text).toMatch(
        `<figure><img src="${FOLDER}/1280.webp" width="1280" height="853" alt="A &amp; &quot;B&quot;"><figcaption>&lt;南埠头&gt;</figcaption></figure>\n<p>正文。</p>`,
      )
      expect(text.match(/<img/g)).toHaveLength(2)
    }
  })

  test('pictures are single files, and what they show is told word for word', () => {
    for (const text of Object.values(texts)) {
      expect(text).not.toMatch(/srcset|loading|fetchpriority/)
      expect(text).toContain(
        `<figure><img src="https://news.test/pictures/${OTHER}/1280.webp" width="1280" height="853" alt="a &lt;b> &#x22;c&#x22;"></figure>`,
      )
    }
  })

  test('a description that speaks of loading or sizes stays whole', async () => {
    const alt = 'a sizes="" loading srcset= b'.replaceAll('"', '&#x22;')
    const body = `<p><img src="/a.png" alt="${alt}" loading="lazy"></p>`
    for (const text of Object.values(await textsOf(pictured({ lead: null }), body))) {
      expect(text).toBe(`<p><img src="https://news.test/a.png" alt="${alt}"></p>`)
    }
  })
})
