import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { shardOf } from '../../../bench/full-shard'
import { MAX_IMAGES_BYTES } from '../../../src/articles/body/images'
import type { Shard } from '../../../src/articles/shards'
import { newsSitemap } from '../../../src/crawling/news'
import { pagesSitemap } from '../../../src/crawling/pages-sitemaps'
import { sitemap, sitemapIndex } from '../../../src/crawling/sitemaps'
import type { Rendering } from '../../../src/delivery/copies'
import type { Page } from '../../../src/delivery/page'
import { paths, siteOf, slugBudget } from '../../../src/site'

const site = siteOf({
  SITE_URL: `https://news.${'long-'.repeat(6)}example.com`,
  SITE_NAME: '临江新闻',
  SITE_DESCRIPTION: '',
  SITE_LANGUAGE: 'zh-CN',
  SITE_TIME_ZONE: 'Asia/Shanghai',
  SITEMAP_CAPACITY: '10000',
})

const require = createRequire(import.meta.url)
const schema = (name: string) => {
  const path =
    name === 'sitemap.xsd'
      ? join(dirname(require.resolve('sitemap/package.json')), 'schema', name)
      : join(import.meta.dirname, name)
  return { fileName: name, contents: readFileSync(path, 'utf8') }
}

async function faults(xml: string, main: 'all.xsd' | 'siteindex.xsd') {
  const { errors } = await validateXML({
    xml: [{ fileName: 'checked.xml', contents: xml }],
    schema: [schema(main)],
    preload: ['sitemap.xsd', 'image.xsd', 'news.xsd'].map(schema),
    maxMemoryPages: 4_096,
  })
  return errors.map(({ message }) => message)
}

const results = (...rows: unknown[][]) =>
  rows.map((results) => ({ results }) as unknown as D1Result)

/** What a page says: large ones come as bytes. */
function textOf(rendering: Rendering | null): string {
  const body = rendering?.body ?? ''
  return typeof body === 'string' ? body : new TextDecoder().decode(body)
}

async function bodyOf(page: Page, ...rows: unknown[][]) {
  return textOf(await page.render(results(...rows)))
}

const shard = (number: number, count = 1): Shard => ({
  number,
  count,
  firstSequence: 1,
  capacity: 10_000,
  changedAt: 1_720_849_862,
})

/** The first sitemap of an archive whose articles have these slugs. */
async function sitemapOf(slugs: string[], images: string[] = []): Promise<string> {
  const db = shardOf(slugs.length, (n) => slugs[n - 1] ?? '', images.join(' ') || null)
  const page = sitemap(site, 1)
  return textOf(await page.render(await db.batch(page.read(db))))
}

const numbered = (n: number, start = '社区') => Array.from({ length: n }, (_, i) => `${start}${i}`)

