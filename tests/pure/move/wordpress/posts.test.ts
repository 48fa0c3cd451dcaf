import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { isWordPress, openWordPress } from '../../../../scripts/move/wordpress/wordpress.ts'
import { foundIn, optionsFor } from '../found.ts'

const file = (name: string) => join(import.meta.dirname, name)
const open = (name: string) => openWordPress(optionsFor(file(name)))
type Read = Awaited<ReturnType<typeof foundIn>>

describe('the posts of a WordPress export', () => {
  let found: Read
  beforeAll(async () => {
    found = await foundIn(await open('posts.xml'))
  })

  test('are what was written, and where it stood, decoded', () => {
    expect(found.piece('1')).toEqual({
      id: '1',
      title: '停水 & 停电 通知',
      body: '<p>正文</p>',
      format: 'html',
      status: 'published',
      date: '2019-05-01T00:00:00Z',
      updatedAt: '2019-06-01T01:30:00Z',
      categories: [
        { name: '停水', slug: '停水' },
        { name: '新闻', slug: 'news' },
      ],
      keywords: ['自来水', '水务局'],
      summary: '今晚 停水…',
      author: '李记者',
      language: null,
      source: null,
      slug: '停水通知',
      addresses: ['/2019/05/停水通知/', '/?p=1'],
      lead: null,
      file: null,
      notes: [],
    })
  })

  test('are nowhere only when they were in no other category', () => {
    expect(found.piece('2').categories).toEqual([{ name: '未分类', slug: 'uncategorized' }])
  })

  test('have the clocks of the site where the export does not say the time in UTC', () => {
    expect(found.piece('2').date).toBe('2019-05-02T08:00:00+08:00')
  })

  test('have the time of the feed where there is no other, and none where there is none', () => {
    expect(found.piece('4').date).toBe('2019-05-15T03:00:00Z')
    expect(found.piece('5')).toMatchObject({ status: 'published', date: null })
  })

  test('keep who signed in without a name by that, and who is not in the export too', () => {
    expect(found.piece('2').author).toBe('nameless')
    expect(found.piece('3').author).toBe('gone')
  })

  test('that were drafts are drafts without a date', () => {
    expect(found.piece('3')).toMatchObject({ status: 'draft', date: null, notes: [] })
    expect(found.piece('9')).toMatchObject({
      status: 'draft',
      date: null,
      notes: ['It is a draft: it waited for review'],
    })
  })

  test('that wait for their day still do', () => {
    expect(found.piece('6')).toMatchObject({ status: 'scheduled', date: '2031-01-01T00:00:00Z' })
  })

  test('that not everybody could see are drafts, with the reason and without the password', () => {
    expect(found.piece('7')).toMatchObject({
      status: 'draft',
      date: '2019-05-01T00:00:00Z',
      notes: ['It is a draft: only who was signed in could see it'],
    })
    expect(found.piece('8')).toMatchObject({
      status: 'draft',
      notes: ['It is a draft: readers needed a password for it'],
    })
    expect(JSON.stringify(found.all)).not.toContain('hunter2')
  })

  test('of a status that a plugin made are drafts, and say so', () => {
    expect(found.piece('24')).toMatchObject({
      status: 'draft',
      notes: ['It is a draft: its status was “archive”', 'It was kept first on the front page'],
    })
  })

  test('come with pages among them, with both their addresses', () => {
    expect(found.piece('10')).toMatchObject({
      title: '关于我们',
      slug: 'team',
      categories: [],
      addresses: ['/about/team/', '/?page_id=10'],
      notes: ['It was a page, and becomes an article'],
    })
  })

  test('leave behind what is no text or was not wanted, each with the reason', () => {
    const dropped = found.dropped.map(({ what, name, why }) => `${what} ${name}: ${why}`)
    expect(dropped).toEqual([
      'post 扔掉的: it was in the bin',
      'post number 12: nobody saved it',
      'revision 旧版: only the last version of a post comes along',
      'nav_menu_item 首页: menus do not come along',
      'wp_template_part 模板: it belongs to the design of the old site',
      'product 杯子: it is of a type of its own, and neither post nor page',
      'wp_block 块: it is a part that posts share',
      'post 空的: it has no text',
    ])
  })

  test('without a title have the beginning of their text', () => {
    expect(found.piece('18')).toMatchObject({
      title: '这一篇没有标题，但是有一个很长很长的开头，所以用它的开头来代',
      notes: ['It had no title: the beginning of its text stands in'],
    })
  })

  test('may share a slug, as translations do, and say their language', () => {
    expect(found.piece('20')).toMatchObject({
      slug: 'same',
      language: 'en',
      addresses: ['/en/same/', '/?p=20'],
    })
    expect(found.piece('21')).toMatchObject({ slug: 'same', language: 'zh' })
  })

  test('without an excerpt have what search engines were told, if that is a text', () => {
    expect(found.piece('20').summary).toBe('Told to engines')
    expect(found.piece('21').summary).toBe('给搜索引擎看的')
  })

  test('lose an excerpt that is too long, and say so', () => {
    expect(found.piece('22')).toMatchObject({
      summary: null,
      notes: ['The excerpt is left out: it has 501 characters, and 500 are allowed'],
    })
  })

  test('with a slug that was cut within a character keep the rest of it', () => {
    expect(found.piece('23').slug).toBe('停水通')
  })

  test('have no addresses of another site', () => {
    expect(found.piece('23').addresses).toEqual([])
  })

  test('come without comments and other taxonomies, which are counted', () => {
    expect(found.notes).toEqual([
      '4 comments stay behind, 2 of them pingbacks and trackbacks',
      'What else posts were sorted by stays behind: region (1)',
    ])
  })
})

