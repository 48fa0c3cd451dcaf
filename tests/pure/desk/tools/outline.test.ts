import { expect, test } from 'vitest'
import { outlineOf } from '../../../../src/desk/script/tools/outline.ts'
import { doc, h, p, quotation, ruby, text } from './document.ts'

test('the outline has the headings, where they stand', () => {
  const article = doc(
    h(2, '第一'),
    p('文'),
    h(3, '第', text('二', ruby('èr'))),
    quotation(h(2, '引')),
  )
  expect(outlineOf(article)).toEqual([
    { level: 2, text: '第一', at: 1, skipped: null },
    { level: 3, text: '第二', at: 8, skipped: null },
  ])
})

test('a level that was left out is told, going down and not going up', () => {
  const levels = [2, 4, 4, 2, 3].map((level) => h(level, '题'))
  expect(outlineOf(doc(...levels)).map(({ skipped }) => skipped)).toEqual([
    null,
    3,
    null,
    null,
    null,
  ])
})
