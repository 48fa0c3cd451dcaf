import { describe, expect, test } from 'vitest'
import { Finder, MOST_MATCHES, type Sought } from '../../../../src/desk/script/tools/find.ts'
import { codeBlock, doc, lineBreak, p, picture, quotation, ruby, strong, text } from './document.ts'

const LOOSE = { isCaseExact: false, isWholeWord: false, isWidthExact: false }

const find = (article: ReturnType<typeof doc>, words: string, how: Partial<Sought> = {}) =>
  new Finder({ text: words, ...LOOSE, ...how }).findIn(article).matches

/** What is found in one paragraph, as it stands there. */
const foundIn = (words: string, sought: string, how: Partial<Sought> = {}) =>
  find(doc(p(words)), sought, how).map(({ from, to }) => words.slice(from - 1, to - 1))

describe('words are found', () => {
  test('across bold and pinyin, in every block, in order', () => {
    const article = doc(
      p('今天', text('临', ruby('lín')), text('江', strong), '开会'),
      quotation(p('在临江')),
      codeBlock('临江'),
    )
    expect(find(article, '临江')).toEqual([
      { from: 3, to: 5 },
      { from: 11, to: 13 },
      { from: 16, to: 18 },
    ])
  })

  test('not across blocks, line breaks or pictures', () => {
    const article = doc(p('临'), p('江'), p('临', lineBreak(), '江'), p('临', picture(), '江'))
    expect(find(article, '临江')).toEqual([])
  })

  test('after a picture where they stand', () => {
    expect(find(doc(p(picture(), '临江')), '江')).toEqual([{ from: 3, to: 4 }])
  })

  test('none within another', () => {
    expect(foundIn('哈哈哈哈哈', '哈哈')).toEqual(['哈哈', '哈哈'])
  })

  test('nowhere, for nothing', () => {
    expect(find(doc(p('今天')), '')).toEqual([])
  })

  test('in capitals and in small letters, or only as they are', () => {
    expect(foundIn('Word WORD word', 'word')).toEqual(['Word', 'WORD', 'word'])
    expect(foundIn('Word WORD word', 'word', { isCaseExact: true })).toEqual(['word'])
  })

  test('full-width and half-width, or only as they are', () => {
    expect(foundIn('ＡＢＣ，abc,', 'abc,')).toEqual(['ＡＢＣ，', 'abc,'])
    expect(foundIn('ＡＢＣ，abc,', 'abc,', { isWidthExact: true })).toEqual(['abc,'])
  })

  test('whole, where spaces part words', () => {
    expect(foundIn('art, party, art2, 艺术art展', 'art', { isWholeWord: true })).toEqual([
      'art',
      'art',
    ])
    expect(foundIn('艺术家与艺术', '艺术', { isWholeWord: true })).toEqual(['艺术', '艺术'])
  })

  test('where characters fold to more than themselves', () => {
    expect(foundIn('ﬁne…İstanbul', 'fine')).toEqual(['ﬁne'])
    expect(foundIn('㎡约100㎡', 'm2')).toEqual(['㎡', '㎡'])
    expect(foundIn('…', '.')).toEqual([])
    expect(foundIn('İa', 'a')).toEqual(['a'])
    expect(foundIn('𠮷野家和𠮷', '𠮷')).toEqual(['𠮷', '𠮷'])
  })

  test('however their accents are written', () => {
    expect(foundIn('cafe\u0301 café', 'café')).toEqual(['cafe\u0301', 'café'])
    expect(foundIn('cafe\u0301', 'cafe')).toEqual([])
  })
})

test('more than ten thousand places are cut off, and that is said', () => {
  const article = doc(...Array.from({ length: 3 }, () => p('字'.repeat(4_000))))
  const sought = { text: '字', ...LOOSE }
  const found = new Finder(sought).findIn(article)
  expect(found.matches).toHaveLength(MOST_MATCHES)
  expect(found.isCut).toBe(true)
  expect(new Finder(sought).findIn(doc(p('字'.repeat(10_000)))).isCut).toBe(false)
})
