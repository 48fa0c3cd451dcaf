import { expect, test } from 'vitest'
import { paths, siteOf, slugBudget } from '../../src/site'

const vars = {
  SITE_URL: 'https://news.example.com/',
  SITE_NAME: '临江新闻',
  SITE_DESCRIPTION: '',
  SITE_LANGUAGE: 'zh-cn',
  SITE_TIME_ZONE: 'Asia/Shanghai',
  SITEMAP_CAPACITY: '10000',
}

test('the site is what its variables say, in canonical form', () => {
  expect(siteOf(vars)).toMatchObject({
    origin: 'https://news.example.com',
    language: 'zh-CN',
    sitemapCapacity: 10_000,
  })
})

test.each([
  ['SITE_URL', ''],
  ['SITE_URL', 'news.example.com'],
  ['SITE_URL', 'https://example.com/news'],
  ['SITE_URL', 'ftp://example.com'],
  ['SITE_NAME', ''],
  ['SITE_LANGUAGE', 'not a language'],
  ['SITE_TIME_ZONE', 'Shanghai'],
  ['SITEMAP_CAPACITY', '0'],
  ['SITEMAP_CAPACITY', '30001'],
  ['SITEMAP_CAPACITY', 'many'],
])('%s = "%s" is refused by name', (name, value) => {
  expect(() => siteOf({ ...vars, [name]: value })).toThrow(name)
})

test('a slug within its budget keeps the URL within 256 bytes, whatever the origin', () => {
  for (const host of ['a.example', 'news.example.com', `${'long.'.repeat(20)}example`]) {
    const site = siteOf({ ...vars, SITE_URL: `https://${host}` })
    const url = site.origin + paths.article('x'.repeat(slugBudget(site)))
    expect(url.length).toBeLessThanOrEqual(256)
  }
})
