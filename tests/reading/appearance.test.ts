import { expect, test } from 'vitest'
import { openNewsroom } from '../support/newsroom'

test('a page shows where it is, and so does its section', async () => {
  const newsroom = await openNewsroom()
  await newsroom.post({ slug: 'piece' })
  const article = await newsroom.read('/articles/piece')
  expect(article).toMatch(
    /<nav class="trail[^>]*>.*href="\/">首页<.*href="\/sections\/news">业界动态<.*<\/nav>\s*<article>/s,
  )
  const section = await newsroom.read('/sections/news')
  expect(section).toContain('<a href="/sections/news" aria-current="page">业界动态</a>')
  expect(await newsroom.read('/')).not.toContain('class="trail')
})

test('a page with pinyin has a switch for it, and no other page has', async () => {
  const newsroom = await openNewsroom()
  await newsroom.post({ slug: 'ruby', format: 'text', body: '反映社(she)情民意。' })
  await newsroom.post({ slug: 'plain' })
  const ruby = await newsroom.read('/articles/ruby')
  expect(ruby).toContain(
    '<form class="switch" method="dialog" autocomplete="off"><label><input type="checkbox" checked>显示拼音</label></form>',
  )
  for (const path of ['/articles/plain', '/', '/none']) {
    expect(await newsroom.read(path)).not.toContain('class="switch"')
  }
})

test('what is missing, withdrawn or out of reach helps on', async () => {
  const newsroom = await openNewsroom()
  await newsroom.withdraw((await newsroom.post({ slug: 'gone' })).id)
  for (const path of ['/none', '/articles/gone']) {
    const page = await newsroom.read(path)
    expect(page).toContain('<form class="search" role="search" action="/search">')
    expect(page).toMatch(/<ul class="ways">.*\/sections\/news.*\/sections\/culture.*首页/s)
    expect(page).toContain('<meta name="robots" content="noindex">')
  }
  newsroom.onD1 = () => {
    throw new Error('down')
  }
  const unavailable = await newsroom.fetch('/articles/gone-before')
  const page = await unavailable.text()
  expect(unavailable.status).toBe(503)
  expect(page).toContain('<meta name="robots" content="noindex">')
  expect(page).toContain('回到首页')
  expect(page).not.toContain('<form')
})

test('a withdrawn article’s page does not say that it is for good: it may be published again', async () => {
  for (const SITE_LANGUAGE of ['en', 'zh-CN']) {
    const newsroom = await openNewsroom({ SITE_LANGUAGE })
    const { id } = await newsroom.post({ slug: 'gone' })
    await newsroom.withdraw(id)
    const page = await newsroom.read('/articles/gone')
    expect(page).toMatch(/This article has been withdrawn|文章已撤下/)
    expect(page).not.toMatch(/for good|for ?ever|permanent|never|永久|永远|从此/i)
    await newsroom.patch(id, { status: 'published' })
    expect((await newsroom.fetch('/articles/gone')).status).toBe(200)
  }
})

test('logo, navigation, footer and accent are the newsroom’s', async () => {
  const newsroom = await openNewsroom({
    SITE_LOGO: '/logo.svg',
    SITE_NAVIGATION: '文化 /sections/culture\n关于 /articles/about',
    SITE_FOOTER: '临江区融媒体中心\n沪ICP备0号 https://beian.miit.gov.cn/',
    SITE_ACCENT: '#00aeef',
  })
  const page = await newsroom.read('/sections/culture')
  expect(page).toContain('<img src="/logo.svg" alt="临江新闻">')
  expect(page).toContain('<li><a href="/sections/culture" aria-current="page">文化</a></li>')
  expect(page).toContain('<li><a href="/articles/about">关于</a></li>')
  expect(page).not.toContain('/sections/news')
  expect(page).toContain('<p>临江区融媒体中心</p>')
  expect(page).toContain('<p><a href="https://beian.miit.gov.cn/">沪ICP备0号</a></p>')
  expect(page).toMatch(/--accent:#00[0-9a-f]{4}/)
})

test('the favicon is drawn from name and accent, and kept for an hour', async () => {
  const newsroom = await openNewsroom({ SITE_NAME: '<News>', SITE_ACCENT: '#fff000' })
  const icon = await newsroom.fetch('/favicon.svg')
  expect(icon.headers.get('Content-Type')).toBe('image/svg+xml')
  expect(icon.headers.get('Cache-Control')).toBe('public, max-age=3600')
  expect(await icon.text()).toContain('>&lt;</text>')
  const old = await newsroom.fetch('/favicon.ico', { redirect: 'manual' })
  expect([old.status, old.headers.get('Location')]).toEqual([301, 'https://news.test/favicon.svg'])
})

test('what the interface says is marked where its language is not the site’s', async () => {
  const french = await openNewsroom({ SITE_LANGUAGE: 'fr', SITE_NAME: 'La Gazette' })
  await french.post({ slug: 'piece', title: 'Nouvelles', source: { name: 'AFP' } })
  const page = await french.read('/articles/piece')
  expect(page).toContain('<html lang="fr">')
  expect(page).toContain('<span lang="en">Home</span>')
  expect(page).toContain('<span lang="en">Source: </span>AFP')
  const taiwanese = await openNewsroom({ SITE_LANGUAGE: 'zh-TW' })
  expect(await taiwanese.read('/')).toContain('<span lang="zh-CN">跳到正文</span>')
  const british = await openNewsroom({ SITE_LANGUAGE: 'en-GB' })
  expect(await british.read('/')).toContain('>Skip to the text</a>')
})

test('the title of a piece in another language says so', async () => {
  const newsroom = await openNewsroom()
  await newsroom.post({ slug: 'english', title: 'News', language: 'en', body: 'Text.' })
  const page = await newsroom.read('/articles/english')
  expect(page).toContain('<title lang="en">News - 临江新闻</title>')
  expect(page).toContain('lang="zh-CN"><ol>')
})
