import { describe, expect, test } from 'vitest'
import { charactersOf, fitIn, wrap } from '../../../../src/desk/script/card/lines'

/** As if set in a font whose Han characters are as wide as they are high, and others half as wide. */
const measureIn = (size: number) => (text: string) =>
  charactersOf(text).reduce(
    (sum, one) => sum + (/[\u2e80-\uffff“”…—]/u.test(one) ? size : size / 2),
    0,
  )

const measure = measureIn(10)
/** Lines of so many Han characters. */
const inLinesOf = (count: number, text: string) => wrap(text, count * 10, measure)

const ROOM = { width: 1040, height: 340, sizes: [104, 92, 80, 72, 64, 58], leading: 1.3 }
const set = (text: string) => fitIn(text, ROOM, measureIn)

const HAN =
  '市轮渡公司今晨宣布恢复南埠头至北岸的夜间航班（试行）,每班可载乘客三百人：首班船六点整从渡口开出，“夜航”票价两元，六十岁以上老人免费'

describe('a title in lines', () => {
  test('breaks between words of Han, and within one that is too long', () => {
    expect(inLinesOf(4, '清晨的渡口恢复夜航')).toEqual(['清晨的', '渡口恢复', '夜航'])
    expect(inLinesOf(1, '渡口')).toEqual(['渡', '口'])
  })

  test('begins no line with what closes, and ends none with what opens', () => {
    expect(inLinesOf(4, '渡口恢复，夜航')).toEqual(['渡口', '恢复，', '夜航'])
    expect(inLinesOf(4, '今天看《渡口》')).toEqual(['今天看', '《渡口》'])
    expect(inLinesOf(4, '他说：“开船了！”大家')).toEqual(['他说：', '“开船', '了！”', '大家'])
    for (let width = 3; width < 20; width++) {
      for (const line of inLinesOf(width, HAN)) {
        expect(line, `${width}`).not.toMatch(/^[，。、：；！？”’）》,]|[“‘（《]$/)
      }
    }
  })

  test('keeps dashes and dots whole', () => {
    expect(inLinesOf(4, '甲乙丙——丁戊')).toEqual(['甲乙', '丙——丁', '戊'])
    expect(inLinesOf(3, '甲乙丙……')).toEqual(['甲乙', '丙……'])
  })

  test('keeps Latin words and numbers whole, among Han too', () => {
    expect(inLinesOf(7, 'The ferry sails again')).toEqual(['The ferry', 'sails again'])
    expect(inLinesOf(5, '访问OpenStreet网站')).toEqual(['访问', 'OpenStreet', '网站'])
    expect(inLinesOf(4, '共12,500人乘船')).toEqual(['共12,500', '人乘船'])
    expect(inLinesOf(3, 'It’s late')).toEqual(['It’s', 'late'])
  })

  test('has no space at either end of a line', () => {
    for (let width = 2; width < 12; width++) {
      for (const line of inLinesOf(width, ' 渡口 ferry  terminal \n 恢复 夜航 ')) {
        expect(line).toBe(line.trim())
      }
    }
  })

  test('breaks a word that is wider than a line between characters as people see them', () => {
    expect(inLinesOf(2, 'abcdefghij')).toEqual(['abcd', 'efgh', 'ij'])
    expect(inLinesOf(1, '👨‍👩‍👧‍👦e\u0301x')).toEqual(['👨‍👩‍👧‍👦e\u0301', 'x'])
  })

  test('loses nothing but spaces at its ends', () => {
    const bare = (text: string) => text.replaceAll(/\s/g, '')
    for (const text of [
      HAN,
      'The ferry sails, again: “tonight”.',
      '渡口 ferry 夜航2026年',
      '',
      '…',
    ]) {
      for (let width = 1; width < 15; width++) {
        expect(bare(inLinesOf(width, text).join(''))).toBe(bare(text))
      }
    }
  })
})

describe('a title on a card', () => {
  test('is set large when it is short', () => {
    expect(set('渡口恢复夜航')).toEqual({ size: 104, lines: ['渡口恢复夜航'] })
    expect(set('Ferry sails')).toEqual({ size: 104, lines: ['Ferry sails'] })
  })

  test('has lines of about one length', () => {
    expect(set('清晨的渡口恢复夜间的航班了').lines).toEqual(['清晨的渡口恢复', '夜间的航班了'])
  })

  test('of sixty Han characters stands there whole, in smaller letters', () => {
    const title = HAN.slice(0, 60)
    const { size, lines } = set(title)
    expect(charactersOf(title)).toHaveLength(60)
    expect(size).toBeLessThan(80)
    expect(lines.join('')).toBe(title)
  })

  test('that is longer is cut with an ellipsis, within its room', () => {
    for (const title of [
      HAN.repeat(2),
      HAN.repeat(500),
      'word '.repeat(200),
      'x'.repeat(100_000),
    ]) {
      const { size, lines } = set(title)
      expect(size).toBe(58)
      expect(lines.length * size * ROOM.leading).toBeLessThanOrEqual(ROOM.height)
      expect(lines.at(-1)).toMatch(/[^，。：…\s]…$/u)
      for (const line of lines) expect(measureIn(size)(line)).toBeLessThanOrEqual(ROOM.width)
    }
  })

  test('is set smaller rather than with a broken word', () => {
    const { size, lines } = set('Donaudampfschifffahrtsgesellschaft')
    expect(lines).toEqual(['Donaudampfschifffahrtsgesellschaft'])
    expect(size).toBeLessThan(72)
    expect(set('Pneumonoultramicroscopicsilicovolcanoconiosis').lines.length).toBe(2)
  })

  test.each([
    '',
    ' ',
    '\u200b',
    'استئناف رحلات العبّارة الليلية بين الضفتين بعد توقف دام ثلاثة أشهر',
    '🚢'.repeat(80),
    '\ud83d',
    '）））（（（',
  ])('can be anything: %s', (title) => {
    const { size, lines } = set(title)
    expect(ROOM.sizes).toContain(size)
    expect(lines.length).toBeLessThanOrEqual(4)
  })
})