describe('a WordPress export', () => {
  test('says which site it is of, and what the addresses of that mean', async () => {
    const source = await open('posts.xml')
    expect(source).toMatchObject({
      software: 'WordPress',
      system: 'wordpress',
      site: 'https://old.example',
      rules: [
        { from: '/?p=:id', origin: 'wordpress' },
        { from: '/?page_id=:id', origin: 'wordpress' },
        { from: '/?attachment_id=:id', gone: true },
        { from: '/category/:slug', to: '/sections/:slug' },
        { from: '/tag/:name', to: '/keywords/:name' },
        { from: '/author/:name', to: '/authors/:name' },
        { from: '/feed', to: '/feed.xml' },
        { from: '/comments/feed', gone: true },
      ],
    })
  })

  test('of 2009 reads the same, in a folder of its host', async () => {
    const source = await open('version-1.0.xml')
    expect(source.site).toBe('http://example.org')
    expect(source.rules).toContainEqual({ from: '/blog/?p=:id', origin: 'wordpress' })
    expect(source.rules).not.toContainEqual(expect.objectContaining({ to: '/authors/:name' }))
    const found = await foundIn(source)
    expect(found.piece('7')).toMatchObject({
      categories: [{ name: '本地', slug: 'local' }],
      keywords: ['旧事'],
      addresses: ['/blog/?p=7'],
      date: '2009-03-01T02:00:00Z',
    })
  })

  test('with other prefixes, empty lines and what XML does not allow is read, and says so once', async () => {
    const found = await foundIn(await open('damaged.xml'))
    expect(found.pieces).toHaveLength(1)
    expect(found.piece('1')).toMatchObject({
      title: 'R&D 研发 部',
      body: '<p>正文里有控制字符 & 和 &nbsp;，还有  引用</p>',
      categories: [{ name: 'A & B', slug: 'a-b' }],
      addresses: ['/?p=1&preview=1', '/?p=1'],
    })
    expect(found.notes).toEqual([
      '10 places in the file that XML does not allow, like control characters and bare &, were put right',
    ])
  })

  test('with a field that no article has room for leaves that post behind, and says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wxr-'))
    try {
      const path = join(folder, 'long.xml')
      const text = readFileSync(file('version-1.0.xml'), 'utf8')
      writeFileSync(
        path,
        text.replace('[正文]', () => `[${'长'.repeat(2_000_001)}]`),
      )
      const { all } = await foundIn(await openWordPress(optionsFor(path)))
      const why = 'one of its fields is longer than 2,000,000 characters'
      expect(all).toEqual([{ kind: 'dropped', what: 'post', name: '老文章', why }])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('is of the site that the person names, if they do', async () => {
    const options = optionsFor(file('posts.xml'), { site: 'https://new.example' })
    expect((await openWordPress(options)).site).toBe('https://new.example')
  })

  test('that was cut off is refused before anything is read, with its line', async () => {
    await expect(open('cut-off.xml')).rejects.toThrow(
      /^cut-off\.xml:\d+: unclosed tag: .*\. The file is damaged or was cut off: export it again/,
    )
  })

  test('in another encoding is read where it says so, and refused where it does not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wxr-'))
    try {
      // 中文 in GB 18030.
      const han = Buffer.from([0xd6, 0xd0, 0xce, 0xc4])
      const text = readFileSync(file('version-1.0.xml'), 'latin1').replace(
        /<title>.*<\/title>\n<link>http:\/\/example.org\/blog\/\?p=7/,
        `<title>${han.toString('latin1')}</title>\n<link>http://example.org/blog/?p=7`,
      )
      const ascii = text.replace(/[\x80-\xff]+/g, (bytes) =>
        bytes === han.toString('latin1') ? bytes : 'x',
      )
      writeFileSync(join(folder, 'plain.xml'), ascii, 'latin1')
      writeFileSync(join(folder, 'said.xml'), ascii.replace('UTF-8', 'GBK'), 'latin1')
      await expect(openWordPress(optionsFor(join(folder, 'plain.xml')))).rejects.toThrow(
        /^plain\.xml: between bytes 0 and \d+ this is not utf-8\..*--encoding gb18030/,
      )
      const told = optionsFor(join(folder, 'plain.xml'), { encoding: 'gb18030' })
      for (const options of [optionsFor(join(folder, 'said.xml')), told]) {
        const found = await foundIn(await openWordPress(options))
        expect(found.piece('7').title).toBe('中文')
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('is told from other files by its beginning', () => {
    const start = (name: string) => readFileSync(file(name), 'utf8').slice(0, 4096)
    expect(
      ['posts.xml', 'damaged.xml', 'version-1.0.xml'].map((name) => isWordPress(start(name))),
    ).toEqual([true, true, true])
    expect(isWordPress('<?xml version="1.0"?><rss version="2.0"><channel>')).toBe(false)
    expect(isWordPress('{"db":[{"meta":{}}]}')).toBe(false)
  })
})
