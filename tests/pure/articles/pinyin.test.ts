import { expect, test } from 'vitest'
import { isPinyin, isPinyinSyllable } from '../../../src/articles/body/pinyin'

test.each(['she', 'shè', 'zhuàng', 'a', 'ér', 'lü', 'lǜ', 'lv', 'nüè', 'lue', 'Bei', 'jìng', 'yo'])(
  '%s is a syllable, toned or not',
  (text) => expect(isPinyinSyllable(text)).toBe(true),
)

test.each([
  '',
  'A',
  'AI',
  'GDP',
  'China',
  'test',
  'she4',
  'shéè',
  'xx',
  '2024',
  '试行',
  'bua',
  'shè ',
])('"%s" is none', (text) => expect(isPinyinSyllable(text)).toBe(false))

test('a decomposed tone mark is the same as a composed one', () => {
  expect(isPinyinSyllable('shè'.normalize('NFD'))).toBe(true)
})

test('several syllables are pinyin when each of them is', () => {
  expect(isPinyin('zhèng xié')).toBe(true)
  expect(isPinyin("xi'an")).toBe(true)
  expect(isPinyin('とうきょう')).toBe(false)
  expect(isPinyin('shè test')).toBe(false)
})
