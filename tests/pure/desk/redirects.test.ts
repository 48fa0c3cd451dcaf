import { describe, expect, test } from 'vitest'
import { readClientId } from '../../../src/desk/authorize/client'
import { keyName } from '../../../src/desk/authorize/form'
import { isListed, readRedirect, sourceOf, withAnswer } from '../../../src/desk/authorize/redirects'
import { scopesAskedBy, wordsFor } from '../../../src/editing/door/scope-words'

describe('an address that answers may go to', () => {
  test.each([
    'https://app.example/back',
    'https://app.example',
    'https://app.example:8443/a/b?c=d',
    'http://127.0.0.1:1/x',
    'http://localhost/x',
    'http://[::1]:3000/x',
    'com.example.app:/back',
    'myapp://back',
    'https://app.example/..a/.b/c..',
  ])('is %s', (text) => {
    expect(readRedirect(text)).not.toBeNull()
  })

  test.each([
    'http://app.example/',
    'http://2130706433.example/',
    'https://app.example/./x',
    'https://app.example/x/..',
    'https://app.example/.%2E/x',
    'https://app.example/x?state=theirs',
    'https://',
    'https:app.example/',
    'https:///app.example/',
    'https://a;sandbox/',
    'https://a,b.example/',
    'https://*.example/',
    "https://'self'/",
    'x;script-src://a',
    'x'.repeat(2_001),
    '1app://back',
  ])('is not %s', (text) => {
    expect(readRedirect(text)).toBeNull()
  })

  test.each([
    ['http://127.0.0.1:50/cb', 'http://127.0.0.1/cb', true],
    ['http://127.0.0.1:50/cb', 'http://127.0.0.1:60/cb', true],
    ['http://127.0.0.1:50/cb?x', 'http://127.0.0.1/cb', false],
    ['http://127.0.0.1:50/cb/', 'http://127.0.0.1/cb', false],
    ['http://localhost:50/cb', 'http://127.0.0.1/cb', false],
    ['https://127.0.0.1:50/cb', 'https://127.0.0.1/cb', false],
    ['https://app.example/cb', 'https://app.example/cb', true],
    ['https://app.example:443/cb', 'https://app.example/cb', false],
    ['https://APP.example/cb', 'https://app.example/cb', false],
    ['https://app.example/cb/more', 'https://app.example/cb', false],
    ['https://app.example/', 'https://app.example', false],
  ])('%s, where %s is listed: %s', (redirect, listed, is) => {
    expect(isListed(redirect, ['not an address', listed])).toBe(is)
  })

  test('is named in a policy by no more than it has to be', () => {
    const named = (text: string) => sourceOf(new URL(text))
    expect(named('https://app.example/a?b')).toBe('https://app.example')
    expect(named('http://[::1]:8/a')).toBe('http:')
    expect(named('com.app:/a')).toBe('com.app:')
  })

  test('keeps its query as it was, before the answer', () => {
    expect(withAnswer('https://a.example/?x=%20', { code: 'a b' })).toBe(
      'https://a.example/?x=%20&code=a+b',
    )
    expect(withAnswer('app:/', { code: '1' })).toBe('app:/?code=1')
  })
})

test('a program is known by https, or is on this machine', () => {
  expect(readClientId('https://app.example/client.json')).not.toBeNull()
  expect(readClientId('http://localhost:8080/')).not.toBeNull()
  for (const text of ['http://app.example/', 'com.app:/', 'app', '']) {
    expect(readClientId(text), text).toBeNull()
  }
})

test('words that nobody knows ask for nothing, whatever they are called', () => {
  expect(scopesAskedBy(['constructor', '__proto__', 'keys:manage', 'admin', 'profile'])).toEqual([])
  expect(wordsFor(['constructor', 'keys:manage'], ['articles:write'])).toBe('articles:write')
})

test('a program’s key has a name of at most a hundred characters, and both names are in it', () => {
  const name = keyName('张'.repeat(100), '😀'.repeat(80))
  expect([...name]).toHaveLength(100)
  expect(name).toMatch(/^张+ · (?:😀)+$/u)
})
