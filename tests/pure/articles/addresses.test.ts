import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keysOf, normalAddress, spellings } from '../../../src/articles/addresses'

describe('an address has one spelling', () => {
  test.each([
    ['/', '/'],
    ['/?', '/'],
    ['/?&', '/'],
    ['/a/', '/a'],
    ['/a//', '/a'],
    ['/a//b/', '/a//b'],
    ['/a#top', '/a'],
    ['/a?#top', '/a'],
    ['/标题/', '/标题'],
    ['/%e6%a0%87%E9%A2%98/', '/标题'],
    ['/%E6%A0题', '/%E6%A0题'],
    ['/%7euser/%41%2d%5F', '/~user/A-_'],
    ['/a b', '/a%20b'],
    ['/a+b', '/a+b'],
    ['/a%2fb%3F', '/a%2Fb%3F'],
    ['/a%2541', '/a%2541'],
    ['/100%', '/100%25'],
    ['/%4%31', '/%2541'],
    ['/a|b"<>`{}[]^', '/a%7Cb%22%3C%3E%60%7B%7D%5B%5D%5E'],
    ['/%a1%b1/%d6%d0', '/%A1%B1/%D6%D0'],
    ['/%D6%D0%E6%A0%87', '/%D6%D0标'],
    ['/%C0%AF%ED%A0%80%F4%90%80%80', '/%C0%AF%ED%A0%80%F4%90%80%80'],
    ['/cafe\u0301', '/caf\u00e9'],
    ['/cafe%CC%81', '/caf\u00e9'],
    ['/%AE%CC%81', '/%AE\u0301'],
    ['/\u1fef', '/%60'],
    ['/a/./b/../c/%2e%2E/d', '/a/d'],
    ['/../..', '/'],
    ['/a/.', '/a'],
    ['/a\\b', '/a/b'],
    ['/?b=2&a=1&b=1', '/?a=1&b=2&b=1'],
    ['/?a=x+y', '/?a=x%20y'],
    ['/?a=x%20y', '/?a=x%20y'],
    ['/?a=x%2By', '/?a=x%2By'],
    ["/?a='x'", '/?a=%27x%27'],
    ["/'x'", "/'x'"],
    ['/?a[]=1&a%5b%5d=2', '/?a%5B%5D=1&a%5B%5D=2'],
    ['/?a=b=c?d/e', '/?a=b=c?d/e'],
    ['/?=1&b&a=', '/?=1&a=&b'],
    ['/?q=\u6807', '/?q=标'],
    ['/a=\u0338?b=\u0338c', '/a\u2260?b=\u0338c'],
    ['/\ud83d', '/\ufffd'],
  ])('%s is %s', (address, normal) => {
    expect(normalAddress(address)).toBe(normal)
    expect(normalAddress(normal)).toBe(normal)
  })

  test.each([
    '',
    'a',
    '?a=1',
    '//host/a',
    '/\\host',
    '\\a',
    '/a/..//b',
    ' /a',
    'https://example.org/a',
    '/a\nb',
    '/a%00',
    '/a%0Ab',
    '/%7F',
    '/\u0085',
    '/?a=%C2%85',
  ])('%j is none', (address) => {
    expect(normalAddress(address)).toBeNull()
  })

  test('is up to a thousand bytes long, however it is written', () => {
    const longest = `/${'字'.repeat(333)}`
    expect(normalAddress(longest)).toBe(longest)
    expect(normalAddress(encodeURI(longest))).toBe(longest)
    expect(normalAddress(`${longest}字`)).toBeNull()
    expect(normalAddress(`/${'a'.repeat(20_000)}/..`)).toBeNull()
  })

  test('takes no longer where marks are heaped up', () => {
    const heap = `/a${'\u0301\u0316'.repeat(160)}`
    expect(normalAddress(heap)).toBe(heap)
  })
})

const PIECES = [
  ...'/?&=#+\\.~-_:;@!\'()*,$|"<>`{}[]^% aZ9社é字',
  ...['..', './', '//', '%2e', '%2E', '%41', '%e7%a4%be', '%D6%D0', '%ae', '%2f', '%25', '%', '%3'],
  ...['\u0301', '%CC%81', '\u0338', '%cc%b8', '\u037e', '\u1fef', '\u0344', '\u1100', '\u1161'],
  ...['\ud83d', '\ude00', '😀', '%F0%9F%98%80', '%ED%A0%80', 'a=1', 'utm_source=x', 'id=7'],
]
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 3 })), {
    maxLength: 40,
  })
  .map((pieces) => `/${pieces.join('')}`)

