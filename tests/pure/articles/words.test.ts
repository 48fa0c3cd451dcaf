import { describe, expect, test } from 'vitest'
import { excerptOf } from '../../../src/articles/body/excerpt'
import { numberedSlug, slugFault, slugFrom } from '../../../src/articles/writing/slug'
import { toLocal, toUtc } from '../../../src/time'

const bytes = (slug: string) => encodeURIComponent(slug).length

describe('a slug from a title', () => {
  test.each([
    ['Hello, World!', 'hello-world'],
    ["Don't Stop", 'dont-stop'],
    ['２０２４年ＡＢＣ', '2024年abc'],
    ['区政协，发展——市', '区政协-发展-市'],
    ['Ça va? Привет', 'ça-va-привет'],
    ['  --a--  ', 'a'],
    ['😀', ''],
    ['二〇二六年政府工作报告', '二〇二六年政府工作报告'],
    ['二○二六年', '二〇二六年'],
    ['〡〢〸', '〡〢十'],
    ['○ 一', '一'],
    ['⻓江⻔户', '长江门户'],
    ['news\u00adroom 少年\u2060宫', 'newsroom-少年宫'],
  ])('%s → %s', (title, slug) => expect(slugFrom(title, 206)).toBe(slug))

  test('is cut at a hyphen when it is too long, or else between characters', () => {
    expect(slugFrom('one two three four', 12)).toBe('one-two')
    expect(slugFrom('one two', 7)).toBe('one-two')
    expect(slugFrom('字'.repeat(50), 100)).toBe('字'.repeat(11))
    expect(slugFrom(`a ${'b'.repeat(50)}`, 20)).toBe(`a-${'b'.repeat(18)}`)
  })

  test('is always one that may be given, also with a number behind it', () => {
    for (const title of [
      '开放❤️日',
      "ᄀ'ᅡ zwei",
      'Don´t panic',
      'A b',
      '字 w'.repeat(60),
      'É́ x',
      'İstanbul',
      '１．２',
      'ﬁre ① ½',
    ]) {
      for (const slug of [slugFrom(title, 60), numberedSlug(slugFrom(title, 60), 1234567, 60)]) {
        expect(slugFault(slug, 60), slug).toBeNull()
        expect(bytes(slug)).toBeLessThanOrEqual(60)
      }
    }
  })
})

test('whatever characters a title has, its slug is one that may be given', () => {
  const bad: string[] = []
  for (let code = 1; code < 0x2fa20; code++) {
    if (code >= 0xd800 && code < 0xe000) continue
    const c = String.fromCodePoint(code)
    for (const title of [c, `a${c}b`, `字 ${c}日`, `a'${c}`, `ᄀ${c}-${c}`]) {
      const slug = slugFrom(title, 206)
      if (slug && slugFault(slug, 206)) bad.push(`${code.toString(16)} in ${title} → ${slug}`)
    }
  }
  expect(bad).toEqual([])
}, 60_000)

describe('an excerpt', () => {
  test('is the whole text when that is short', () => {
    expect(excerptOf('会议今天召开。')).toBe('会议今天召开。')
  })

  test('ends with a sentence where one ends in its second half', () => {
    const sentence = `${'会'.repeat(39)}。`
    expect(excerptOf(sentence.repeat(5))).toBe(sentence.repeat(2))
  })

  test('is cut with … otherwise, in Latin text between words', () => {
    expect(excerptOf('会'.repeat(300))).toBe(`${'会'.repeat(110)}…`)
    expect(excerptOf('some words '.repeat(50))).toMatch(/^(some words )+(some|some words)…$/)
  })

  test('joins lines: with a space in Latin text, without one in Chinese', () => {
    expect(excerptOf('one\ntwo')).toBe('one two')
    expect(excerptOf('上午。\n下午')).toBe('上午。下午')
    expect(excerptOf('하나\n둘')).toBe('하나 둘')
  })
})

describe('time', () => {
  const instant = Date.UTC(2024, 6, 13, 5, 51, 2) / 1000

  test('UTC for machines', () => expect(toUtc(instant)).toBe('2024-07-13T05:51:02Z'))

  test.each([
    ['Asia/Shanghai', '2024-07-13 13:51:02', '2024-07-13T13:51:02+08:00'],
    ['America/New_York', '2024-07-13 01:51:02', '2024-07-13T01:51:02-04:00'],
    ['UTC', '2024-07-13 05:51:02', '2024-07-13T05:51:02+00:00'],
    ['Pacific/Apia', '2024-07-13 18:51:02', '2024-07-13T18:51:02+13:00'],
    ['Asia/Kolkata', '2024-07-13 11:21:02', '2024-07-13T11:21:02+05:30'],
  ])('local in %s', (zone, text, iso) => {
    expect(toLocal(instant, zone)).toEqual({ text, iso })
  })

  test('midnight is 00, and the offset follows daylight saving', () => {
    const midnight = Date.UTC(2024, 0, 1, 5) / 1000
    expect(toLocal(midnight, 'America/New_York')).toEqual({
      text: '2024-01-01 00:00:00',
      iso: '2024-01-01T00:00:00-05:00',
    })
  })
})
