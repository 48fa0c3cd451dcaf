import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tidySyllables } from '../../../../src/articles/body/pinyin'
import { COMMON_CHARACTERS } from '../../../../src/desk/script/pinyin/common-characters'
import { isDifficult } from '../../../../src/desk/script/pinyin/difficult'
import { MENDED } from '../../../../src/desk/script/pinyin/mended'
import { ownOf } from '../../../../src/desk/script/pinyin/own'
import { propose } from '../../../../src/desk/script/pinyin/proposals'

type Readings = [word: string, pinyin: string][]

const read = (text: string, readings: Readings = []) =>
  propose(text, ownOf(readings), 'all')
    .map(({ pinyin }) => pinyin || '?')
    .join(' ')

describe('the newsroom’s own readings', () => {
  test('come before the library, and say that they are its own', () => {
    const proposals = propose('重庆路', ownOf([['重庆', 'zhòng qìng']]), 'all')
    expect(proposals.map(({ pinyin, source }) => [pinyin, source])).toEqual([
      ['zhòng', 'own'],
      ['qìng', 'own'],
      ['lù', 'library'],
    ])
    expect(proposals[0]?.others).toContain('chóng')
  })

  test('are taken with the longest word first, wherever it begins', () => {
    const readings: Readings = [
      ['甲乙', 'a a'],
      ['乙丙丁', 'e e e'],
      ['丁', 'o'],
      ['乙', 'ei'],
    ]
    expect(read('甲乙丙丁', readings)).toBe('jiǎ e e e')
    expect(read('甲乙甲乙丙', readings)).toBe('a a a a bǐng')
  })

  test('come before words of ours, whatever their length', () => {
    expect(read('闵行', [['行', 'xíng']])).toBe('mǐn xíng')
  })

  test('reach over what is not Han, and beyond the first plane', () => {
    const readings: Readings = [
      ['A股', 'gù'],
      ['𠮷野家', 'jí yě jiā'],
    ]
    expect(read('买A股，去𠮷野家', readings)).toBe('mǎi gù qù jí yě jiā')
  })
})

describe('what the library has wrong', () => {
  test.each([
    ['闵行区处长系鞋带', 'mǐn háng qū chù zhǎng jì xié dài'],
    ['孩子盛饭', 'hái zi chéng fàn'],
    ['慢慢地走', 'màn màn de zǒu'],
    ['高高兴兴地去', 'gāo gāo xìng xìng de qù'],
    ['台州乐清', 'tāi zhōu yuè qīng'],
  ])('is mended in %s', (text, pinyin) => {
    expect(read(text)).toBe(pinyin)
  })

  test.each([
    ['好处长期存在', 'hǎo chù cháng qī cún zài'],
    ['处处地方', 'chù chù dì fāng'],
    ['关系好', 'guān xì hǎo'],
    ['宁静', 'níng jìng'],
    ['一个不是', 'yī gè bù shì'],
    ['律师女儿履行', 'lǜ shī nǚ ér lǚ xíng'],
  ])('is left as it is in %s', (text, pinyin) => {
    expect(read(text)).toBe(pinyin)
  })

  test('is mended with pinyin, a syllable to each character', () => {
    for (const [word, syllables] of [...MENDED.values()].flatMap(({ words }) => [...words])) {
      expect(tidySyllables(syllables.join(' ')), word).toEqual(syllables)
      expect(syllables.length, word).toBe(word.length)
    }
  })
})

describe('a proposal', () => {
  test('has its place, also behind characters of two units and before marks', () => {
    const text = '😀社，𬭊\u{e0100}字a'
    const proposals = propose(text, ownOf([]), 'all')
    expect(proposals.map(({ from, to }) => text.slice(from, to))).toEqual([
      '社',
      '𬭊\u{e0100}',
      '字',
    ])
    expect(proposals.map(({ pinyin }) => pinyin)).toEqual(['shè', 'dù', 'zì'])
  })

  test('is empty where nobody knows a reading', () => {
    expect(propose('𠮷', ownOf([]), 'all')).toMatchObject([{ pinyin: '', others: [] }])
  })

  test('offers the other readings that a character has', () => {
    expect(propose('行', ownOf([]), 'all')[0]?.others).toEqual(['háng', 'hàng', 'héng'])
    expect(propose('地方', ownOf([]), 'all')[0]?.others).toContain('de')
  })

  test('is for difficult characters only, where those are asked for', () => {
    const proposals = propose('小区里有鸬鹚和社情民意', ownOf([]), 'difficult')
    expect(proposals.map(({ character }) => character)).toEqual(['鸬', '鹚'])
  })

  test('agrees with what stands in the samples, but for a few', () => {
    const bodies = readdirSync('samples')
      .filter((name) => name.endsWith('.md'))
      .map((name) => readFileSync(`samples/${name}`, 'utf8'))
    const groups = bodies.flatMap((body) => [...body.matchAll(/\{(\p{Script=Han})\|([^{}|]+)\}/gu)])
    const text = groups.map(([, character]) => character).join('')
    expect(groups.length).toBeGreaterThan(20)
    const proposals = propose(text, ownOf([]), 'all')
    const agree = proposals.filter(({ pinyin, others }, i) =>
      [pinyin, ...others].includes(groups[i]?.[2] ?? ''),
    )
    expect(agree.length / groups.length).toBeGreaterThan(0.9)
  })
})

test('the table of common characters has 3,500, each once, from 一 to 矗', () => {
  expect(new Set(COMMON_CHARACTERS).size).toBe(3_500)
  expect(COMMON_CHARACTERS).toMatch(/^一乙二十.*罐矗$/)
  expect(COMMON_CHARACTERS).toMatch(/^\p{Script=Han}{3500}$/u)
})

test('a difficult character is one beyond them', () => {
  expect([...'乂鸬𬭊国〇々'].filter(isDifficult)).toEqual(['乂', '鸬', '𬭊'])
})
