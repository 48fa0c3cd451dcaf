import { describe, expect, test } from 'vitest'
import { isBlank, tidyLine, tidyName } from '../../../src/articles/names'

describe('what names people read', () => {
  test.each([
    ['Zoe\u0308', 'Zoë'],
    ['Jose\u0301', 'José'],
    ['Tiê\u0301ng Viê\u0323t', 'Tiếng Việt'],
    ['か\u3099く', 'がく'],
    ['\u1112\u1161\u11ab국', '한국'],
    ['A\u030a', 'Å'],
  ])('%s is composed', (typed, kept) => expect(tidyLine(typed)).toBe(kept))

  test.each(
    [0xad, 0x34f, 0x61c, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0x2064, 0x3164]
      .concat([0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0x1d173, 0xe0001, 0xe0020, 0xe0100])
      .map((code) => [`U+${code.toString(16).toUpperCase()}`, String.fromCodePoint(code)]),
  )('has no %s, wherever it stands', (name, unseen) => {
    expect(tidyLine(`${unseen}News`)).toBe('News')
    expect(tidyLine(`发展${unseen}\n`)).toBe(name === 'U+E0100' ? `发展${unseen}` : '发展')
    expect(tidyLine(`New${unseen}s`)).toBe('News')
    expect(tidyLine(`Ne ${unseen} ws`)).toBe('Ne  ws')
    expect(isBlank(`${unseen} ${unseen}`)).toBe(true)
  })

  test.each([
    ['a family', '👩\u200d👩\u200d👧'],
    ['a shade of skin', '👩🏽\u200d🚀'],
    ['a heart in red', '❤\ufe0f'],
    ['a rainbow flag', '🏳\ufe0f\u200d🌈'],
    ['the flag of Scotland', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['a key on the phone', '5\ufe0f\u20e3'],
    ['Persian', 'می\u200cخواهم'],
    ['Malayalam', 'അവന്\u200d'],
    ['Hindi', 'क्\u200dष'],
    ['a variant of 葛', '葛\u{e0100}城'],
    ['Hebrew with marks of direction', 'שלום\u200f! C++'],
    ['Mongolian', 'ᠭᠠ\u180bᠯ'],
  ])('keeps what shapes %s', (_, text) => expect(tidyLine(text)).toBe(text))

  test.each([
    ['⽂化⼴场', '文化广场'],
    ['⻓江', '长江'],
  ])('with a page of its own has Han characters for radicals: %s', (typed, kept) =>
    expect(tidyName(typed)).toBe(kept),
  )

  test.each(['\u2800', ' \u3000', ''])('%j is blank', (text) => expect(isBlank(text)).toBe(true))
  test.each(['.', '字', '❤', '\u0301'])('%s is not', (text) => expect(isBlank(text)).toBe(false))
})
