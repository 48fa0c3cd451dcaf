import { expect, test } from 'vitest'
import { fingerprintOf } from '../../src/delivery/fingerprint'
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

test('a search engine that is switched on leaves the copies of all pages as good as they were', () => {
  const on = { ...vars, INDEXNOW_KEY: 'abcdef12', BAIDU_PUSH_TOKEN: 'T0kenT0kenT0kenT' }
  expect(fingerprintOf(siteOf(on))).toBe(fingerprintOf(siteOf(vars)))
})

test('so does another limit for the databases', () => {
  expect(fingerprintOf(siteOf({ ...vars, DATABASE_MB: '500' }))).toBe(fingerprintOf(siteOf(vars)))
})

test.each([
  ['SITE_URL', ''],
  ['SITE_URL', 'news.example.com'],
  ['SITE_URL', 'https://example.com/news'],
  ['SITE_URL', 'ftp://example.com'],
  ['SITE_NAME', ''],
  ['SITE_LANGUAGE', 'not a language'],
  ['SITE_LANGUAGE', 'cn'],
  ['SITEMAP_CAPACITY', '0'],
  ['SITEMAP_CAPACITY', '30001'],
  ['SITEMAP_CAPACITY', 'many'],
  ['SITE_ACCENT', 'red'],
  ['SITE_ACCENT', '#fff'],
  ['SITE_LOGO', 'logo.svg'],
  ['SITE_LOGO', 'javascript:alert(1)'],
  ['SITE_CARD', 'http://example.com/card.png'],
  ['SITE_NAVIGATION', '关于我们'],
  ['SITE_NAVIGATION', '/about'],
  ['SITE_NAVIGATION', '关于我们 javascript:alert(1)'],
  ['SITE_EMBEDS', 'http://player.example'],
  ['SITE_EMBEDS', 'https://player.example/embed'],
  ['SITE_EMBEDS', 'https://*.example'],
  ['SITE_EMBEDS', "https://a.example; script-src 'unsafe-inline'"],
  ['SITE_EMBEDS', 'https://news.example.com'],
  ['SITE_PICTURES', 'https:'],
  ['SITE_PICTURES', 'http://media.example'],
  ['SITE_PICTURES', "https://media.example 'unsafe-inline'"],
  ['SITE_PICTURES', '*'],
  ['SITE_CONTENT_SIGNAL', 'search'],
  ['SITE_CONTENT_SIGNAL', 'search=maybe'],
  ['SITE_CONTENT_SIGNAL', 'search=yes=no'],
  ['SITE_CONTENT_SIGNAL', 'ai-trian=no'],
  ['SITE_CONTENT_SIGNAL', 'toString=no'],
  ['SITE_CONTENT_SIGNAL', 'search=yes, search=no'],
  ['SITE_CONTENT_SIGNAL', 'use=yes'],
  ['SITE_CONTENT_SIGNAL', 'search=yes\nDisallow: /'],
  ['CLIENTS', 'wordpres'],
  ['DATABASE_MB', ''],
  ['DATABASE_MB', '0'],
  ['DATABASE_MB', '0.5'],
  ['DATABASE_MB', '1e3'],
  ['DATABASE_MB', '10 GB'],
  ['DATABASE_MB', '10000000000'],
])('%s = "%s" is refused by name', (name, value) => {
  expect(() => siteOf({ ...vars, [name]: value })).toThrow(name)
})

test.each([
  ['', null],
  [' , ', null],
  ['search=yes', 'search=yes'],
  ['Search = YES ,ai-train=no', 'search=yes, ai-train=no'],
  ['ai-input=no,use=reference', 'ai-input=no, use=reference'],
])('the content signal "%s" is said as %s', (value, signal) => {
  expect(siteOf({ ...vars, SITE_CONTENT_SIGNAL: value }).contentSignal).toBe(signal)
})

test('without further settings it has sections for navigation and embeds nothing', () => {
  expect(siteOf(vars)).toMatchObject({
    logo: null,
    accent: '#9e2b25',
    navigation: [],
    footer: [],
    card: null,
    embeds: [],
    pictures: ['https:'],
  })
})

test('its appearance is configuration', () => {
  const site = siteOf({
    ...vars,
    SITE_LOGO: '/logo.svg',
    SITE_ACCENT: '#00AEEF',
    SITE_CARD: '/card.png',
    SITE_NAVIGATION: '业界动态 /sections/news\n\n  About us   https://example.com/about \n',
    SITE_FOOTER: '地址：临江区 1 号\n沪ICP备0号 https://beian.miit.gov.cn/',
    SITE_EMBEDS: 'https://player.example, https://maps.example',
  })
  expect(site).toMatchObject({
    logo: '/logo.svg',
    accent: '#00aeef',
    card: 'https://news.example.com/card.png',
    navigation: [
      { text: '业界动态', address: '/sections/news' },
      { text: 'About us', address: 'https://example.com/about' },
    ],
    footer: [
      { text: '地址：临江区 1 号', address: null },
      { text: '沪ICP备0号', address: 'https://beian.miit.gov.cn/' },
    ],
    embeds: ['https://player.example', 'https://maps.example'],
  })
})

test('pictures from elsewhere are those that it names, and its logo', () => {
  const from = (some: { SITE_PICTURES?: string; SITE_LOGO?: string }) =>
    siteOf({ ...vars, ...some }).pictures
  expect(from({ SITE_PICTURES: '' })).toEqual([])
  expect(from({ SITE_PICTURES: '', SITE_LOGO: '/logo.svg' })).toEqual([])
  expect(from({ SITE_PICTURES: '', SITE_LOGO: 'https://cdn.example/logo.svg' })).toEqual([
    'https://cdn.example',
  ])
  expect(
    from({
      SITE_PICTURES: 'https://a.example https://cdn.example',
      SITE_LOGO: 'https://cdn.example/l',
    }),
  ).toEqual(['https://a.example', 'https://cdn.example'])
})

test('a slug within its budget keeps the URL within 256 bytes, whatever the origin', () => {
  for (const host of ['a.example', 'news.example.com', `${'long.'.repeat(20)}example`]) {
    const site = siteOf({ ...vars, SITE_URL: `https://${host}` })
    const url = site.origin + paths.article('x'.repeat(slugBudget(site)))
    expect(url.length).toBeLessThanOrEqual(256)
  }
})
