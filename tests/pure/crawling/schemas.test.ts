import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import type { Entry, Shard } from '../../../src/articles/shards'
import { sitemap, sitemapIndex } from '../../../src/crawling/sitemaps'
import type { Page } from '../../../src/delivery/pages'
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
const urlset = join(dirname(require.resolve('sitemap/package.json')), 'schema/sitemap.xsd')
const siteindex = join(import.meta.dirname, 'siteindex.xsd')

async function faults(xml: string, schema: string) {
  const { errors } = await validateXML({
    xml: [{ fileName: 'sitemap.xml', contents: xml }],
    schema: [readFileSync(schema, 'utf8')],
  })
  return errors.map(({ message }) => message)
}

const results = (...rows: unknown[][]) =>
  rows.map((results) => ({ results }) as unknown as D1Result)

async function bodyOf(page: Page, ...rows: unknown[][]) {
  return (await page.render(results(...rows)))?.body ?? ''
}

const shard = (number: number, count = 1): Shard => ({
  number,
  count,
  firstSequence: 1,
  capacity: 10_000,
  changedAt: 1_720_849_862,
})

const entries = (n: number, slug = '社区'): Entry[] =>
  Array.from({ length: n }, (_, i) => ({ slug: `${slug}${i}`, updatedAt: 1_720_849_862 + i }))

describe('sitemaps are what sitemaps.org asks for', () => {
  test('the index, of an empty newsroom and of a large one', async () => {
    expect(await faults(await bodyOf(sitemapIndex(site), []), siteindex)).toEqual([])
    const many = Array.from({ length: 100 }, (_, i) => shard(i + 1))
    expect(await faults(await bodyOf(sitemapIndex(site), many), siteindex)).toEqual([])
  })

  test('a sitemap, with the home page only and with articles', async () => {
    expect(await faults(await bodyOf(sitemap(site, 1), [], []), urlset)).toEqual([])
    const full = await bodyOf(sitemap(site, 2), [shard(2)], entries(500))
    expect(await faults(full, urlset)).toEqual([])
  })

  test('and the schemas do find faults', async () => {
    const bad = (await bodyOf(sitemapIndex(site), [shard(1)])).replace('<loc>', '<url>')
    expect(await faults(bad, siteindex)).not.toEqual([])
    expect(await faults('<urlset/>', urlset)).not.toEqual([])
  })
})

test('the largest sitemap of the longest addresses is under 50,000 URLs and 10 MB', async () => {
  const capacity = 30_000
  const longest = 'x'.repeat(slugBudget(site) - 5)
  const rows = entries(capacity, longest).map((entry, i) => ({
    ...entry,
    slug: longest + String(i).padStart(5, '0'),
  }))
  const body = await bodyOf(sitemap(site, 1), [shard(1, capacity)], rows)
  expect(site.origin.length + paths.article(rows[0]?.slug ?? '').length).toBe(256)
  expect(body.match(/<url>/g)).toHaveLength(capacity + 1)
  expect(new TextEncoder().encode(body).length).toBeLessThan(10_000_000)
})
