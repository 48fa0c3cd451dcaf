import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  countNode,
  countRange,
  countSource,
  countText,
  lengthOf,
  lengthWithoutMarks,
  minutesToRead,
} from '../../../../src/desk/script/tools/count.ts'
import { doc, h, lineBreak, p, picture, quotation, ruby, strong, text } from './document.ts'

describe('a text is counted', () => {
  test.each([
    ['今天开会', { han: 4 }],
    ['今天，我们开会。', { han: 6, marks: 2 }],
    ['他说：“好。”', { han: 3, marks: 4 }],
    ['Hello, world.', { words: 2, otherMarks: 2 }],
    ['“Hello”', { words: 1, otherMarks: 2 }],
    ['2026年增长 1,140.5 万人', { han: 5, numbers: 2 }],
    ['使用 Windows 系统', { han: 4, words: 1 }],
    ['Don’t go', { words: 2 }],
    ['𠮷野家', { han: 3 }],
    ['Приёмник и радио', { words: 3 }],
    ['  ', { paragraphs: 0 }],
    ['', { paragraphs: 0 }],
  ])('by characters, words, numbers and marks: %s', (words, expected) => {
    expect(countText(words)).toEqual({
      han: 0,
      words: 0,
      numbers: 0,
      marks: 0,
      otherMarks: 0,
      paragraphs: 1,
      pictures: 0,
      ...expected,
    })
  })

  test('as Chinese word processors count it, with punctuation and without', () => {
    const count = countText('今天，Windows 卖出 3,000 份。')
    expect(lengthOf(count)).toBe(9)
    expect(lengthWithoutMarks(count)).toBe(7)
  })

  test('with its paragraphs and pictures, and not with its pinyin', () => {
    const article = doc(
      h(2, '标题'),
      p('今天', text('临江', ruby('lín jiāng')), text('开会', strong)),
      p(),
      p(picture()),
      quotation(p('第一行', lineBreak(), '第二行')),
    )
    expect(countNode(article)).toMatchObject({ han: 14, words: 0, paragraphs: 4, pictures: 1 })
  })

  test('as it is written in the source', () => {
    expect(countSource('# 标题\n\n今天**开会**。\n')).toMatchObject({ han: 6, paragraphs: 2 })
  })
})

test('what is selected is counted by itself, within a paragraph and across several', () => {
  const article = doc(p('今天开会'), quotation(p('明天放假'), p('后天上班')))
  const counted = (from: number, to: number) => countRange(article, from, to).han
  expect(counted(2, 4)).toBe(2)
  expect(counted(3, 10)).toBe(4)
  expect(counted(0, article.content.size)).toBe(12)
})

test('a whole is as much as its paragraphs, whatever they hold', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (texts) => {
      const article = doc(...texts.map((words) => p(words)))
      const whole = countRange(article, 0, article.content.size)
      expect(countNode(article)).toEqual(whole)
      expect(Math.min(...Object.values(whole))).toBeGreaterThanOrEqual(0)
      const lengths = texts.map((words) => lengthOf(countText(words)))
      expect(lengthOf(whole)).toBe(lengths.reduce((a, b) => a + b, 0))
    }),
  )
})

test('reading takes a minute for 400 characters or 240 words, and nothing no time', () => {
  expect(minutesToRead(countText('字'.repeat(400)))).toBe(1)
  expect(minutesToRead(countText('字'.repeat(401)))).toBe(2)
  expect(minutesToRead(countText('word '.repeat(240)))).toBe(1)
  expect(minutesToRead(countText(''))).toBe(0)
})