test('an address has no character that an article could not name it by', () => {
  for (const address of ['/\ufffe', '/a?b=\uffff', '/%EF%BF%BE', '/%00', '/\u0007']) {
    expect(normalAddress(address)).toBeNull()
  }
})

test('spelled once more, an address is the same', () => {
  fc.assert(
    fc.property(hostile, (address) => {
      const normal = normalAddress(address)
      if (normal !== null) expect(normalAddress(normal)).toBe(normal)
    }),
    { numRuns: 5_000 },
  )
})

/** What may be escaped or not: letters, marks, digits and the four signs (RFC 3986, 2.3). */
const LETTERS = [...'abcXYZ0189-._~社区é한😀ｘ', 'e\u0301', '\u0301', '\u1100\u1161']
const steps = fc.array(fc.constantFrom(...LETTERS, '/', '?', '&', '=', '%D6'), { maxLength: 30 })
const percent = (bytes: Uint8Array, isLower: boolean) =>
  [...bytes]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .map((hex) => `%${isLower ? hex : hex.toUpperCase()}`)
    .join('')
const encoder = new TextEncoder()

test('however its letters are escaped, an address is spelled alike', () => {
  const ways = fc.array(fc.constantFrom('plain', 'upper', 'lower'), {
    minLength: 60,
    maxLength: 60,
  })
  fc.assert(
    fc.property(steps, ways, (letters, way) => {
      const characters = letters.flatMap((one) => (one === '%D6' ? [one] : [...one]))
      const spelled = characters.map((one, i) =>
        way[i] === 'plain' || /^[/?&=%]/.test(one)
          ? one
          : percent(encoder.encode(one), way[i] === 'lower'),
      )
      expect(normalAddress(`/${spelled.join('')}`)).toBe(normalAddress(`/${characters.join('')}`))
    }),
    { numRuns: 3_000 },
  )
})

test('what a browser makes of an address is the same address', () => {
  fc.assert(
    fc.property(hostile, (address) => {
      const url = URL.parse(address.replace(/[\t\n\r]/g, ''), 'https://news.test')
      if (url?.host !== 'news.test' || address.startsWith('//') || /\p{Cc}/u.test(address)) return
      // At the end of an address a browser takes spaces for typed by mistake, and no other white space.
      const typed = address.replace(/ +$/, '')
      expect(normalAddress(url.pathname + url.search)).toBe(normalAddress(typed))
    }),
    { numRuns: 5_000 },
  )
})

describe('what may have been written down for an address', () => {
  test.each([
    ['/', ['/']],
    ['/?utm_source=a', ['/?utm_source=a']],
    ['/a', ['/a']],
    ['/?p=7', ['/?p=7']],
    ['/a?id=7', ['/a?id=7', '/a']],
    ['/a?from=timeline&id=7', ['/a?from=timeline&id=7', '/a?id=7', '/a']],
    ['/a?UTM_Medium=x', ['/a?UTM_Medium=x', '/a']],
    ['/a?id=7&p=2&spm=1.2', ['/a?id=7&p=2&spm=1.2', '/a?id=7&p=2', '/a?id=7', '/a?p=2', '/a']],
  ])('%s', (address, expected) => {
    expect(normalAddress(address)).toBe(address)
    expect(spellings(address)).toEqual(expected)
  })

  test('is twelve spellings at most, each an address in its one spelling', () => {
    fc.assert(
      fc.property(hostile, (address) => {
        const normal = normalAddress(address)
        if (normal === null) return
        const found = spellings(normal)
        expect(found[0]).toBe(normal)
        expect(found.length).toBeLessThanOrEqual(12)
        expect(new Set(found).size).toBe(found.length)
        expect(found.map(normalAddress)).toEqual(found)
      }),
      { numRuns: 2_000 },
    )
    const many = Array.from({ length: 30 }, (_, i) => `k${i}=1`).sort()
    expect(spellings(`/a?${many.join('&')}`)).toHaveLength(10)
  })
})

test('keys of a query are told once, in order', () => {
  expect(keysOf('/?a=1&a=2&b')).toEqual(['a', 'b'])
  expect(keysOf('/a')).toEqual([])
})
