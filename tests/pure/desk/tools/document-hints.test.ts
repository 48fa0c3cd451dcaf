import { expect, test } from 'vitest'
import { hintsInDocument, MOST_HINTS } from '../../../../src/desk/script/tools/document-hints.ts'
import { isChinese } from '../../../../src/desk/script/tools/hint.ts'
import { code, codeBlock, doc, h, p, picture, quotation, strong, text } from './document.ts'

test('hints stand where the text is, across marks, in quotations and after pictures', () => {
  const article = doc(
    p('今天', text(',', strong), '开会。'),
    quotation(p(picture(), '今天,开会。')),
  )
  expect(hintsInDocument(article)).toEqual([
    { kind: 'half', from: 3, to: 4, fix: '，' },
    { kind: 'half', from: 13, to: 14, fix: '，' },
  ])
})

test('code is left alone', () => {
  const article = doc(p('用', text('今天,开会', code), '。'), codeBlock('今天,开会'))
  expect(hintsInDocument(article)).toEqual([])
})

test('headings may be parted by spaces', () => {
  expect(hintsInDocument(doc(h(2, '风雨无阻，向前进 上海发布')))).toEqual([])
})

test('a quotation of several paragraphs opens in each and closes in the last', () => {
  const article = doc(p('“第一段。'), p('“第二段。'), p('“第三段。”'))
  expect(hintsInDocument(article)).toEqual([])
  expect(hintsInDocument(doc(p('“第一段。'), p('第二段。')))).toMatchObject([{ from: 1 }])
  expect(hintsInDocument(doc(p('第一段。'), p('“第二段。')))).toMatchObject([{ from: 7 }])
})

test('no more than a thousand are told', () => {
  const article = doc(...Array.from({ length: 300 }, () => p('今天,明天,后天,大后天,再说')))
  expect(hintsInDocument(article)).toHaveLength(MOST_HINTS)
})

test('only Chinese is looked at', () => {
  expect(['zh', 'zh-CN', 'zh-Hant-TW', 'yue'].filter(isChinese)).toHaveLength(4)
  expect(['en', 'ja', 'zha', '', 'ko-KR'].filter(isChinese)).toEqual([])
})
