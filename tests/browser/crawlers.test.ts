import { Readable } from 'node:stream'
import Validator from '@adobe/structured-data-validator'
import WebAutoExtractor from '@marbec/web-auto-extractor'
import FeedParser from 'feedparser'
import robotsParser from 'robots-parser'
import Sitemapper from 'sitemapper'
import { describe, expect, inject, test } from 'vitest'

const origin = inject('chinese')
const read = async (path: string) => (await fetch(origin + path)).text()

/** The addresses a sitemap client finds, from the index or from one sitemap. */
async function found(path: string): Promise<string[]> {
  const { sites, errors } = await new Sitemapper({ timeout: 30_000 }).fetch(origin + path)
  expect(errors).toEqual([])
  return sites
}

interface Item {
  title: string
  link: string
  guid: string
  pubdate: Date
}

function itemsOf(xml: string): Promise<Item[]> {
  return new Promise((resolve, reject) => {
    const items: Item[] = []
    const parser = new FeedParser({})
    parser.on('error', reject)
    parser.on('readable', () => {
      for (let item = parser.read(); item; item = parser.read()) items.push(item as unknown as Item)
    })
    parser.on('end', () => resolve(items))
    Readable.from([xml]).pipe(parser)
  })
}

describe('what others make of the newsroom', () => {
  test('a sitemap client that walks the index finds every article once, and all answer', async () => {
    const sites = await found('/sitemap.xml')
    expect(new Set(sites).size).toBe(sites.length)
    const articles = sites.filter((url) => url.includes('/articles/'))
    expect(articles.length).toBeGreaterThan(16)
    expect(await found('/sitemap1.xml')).toEqual(expect.arrayContaining(articles))
    for (const url of sites) expect((await fetch(url)).status, url).toBe(200)
  })

  test('a robots parser lets crawlers read pages, keeps them off the API, and finds the sitemaps', async () => {
    const robots = robotsParser(`${origin}/robots.txt`, await read('/robots.txt'))
    for (const agent of ['Googlebot', 'Baiduspider', 'Bingbot']) {
      expect(robots.isAllowed(`${origin}/articles/the-ferry-that-stayed`, agent)).toBe(true)
      expect(robots.isDisallowed(`${origin}/api/articles`, agent)).toBe(true)
    }
    const sitemaps = robots.getSitemaps()
    expect(sitemaps).toContain(`${origin}/sitemap1.xml`)
    for (const url of sitemaps) expect((await fetch(url)).status, url).toBe(200)
  })

  test('feed parsers read the same from RSS and Atom, and JSON says so too', async () => {
    const [rss, atom] = await Promise.all(
      ['/feed.xml', '/atom.xml'].map(async (path) => itemsOf(await read(path))),
    )
    const json = JSON.parse(await read('/feed.json')) as {
      items: { id: string; url: string; title: string; date_published: string }[]
    }
    const plain = (items: Item[] | undefined) =>
      items?.map(({ title, link, guid, pubdate }) => [title, link, guid, pubdate.getTime()])
    expect(rss?.length).toBeGreaterThan(16)
    expect(plain(atom)).toEqual(plain(rss))
    expect(
      json.items.map(({ title, url, id, date_published }) => [
        title,
        url,
        id,
        Date.parse(date_published),
      ]),
    ).toEqual(plain(rss))
  })

  test('a structured-data checker finds nothing wrong in an article', async () => {
    const html = await read('/articles/report')
    const extracted = new WebAutoExtractor({ addLocation: true }).parse(html)
    expect(Object.keys(extracted.jsonld)).toEqual(
      expect.arrayContaining(['NewsArticle', 'BreadcrumbList']),
    )
    const issues = await new Validator().validate(extracted)
    expect(issues.filter(({ severity }) => severity === 'ERROR')).toEqual([])
    const broken = new WebAutoExtractor({ addLocation: true }).parse(
      html.replace('"itemListElement"', '"items"'),
    )
    expect(await new Validator().validate(broken)).not.toEqual([])
  })
})