describe('sitemaps are what sitemaps.org and Google ask for', () => {
  test('the index, of an empty newsroom and of a large one', async () => {
    expect(await faults(await bodyOf(sitemapIndex(site), [], []), 'siteindex.xsd')).toEqual([])
    const many = Array.from({ length: 100 }, (_, i) => shard(i + 1))
    const files = [{ number: 1 }, { number: 3 }]
    const index = await bodyOf(sitemapIndex(site), many, files)
    expect(index.match(/<loc>/g)).toHaveLength(102)
    expect(await faults(index, 'siteindex.xsd')).toEqual([])
  })

  test('a sitemap, with the home page only and with articles', async () => {
    expect(await faults(await bodyOf(sitemap(site, 1), [], []), 'all.xsd')).toEqual([])
    const full = await sitemapOf(numbered(500))
    expect(full.match(/<url>/g)).toHaveLength(501)
    expect(await faults(full, 'all.xsd')).toEqual([])
  })

  test('pictures, whatever their addresses hold', async () => {
    const images = [
      '/media/%E5%9B%BE.jpg',
      'https://cdn.example/a.png?w=1&h=2',
      "https://cdn.example/100%25/%0A'|.png",
    ]
    const xml = await sitemapOf(['社区', 'b'], images)
    expect(await faults(xml, 'all.xsd')).toEqual([])
    const found = [...xml.matchAll(/<image:loc>(.*?)<\/image:loc>/g)].map(([, loc]) => loc)
    expect(found.slice(0, 3)).toEqual([
      `${site.origin}/media/%E5%9B%BE.jpg`,
      'https://cdn.example/a.png?w=1&amp;h=2',
      "https://cdn.example/100%25/%0A'|.png",
    ])
    expect(xml).toContain(`<loc>${site.origin}/articles/%E7%A4%BE%E5%8C%BA</loc>`)
  })

  test('list pages, without those whose address is too long', async () => {
    const lists = ['section/news', 'keyword/a b&c', `keyword/${'长'.repeat(50)}`, 'month/2024-07']
    const rows = lists.map((name) => ({ name }))
    const xml = await bodyOf(pagesSitemap(site, 1), rows)
    expect(await faults(xml, 'all.xsd')).toEqual([])
    const found = [...xml.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc]) => loc)
    expect(found).toEqual(
      ['/archive', '/sections/news', '/keywords/a%20b%26c', '/archive/2024-07'].map(
        (path) => site.origin + path,
      ),
    )
  })

  test('the news, with titles that hold anything', async () => {
    const row = {
      ...{ slug: '社区', status: 'published', keywords: '[]', source_name: null },
      images: 'https://cdn.example/a.png?w=1&h=2 /b.png',
      ...{ published_at: 1_720_849_862, language: null, author: null },
    }
    const titles = [']]> & </script> <b>', '😀 "quoted"', '政'.repeat(200)]
    const rows = titles.map((title) => ({ ...row, title }))
    const xml = await bodyOf(newsSitemap(site, 1_720_849_900), rows, [{ number: 1 }])
    expect(await faults(xml, 'all.xsd')).toEqual([])
    expect(xml.match(/<news:language>zh-cn</g)).toHaveLength(3)
    expect(xml).toContain('<news:title>]]&gt; &amp; &lt;/script&gt; &lt;b&gt;</news:title>')
    expect(await faults(await bodyOf(newsSitemap(site, 0), [], []), 'all.xsd')).toEqual([])
  })

  test('and the schemas do find faults', async () => {
    const bad = (await bodyOf(sitemapIndex(site), [shard(1)], [])).replace('<loc>', '<url>')
    expect(await faults(bad, 'siteindex.xsd')).not.toEqual([])
    expect(await faults('<urlset/>', 'all.xsd')).not.toEqual([])
    const xml = await sitemapOf(['a'], ['/a.png'])
    expect(await faults(xml, 'all.xsd')).toEqual([])
    expect(await faults(xml.replaceAll('image:loc', 'image:url'), 'all.xsd')).not.toEqual([])
  })
})

describe('the largest sitemap of the longest addresses is under 50,000 URLs and 10 MB', () => {
  const longest = 'x'.repeat(slugBudget(site) - 5)
  const slugs = (n: number) =>
    Array.from({ length: n }, (_, i) => longest + String(i).padStart(5, '0'))

  test.each([
    ['30,000 without pictures', 30_000, []],
    ['10,000 with all the pictures there is room for', 10_000, [picture(540)]],
  ])('%s', async (_, capacity, images) => {
    const body = await sitemapOf(slugs(capacity), images)
    expect(site.origin.length + paths.article(slugs(1)[0] ?? '').length).toBe(256)
    expect(body.match(/<url>/g)).toHaveLength(capacity + 1)
    expect(new TextEncoder().encode(body).length).toBeLessThan(10_000_000)
  })

  /** An address from the root, of the given length in bytes. */
  function picture(bytes: number) {
    // Markup and origin count towards the limit, as in `imagesIn`.
    expect(bytes + 50 + 60).toBe(MAX_IMAGES_BYTES)
    return `/${'p'.repeat(bytes - 1)}`
  }
})
