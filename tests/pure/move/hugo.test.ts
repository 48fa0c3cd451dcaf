import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openHugo } from '../../../scripts/move/folders/hugo.ts'
import { kindOfFolder } from '../../../scripts/move/folders/kind.ts'
import type { Source } from '../../../scripts/move/source.ts'
import { type Given, given, optionsFor, pieceIn } from './read.ts'

describe('a site made with Hugo', () => {
  let source: Source
  let harbour: Given
  const page = (path: string) => pieceIn(harbour, `content/${path}`)
  beforeAll(async () => {
    source = await openHugo(optionsFor('hugo/harbour', { timeZone: 'America/New_York' }))
    harbour = await given(source)
  })

  test('is known by its settings and its folder of texts', () => {
    expect(kindOfFolder(optionsFor('hugo/harbour').path)).toBe('hugo')
    expect(kindOfFolder(optionsFor('hugo/plain').path)).toBe('hugo')
    expect(source).toMatchObject({
      software: 'Hugo',
      system: 'hugo',
      site: 'https://harbour.example.net',
    })
  })

  test('says where its tags, categories and feeds lead, below its root', () => {
    expect(source.rules).toEqual([
      { from: '/site/tags/:name', to: '/keywords/:name' },
      { from: '/site/categories/:name', to: '/sections/:name' },
      { from: '/site/index.xml', to: '/feed.xml' },
      { from: '/site/:section/index.xml', to: '/sections/:section/feed.xml' },
    ])
  })

  test('has heads of TOML, with lists, and dates with an offset or by the clocks of the site', () => {
    expect(page('posts/渡船/index.md')).toMatchObject({
      title: '渡船复航',
      date: '2019-05-06T07:08:09+02:00',
      updatedAt: '2019-05-07T10:00:00+08:00',
      summary: '停了三天。',
      author: '张三、李四',
      language: 'zh-CN',
    })
  })

  test('has its categories first, and keywords of tags and series', () => {
    expect(page('posts/渡船/index.md')).toMatchObject({
      categories: [
        { name: '民生', slug: '民生' },
        { name: '交通', slug: '交通' },
      ],
      keywords: ['渡船', '2019', '港口'],
    })
  })

  test('takes the folder for the category where a page has none, by the name that its own page says', () => {
    expect(page('posts/json.md').categories).toEqual([{ name: '本地新闻', slug: 'posts' }])
    expect(page('about/index.md').categories).toEqual([])
  })

  test('gives the old address of a bundle, and its aliases', () => {
    expect(page('posts/渡船/index.md').addresses).toEqual([
      '/site/posts/渡船/',
      '/site/old/ferry/',
      '/site/posts/older/',
    ])
  })

  test('gives the old address by the pattern of its folder, with the date in its name', () => {
    expect(page('notes/2020-01-02-潮汐.md')).toMatchObject({
      date: '2020-01-02T00:00:00+08:00',
      slug: '潮汐',
      addresses: ['/site/2020/01/潮汐/'],
      notes: [],
    })
  })

  test('gives the old address by its own url, and reads a head of JSON', () => {
    expect(page('posts/json.md')).toMatchObject({
      title: 'JSON 的头',
      date: '2018-01-02T00:00:00+08:00',
      addresses: ['/site/json.html'],
    })
  })

  test('has signs in addresses that Hugo keeps, and no others', () => {
    expect(page('posts/deep/C++ 与 Go.md').addresses).toEqual(['/site/posts/deep/c++-与-go/'])
  })

  test('has pages in another language, by their names', () => {
    expect(page('posts/hello.en.md')).toMatchObject({
      language: 'en',
      slug: 'hello-world',
      addresses: ['/site/en/posts/hello-world/'],
    })
  })

  test('makes drafts of what readers could not see, and schedules what is to come', () => {
    expect(page('posts/draft.md')).toMatchObject({ status: 'draft' })
    expect(page('posts/expired.md')).toMatchObject({ status: 'draft' })
    expect(page('posts/expired.md').notes).toEqual([expect.stringMatching(/^it expired on/)])
    expect(page('posts/later.md')).toMatchObject({
      status: 'scheduled',
      date: '2999-01-01T08:00:00+08:00',
    })
  })

  test('has a folder’s own page, if it has text', () => {
    expect(page('notes/_index.md')).toMatchObject({ title: '笔记', addresses: ['/site/notes/'] })
    expect(harbour.dropped.get('content/posts/_index.md')).toMatch(/only names its folder/)
  })

  test('leaves behind what is no page or cannot be read, and says why', () => {
    expect(harbour.dropped.get('content/posts/渡船/数据.md')).toMatch(
      /a part of content\/posts\/渡船/,
    )
    expect(harbour.dropped.get('content/posts/x.org')).toBe('it is neither Markdown nor HTML')
    expect(harbour.dropped.get('content/posts/broken.md')).toMatch(/^line 2: /)
  })

  test('names pictures by their paths from the file, in bundles, static and assets', () => {
    const { body, lead } = page('posts/渡船/index.md')
    expect(body).toContain('![码头](../../../static/images/dock.png)')
    expect(body).toContain('![远处](../../../static/images/dock.png)')
    expect(lead).toEqual({ picture: '船.png', alt: '一只渡船', caption: '清晨' })
    expect(page('about/index.md').lead?.picture).toBe('../../assets/lead.png')
  })

  test('has shortcodes that become what they meant, and others go with a note', () => {
    const { body, notes } = page('posts/渡船/index.md')
    expect(body).toContain('![船](船.png "复航 第一班")')
    expect(body).toContain('见[笔记](/site/2020/01/潮汐/)，[英文](/site/en/posts/hello-world/)')
    expect(body).toContain('](https://www.youtube.com/watch?v=dQw4w9WgXcQ)')
    expect(body).toContain('提示里的字')
    expect(body).not.toMatch(/notice|more/)
    expect(notes).toEqual([
      'it refers to nowhere.md, which is not there: it leads nowhere',
      'shortcodes of Hugo that mean nothing here went, their text stayed: notice',
    ])
  })

  test('keeps code as it was shown', () => {
    const { body } = page('posts/渡船/index.md')
    expect(body).toContain('```go\nfmt.Println("{{< ref >}}")\n```')
    expect(body).toContain('```\n{{< figure src="x.png" >}} {{< youtube abc >}}\n```')
  })
})

