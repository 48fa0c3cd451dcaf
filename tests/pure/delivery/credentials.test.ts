import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { credentialsIn, quoteWithout } from '../../../src/delivery/engines/credentials'

const TOKEN = 'T0ken-T0_kenT0kenT'
const quote = quoteWithout([TOKEN])

const each = (text: string, spell: (character: string) => string) => [...text].map(spell).join('')
const hex = (character: string, digits: number) =>
  (character.codePointAt(0) ?? 0).toString(16).padStart(digits, '0')

const SPELLINGS: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'in capitals': (text) => text.toUpperCase(),
  'percent-encoded': (text) => each(text, (character) => `%${hex(character, 2)}`),
  'percent-encoded in capitals': (text) =>
    each(text, (character) => `%${hex(character, 2)}`).toUpperCase(),
  'percent-encoded twice': (text) => each(text, (character) => `%25${hex(character, 2)}`),
  'in JSON': (text) => each(text, (character) => `\\u${hex(character, 4)}`),
  'in JSON within JSON': (text) => each(text, (character) => `\\\\u${hex(character, 4)}`),
  'in a script': (text) => each(text, (character) => `\\x${hex(character, 2)}`),
  'in HTML': (text) => each(text, (character) => `&#x${hex(character, 2)};`),
  'in HTML with decimals': (text) => each(text, (character) => `&#${character.charCodeAt(0)};`),
  'partly escaped': (text) => `%${hex(text[0] ?? '', 2)}${text.slice(1)}`,
  'in JSON, non-ASCII apart': (text) => JSON.stringify(text),
  'in Base64': btoa,
  'in the Base64 of addresses': (text) => btoa(text).replaceAll('+', '-').replaceAll('=', ''),
  'within the Base64 of more': (text) => btoa(`ab${text}cd`),
}

describe('what an engine says is kept', () => {
  test.each(Object.entries(SPELLINGS))('without a credential that it repeats %s', (_, spell) => {
    for (const before of ['', 'x', 'see http://data.test/urls?site=a&token=']) {
      const kept = quote(`403 ${before}${spell(TOKEN)}&b=1`)
      expect(kept).toContain(`403 ${before}`.trim())
      expect(kept.toLowerCase()).not.toContain(spell(TOKEN).slice(4, -4).toLowerCase())
      expect(kept).toContain('***')
    }
  })

  test('as it is, when it repeats none', () => {
    expect(quote('400 over quota')).toBe('400 over quota')
    expect(quoteWithout([])('400 over quota')).toBe('400 over quota')
  })

  test('up to 500 characters, also of megabytes, and with no part of what was cut through', () => {
    expect(quote('x'.repeat(3_000_000))).toBe('x'.repeat(500))
    for (let before = 3_900; before < 4_700; before++) {
      const kept = quote(`${`${TOKEN} `.repeat(300).slice(0, before)}${TOKEN}`)
      expect(kept.replaceAll('***', '')).not.toMatch(/T0/)
    }
  })

  test('without any credential, whatever that is, and whatever stands around it', () => {
    const secret = fc.string({ minLength: 3, maxLength: 40, unit: 'grapheme' })
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (credential, before, after) => {
        const kept = quoteWithout([credential])(`${before}|${credential}|${after}`)
        expect(kept.replaceAll('***', '')).not.toContain(credential)
        expect(kept).toContain('***')
      }),
      { numRuns: 2_000, seed: 20261122 },
    )
  })
})

describe('the credentials in an address', () => {
  test('are its user, its password, both as a header has them, and long values of its query', () => {
    const found = credentialsIn('https://me:p%40ss%20word@hub.test/push?v=1&auth=0123456789abcdef')
    expect(found).toEqual(
      expect.arrayContaining(['me', 'p@ss word', btoa('me:p@ss word'), '0123456789abcdef']),
    )
    expect(found).not.toContain('1')
  })

  test.each(['', 'hub.test', 'https://hub.test/', undefined])('are none in %s', (address) => {
    expect(credentialsIn(address)).toEqual([])
  })

  test('may be spelt as no address should be', () => {
    expect(credentialsIn('https://a%zz:b%E4@hub.test/')).toContain('a%zz')
  })
})
