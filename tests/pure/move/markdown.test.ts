import { beforeAll, describe, expect, test } from 'vitest'
import { kindOfFolder } from '../../../scripts/move/folders/kind.ts'
import { openMarkdown } from '../../../scripts/move/folders/markdown.ts'
import { type Given, given, optionsFor, pieceIn } from './read.ts'

describe('a folder of Markdown', () => {
  let found: Given
  beforeAll(async () => {
    found = await given(await openMarkdown(optionsFor('markdown')))
  })

  test('is known by its files, and a folder without them is nothing', () => {
    expect(kindOfFolder(optionsFor('markdown').path)).toBe('markdown')
    expect(kindOfFolder(optionsFor('markdown/img').path)).toBeNull()
    expect(kindOfFolder(optionsFor('markdown/有头.md').path)).toBeNull()
  })

  test('has titles of first headings, dates of names, and folders for categories', () => {
    expect(pieceIn(found, '本地/2016-09-09-无头.md')).toMatchObject({
      title: '没有头的文章',
      body: '第一段。\n\n![图](../img/a.png) ![图](../img/a.png) ![无](b.png)',
      date: '2016-09-09T00:00:00+08:00',
      categories: [{ name: '本地', slug: null }],
      slug: '无头',
      addresses: [],
      notes: ['the picture b.png is not in the folder'],
    })
  })

  test('has what heads say, and a heading below a title stays', () => {
    expect(pieceIn(found, '有头.md')).toMatchObject({
      title: '有头',
      body: '# 标题留着\n\n正文',
      date: '2016-09-09T04:11:00+08:00',
      keywords: ['甲', '乙'],
      categories: [],
      addresses: ['/2016/youtou/', '/x?id=1'],
      notes: [],
    })
  })

  test('has names of files for titles where there is nothing else, and lines between paragraphs', () => {
    expect(pieceIn(found, '名字.md')).toMatchObject({
      title: '名字',
      body: '正文没有标题\n\n---\n\n第二段',
      date: null,
      notes: ['neither its head nor its name says a date'],
    })
    expect(pieceIn(found, '设置.md')).toMatchObject({ title: '说明: 这不是头', body: '正文' })
  })

  test('leaves behind what is in another encoding or empty, and says what to do', async () => {
    expect(found.dropped.get('gbk.md')).toMatch(/^line 1: .*--encoding gb18030/)
    expect(found.dropped.get('空.md')).toBe('it has no text')
    const other = await given(await openMarkdown(optionsFor('markdown', { encoding: 'gb18030' })))
    expect(pieceIn(other, 'gbk.md').body).toBe('你好')
  })
})