test('a site made with Hugo may have pages of HTML', async () => {
  const path = mkdtempSync(join(tmpdir(), 'hugo-'))
  for (const folder of ['content', 'static']) mkdirSync(join(path, folder))
  writeFileSync(join(path, 'hugo.toml'), 'baseURL = "/"')
  writeFileSync(join(path, 'static/a.png'), '')
  const page = '---\ntitle: 网页\ndate: 2020-01-01\n---\n<p><img src="/a.png" alt="码头"></p>\n'
  writeFileSync(join(path, 'content/page.html'), page)
  const found = await given(await openHugo({ ...optionsFor('hugo'), path }))
  expect(pieceIn(found, 'content/page.html')).toMatchObject({
    format: 'html',
    body: '<p><img src="../static/a.png" alt="码头"></p>',
  })
})

describe('a site made with Hugo that has addresses with .html', () => {
  let plain: Given
  let source: Source
  beforeAll(async () => {
    source = await openHugo(optionsFor('hugo/plain'))
    plain = await given(source)
  })

  test('has patterns of sections, days and titles, by the date as the head says it', () => {
    expect(pieceIn(plain, 'content/blog/x.md')).toMatchObject({
      date: '2021-02-03T23:30:00+00:00',
      addresses: ['/blog/2021/34-good-morning-world.html'],
    })
  })

  test('has pages at its root, in no category', () => {
    expect(pieceIn(plain, 'content/Top Page.md')).toMatchObject({
      addresses: ['/top-page.html'],
      categories: [],
      date: '2021-02-03T00:00:00+08:00',
    })
  })

  test('has the language of its settings, and no site that is only an example', () => {
    expect(source.site).toBeNull()
    expect(pieceIn(plain, 'content/blog/x.md').language).toBe('en-GB')
  })
})
