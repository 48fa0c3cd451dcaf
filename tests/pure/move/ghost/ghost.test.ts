import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { isGhost, openGhost } from '../../../../scripts/move/ghost/ghost.ts'
import { foundIn, optionsFor } from '../found.ts'

const file = (name: string) => join(import.meta.dirname, name)
const SITE = { site: 'https://old.example' }
const open = (name: string, more = {}) => openGhost(optionsFor(file(name), more))

describe('the posts of a Ghost export', () => {
  let found: Awaited<ReturnType<typeof foundIn>>
  beforeAll(async () => {
    found = await foundIn(await open('version-5.json', SITE))
  })

  test('are their HTML with the site’s address and the pictures’ originals, and all that belongs to them', () => {
    expect(found.piece('p1')).toEqual({
      id: 'p1',
      title: '停水通知',
      body:
        '<p>见<a href="https://old.example/about/">关于</a></p>' +
        '<figure><img src="https://old.example/content/images/2024/01/a.jpg" srcset="https://old.example/content/images/2024/01/a.jpg 1000w"></figure>',
      format: 'html',
      status: 'published',
      date: '2024-01-02T03:04:05Z',
      updatedAt: '2024-02-01T08:00:00Z',
      categories: [{ name: '新闻', slug: 'news' }],
      keywords: ['水务'],
      summary: '今晚停水',
      author: '李记者',
      language: null,
      source: null,
      slug: 'tingshui',
      addresses: ['/tingshui/'],
      lead: {
        picture: 'https://old.example/content/images/2024/01/lead.jpg',
        alt: '一座桥',
        caption: '新桥 通车',
      },
      file: null,
      notes: [
        'Code that was injected into it is left out',
        'It named https://old.example/first/ as its first place',
      ],
    })
  })

  test.each([
    ['p2', 'It is a draft: only some could read it (its visibility was “members”)'],
    ['p3', 'It is a draft: only some could read it (its visibility was “paid”)'],
    ['p4', 'It is a draft: it went out as a newsletter and stood on no page'],
  ])('that not everybody could read are drafts, and say why: %s', (id, note) => {
    expect(found.piece(id)).toMatchObject({ status: 'draft', notes: [note] })
  })

  test('come with pages among them', () => {
    expect(found.piece('p5')).toMatchObject({
      status: 'published',
      notes: ['It was a page, and becomes an article'],
    })
  })

  test('that wait for their day still do', () => {
    expect(found.piece('p6')).toMatchObject({ status: 'scheduled', date: '2031-01-01T00:00:00Z' })
  })

  test.each([
    ['p7', '<p>第一段 &amp; &lt;b&gt;</p>\n<h2>小标题</h2>\n<ul><li>一</li></ul>'],
    ['p8', '<p>第一段</p>\n<ul><li>一</li></ul>\n<p>卡片里的字</p>'],
  ])('that Ghost made no HTML of are the text of its editors: %s', (id, body) => {
    expect(found.piece(id)).toMatchObject({
      body,
      status: 'draft',
      date: null,
      notes: [
        'Ghost had made no HTML of it: it is taken from the editor’s text, without pictures and cards',
      ],
    })
  })

  test('without a text stay behind, and are named', () => {
    expect(found.dropped).toEqual([
      { kind: 'dropped', what: 'post', name: '空的', why: 'it has no text' },
    ])
  })

  test('without a title have the beginning of their text; without an excerpt what engines were told', () => {
    expect(found.piece('p10')).toMatchObject({
      title: '没有标题的文章',
      summary: '只给搜索引擎的',
      notes: ['It had no title: the beginning of its text stands in'],
    })
  })

  test('may have their time in milliseconds', () => {
    expect(found.piece('p11').date).toBe('2021-03-24T04:36:13Z')
  })

  test('come without what else the export holds, which is named and not shown', () => {
    expect(found.notes).toEqual(['Tables that stay behind: api_keys (1), members (2)'])
    const all = JSON.stringify(found.all)
    expect(all).not.toContain('SECRET')
    expect(all).not.toContain('INJECTED')
  })
})

describe('a Ghost export', () => {
  test('whose site nobody named keeps addresses from its root, and says what to do', async () => {
    const source = await open('version-5.json')
    expect(source).toMatchObject({ software: 'Ghost', system: 'ghost', site: null })
    const found = await foundIn(source)
    expect(found.piece('p1').lead?.picture).toBe('/content/images/2024/01/lead.jpg')
    expect(found.notes[0]).toMatch(/^The export leaves the site’s address open .* --site https:/)
  })

  test('of an older form says its site, in a folder, and reads the same', async () => {
    const source = await open('version-1.json')
    expect(source.site).toBe('https://old.example')
    expect((await foundIn(source)).piece('5')).toMatchObject({
      body: '<p><img src="https://old.example/blog/content/images/a.jpg"></p>',
      lead: { picture: '/content/images/b.jpg', alt: null, caption: null },
      categories: [{ name: 'Town', slug: 'town' }],
      author: 'Old Author',
      summary: 'In short',
      date: '2015-03-01T10:20:30Z',
      updatedAt: '2015-03-01T10:20:30Z',
      addresses: ['/blog/old-post/'],
      notes: [],
    })
  })

  test('reads the same whichever of its tables comes first', async () => {
    await inFolder(async (folder) => {
      const { db } = JSON.parse(readFileSync(file('version-5.json'), 'utf8'))
      const data = Object.fromEntries(Object.entries(db[0].data).reverse())
      const path = join(folder, 'turned.json')
      writeFileSync(path, JSON.stringify({ db: [{ data, meta: db[0].meta }] }))
      const turned = await foundIn(await openGhost(optionsFor(path, SITE)))
      const found = await foundIn(await open('version-5.json', SITE))
      expect(turned.pieces).toEqual(found.pieces)
    })
  })

  test.each([
    ['cut off', (text: string) => text.slice(0, text.indexOf('"members"'))],
    ['damaged', (text: string) => text.replace('"SECRET-4446bf1b18c1"', '"SECRET" "SECRET-more"')],
    ['no JSON', () => '{"db": SECRET}'],
  ])(
    'that is %s is refused before anything is read, and its secrets are not told',
    async (_, break_) => {
      await inFolder(async (folder) => {
        const path = join(folder, 'export.json')
        writeFileSync(path, break_(readFileSync(file('version-5.json'), 'utf8')))
        const refused = await openGhost(optionsFor(path)).catch((fault: Error) => fault)
        expect(refused).toBeInstanceOf(Error)
        const { message } = refused as Error
        expect(message).toMatch(/^export\.json: it .*Export it again from Ghost/)
        expect(message).not.toContain('SECRET')
      })
    },
  )

  test('is told from other files by its beginning', () => {
    const start = (name: string) => readFileSync(file(name), 'utf8').slice(0, 4096)
    expect([isGhost(start('version-5.json')), isGhost(start('version-1.json'))]).toEqual([
      true,
      true,
    ])
    expect(isGhost('{"data":{"posts":[')).toBe(true)
    expect(isGhost('[{"title":"a"}]')).toBe(false)
    expect(isGhost('{"data":"a"}')).toBe(false)
  })
})

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ghost-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
