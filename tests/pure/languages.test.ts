import { describe, expect, test } from 'vitest'
import { mendedLanguage } from '../../src/editing/contract/values'
import { directionOf, scriptOf } from '../../src/site/language'
import { readLanguage } from '../../src/site/registered'
import { VARIANTS } from '../../src/site/subtags'

const faultOf = (tag: string) => {
  const read = readLanguage(tag)
  return 'fault' in read ? read.fault : null
}

describe('a language tag', () => {
  test.each([
    ...[
      'zh',
      'zh-CN',
      'zh-Hans',
      'zh-Hant-HK',
      'en',
      'en-GB',
      'ar',
      'he',
      'ur',
      'fa',
      'yue',
      'wuu',
      'nan',
    ],
    ...[
      'ii',
      'bo',
      'ug',
      'mn-Mong',
      'za',
      'aaa',
      'zzj',
      'und',
      'mul',
      'zxx',
      'qaa',
      'qtz',
      'und-Arab',
    ],
    ...[
      'sr-Latn-RS',
      'es-419',
      'de-1996',
      'ca-valencia',
      'sl-1994-rozaj',
      'zh-Latn-pinyin',
      'en-XA',
    ],
    ...['en-x-newsroom', 'en-u-ca-gregory', 'en-t-zh', 'zh-Qaaa', 'en-x-cn-english'],
  ])('%s is accepted', (tag) => expect(readLanguage(tag)).toEqual({ tag }))

  test.each([
    ['zh-hans-cn', 'zh-Hans-CN'],
    ['iw', 'he'],
    ['en-UK', 'en-GB'],
    ['cmn', 'zh'],
  ])('%s is written as it should be: %s', (tag, tidy) => {
    expect(readLanguage(tag)).toEqual({ tag: tidy })
  })

  test.each([
    ['cn', 'has "cn", which is no registered language; if you mean the language of CN, write "zh"'],
    ['jp', 'has "jp", which is no registered language; if you mean the language of JP, write "ja"'],
    ['dk', 'has "dk", which is no registered language; if you mean the language of DK, write "da"'],
    ...['english', 'chinese', 'aav1x', 'xx', 'zzz', 'eng-', 'abq1'].map((tag) => [tag, '']),
    ['zh-Simp', 'has "Simp", which is no registered script; leave it out, as in "zh"'],
    ['en-EN', 'has "EN", which is no registered region; leave it out, as in "en"'],
    ['en-english', 'has "english", which is no registered variant; leave it out, as in "en"'],
    ['no language', 'must be a BCP 47 language tag, like zh-CN or en'],
  ] as [string, string][])('%s is refused with the remedy', (tag, fault) => {
    expect(faultOf(tag)).not.toBeNull()
    if (fault) expect(faultOf(tag)).toBe(fault)
  })

  test('of any registered variant is accepted', () => {
    // Of four letters and four digits Intl makes a script.
    const read = VARIANTS.split(' ').filter((variant) => !/^[a-z]{4}[0-9]{4}$/.test(variant))
    expect(read.length).toBeGreaterThan(120)
    for (const variant of read) expect(faultOf(`en-${variant}`), variant).toBeNull()
  })

  test('that was accepted before keeps what is registered of it, and says nothing more', () => {
    const mended = mendedLanguage(35)
    expect(mended.parse('cn')).toBe('und')
    expect(mended.parse('english')).toBe('und')
    expect(mended.parse('zh-Simp')).toBe('zh')
    expect(mended.parse('zh-cn')).toBe('zh-CN')
  })
})

test('nothing follows from a language that nobody has determined, unless a script is told', () => {
  for (const tag of ['und', 'und-CN', 'mul', 'zxx']) {
    expect([tag, scriptOf(tag), directionOf(tag)]).toEqual([tag, null, 'auto'])
  }
  expect(directionOf('und-Hebr')).toBe('rtl')
  expect(directionOf('und-Latn')).toBe('ltr')
})
