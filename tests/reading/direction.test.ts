import { beforeEach, describe, expect, test } from 'vitest'
import { count, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

const ARABIC = { title: 'مهرجان الكتاب', summary: 'ملخص الخبر.', body: 'نص الخبر.' }

describe('an article in Arabic in a Chinese newsroom', () => {
  beforeEach(async () => {
    await newsroom.post({
      ...ARABIC,
      slug: 'a',
      language: 'ar',
      publishedAt: '2024-01-01T00:00:00Z',
    })
    await newsroom.post({ slug: 'b', publishedAt: '2024-01-02T00:00:00Z' })
  })

  test('runs from right to left, and what the newsroom says in it from left to right', async () => {
    const page = await newsroom.read('/articles/a')
    expect(page).toContain('<html lang="zh-CN">')
    expect(page).toContain(`<title lang="ar" dir="rtl">${ARABIC.title} - `)
    expect(page).toContain('<article lang="ar" dir="rtl">')
    expect(page).toContain(`<h1>${ARABIC.title}</h1>`)
    expect(page).toContain('<div class="facts quiet" lang="zh-CN" dir="ltr">')
    expect(page).toContain('<footer class="imprint quiet" lang="zh-CN" dir="ltr">')
  })

  test('and its entries in lists, in searches and below later articles', async () => {
    for (const path of ['/', '/sections/news', '/archive/2024-01', '/search?q=الكتاب']) {
      const page = await newsroom.read(path)
      expect(page, path).toContain('<h2 lang="ar" dir="rtl"><a ')
      expect(page, path).toContain('<p lang="ar" dir="rtl">')
    }
    expect(await newsroom.read('/articles/b')).toContain('href="/articles/a" lang="ar" dir="rtl">')
  })
})

describe('the direction follows from the script', () => {
  test.each([
    'ar',
    'he',
    'ur',
    'ur-Aran',
    'fa',
    'yi',
    'dv',
    'pa-PK',
    'az-Arab',
    'ug',
    'ckb',
    'und-Hebr',
  ])('%s runs from right to left', async (language) => {
    await newsroom.post({ slug: 'a', language })
    expect(await newsroom.read('/articles/a')).toContain(`<article lang="${language}" dir="rtl">`)
  })

  test.each(['en', 'ar-Latn', 'tr', 'pa', 'ku', 'zh-Hant', 'ja'])(
    '%s runs from left to right',
    async (language) => {
      await newsroom.post({ slug: 'a', language })
      const page = await newsroom.read('/articles/a')
      expect(page).toContain(`<article lang="${language}">`)
      expect(page).not.toContain(' dir=')
    },
  )
})

test('where nobody has told the language, the letters decide, of title and text each for itself', async () => {
  await newsroom.post({ slug: 'a', title: ARABIC.title, body: '中文。' })
  const page = await newsroom.read('/articles/a')
  expect(page).toContain('<article>')
  expect(page).toContain('<h1 dir="auto">')
  expect(page).toContain('<div class="body">')
  const home = await newsroom.read('/')
  expect(home).toContain('<h2 dir="auto">')
  expect(home).toContain('<p>中文。</p>')
})

test('a keyword in Arabic heads its list from right to left', async () => {
  await newsroom.post({ keywords: ['الكتاب'] })
  const page = await newsroom.read(`/keywords/${encodeURIComponent('الكتاب')}`)
  expect(page).toContain('<h1 class="page-title" dir="auto">')
})

test('of a language that nobody has determined nothing is guessed', async () => {
  await newsroom.post({ slug: 'a', language: 'und' })
  const page = await newsroom.read('/articles/a')
  expect(page).toContain('<article lang="und">')
  expect(page).toContain('<h1 dir="auto">')
  expect(page).toContain('<div class="body" dir="auto">')
  expect(page).not.toMatch(/og:locale|"inLanguage"|en_US/)
  expect(await newsroom.read('/news-sitemap.xml')).toContain('<news:language>zh-cn<')
})

describe('a newsroom in Arabic', () => {
  beforeEach(async () => {
    newsroom = await openNewsroom({ SITE_LANGUAGE: 'ar', SITE_NAME: 'الجريدة' } as Partial<Env>)
    await newsroom.post({ ...ARABIC, slug: 'a' })
    await newsroom.post({ slug: 'b', title: 'News', language: 'en', body: 'Text.' })
    await newsroom.post({ slug: 'c', title: 'Untold', body: 'Text.' })
  })

  test('runs from right to left, but for what is in other letters', async () => {
    const page = await newsroom.read('/articles/a')
    expect(page).toContain('<html lang="ar" dir="rtl">')
    expect(page).toContain('<article>')
    expect(page).toContain('<div class="facts quiet" lang="ar">')
    expect(page).toContain('<span lang="en" dir="ltr">Home</span>')
    expect(await newsroom.read('/articles/b')).toContain('<article lang="en" dir="ltr">')
    expect(await newsroom.read('/articles/c')).toContain('<h1 dir="auto">')
  })

  test('has a style that knows no left and no right', async () => {
    const style = /<style>(.*?)<\/style>/s.exec(await newsroom.read('/'))?.[1] ?? ''
    expect(style).toContain('margin-inline-start')
    // What an editor has set to the right stands there in any script.
    const rest = style.replace('.align-right{text-align:right}', '')
    expect(
      rest.match(
        /(?:margin|padding|border)-(?:left|right)|[{;](?:left|right):|text-align:(?:left|right)/,
      ),
    ).toBeNull()
  })
})

test('the style of a preview’s notice goes out with previews alone, and their policy allows it', async () => {
  const { id } = await newsroom.post({ status: 'draft' })
  await newsroom.post({ slug: 'a' })
  expect(await newsroom.read('/articles/a')).not.toContain('notice')
  const made = await newsroom.call('POST', `/api/articles/${id}/previews`, {})
  const answer = await newsroom.fetch((await made.json<{ url: string }>()).url)
  const policy = answer.headers.get('Content-Security-Policy') ?? ''
  const page = await answer.text()
  expect(page).toContain('.notice{')
  expect(count(page, '<style>')).toBe(2)
  for (const [, style = ''] of page.matchAll(/<style>(.*?)<\/style>/gs)) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))
    expect(policy).toContain(`'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`)
  }
})
