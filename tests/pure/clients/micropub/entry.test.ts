import { describe, expect, test } from 'vitest'
import { changed, readChanges } from '../../../../src/clients/micropub/changes'
import { slugIn } from '../../../../src/clients/micropub/found'
import { type Placed, place, takeApart } from '../../../../src/clients/micropub/photos'
import { chooseSection } from '../../../../src/clients/micropub/sections'
import { readMoment } from '../../../../src/clients/moments'

describe('dates as microformats spell them', () => {
  const read = (text: string) => {
    const moment = readMoment(text, 'Asia/Shanghai')
    return moment === null ? null : new Date(moment * 1000).toISOString()
  }
  test.each([
    ['2017-05-31T12:03:36-07:00', '2017-05-31T19:03:36.000Z'],
    ['2017-05-31T12:03:36Z', '2017-05-31T12:03:36.000Z'],
    ['2017-05-31 12:03', '2017-05-31T04:03:00.000Z'],
    ['2017-05-31T12:03:36.123+0530', '2017-05-31T06:33:36.000Z'],
    ['2017-05-31T12:03-08', '2017-05-31T20:03:00.000Z'],
    ['2017-05-31', '2017-05-30T16:00:00.000Z'],
  ])('%s is %s', (text, moment) => {
    expect(read(text)).toBe(moment)
  })
  test.each([
    'yesterday',
    '2017-02-30',
    '2017-05-31T25:00',
    '31.5.2017',
    '',
    '2017-05-31T12:03+99:00',
  ])('%j is none', (text) => {
    expect(read(text)).toBeNull()
  })
})

describe('the slug in an address', () => {
  const site = { origin: 'https://news.test' } as never
  test.each([
    ['https://news.test/articles/hello', 'hello'],
    ['https://news.test/articles/%E5%8C%BA%E6%94%BF', '区政'],
    ['https://news.test/articles/区政', '区政'],
    ['https://NEWS.test:443/articles/hello/?utm_source=a#b', 'hello'],
  ])('of %s is %s', (address, slug) => {
    expect(slugIn(address, site)).toBe(slug)
  })
  test.each([
    'https://other.test/articles/hello',
    'http://news.test/articles/hello',
    'https://news.test.evil.test/articles/hello',
    'https://news.test@evil.test/articles/hello',
    'https://news.test/sections/news',
    'https://news.test/articles/',
    'https://news.test/articles/a/b',
    'https://news.test/articles/%E5%8C',
    '/articles/hello',
    'javascript:alert(1)',
  ])('is not there in %s', (address) => {
    expect(slugIn(address, site)).toBeNull()
  })
})

describe('photos', () => {
  const own = (digit: string, alt = 'a [b] "c" \\ & *d*'): Placed => ({
    hash: digit.repeat(64),
    address: `https://news.test/pictures/${digit.repeat(64)}/64.png`,
    alt,
  })
  const text = (body: string, format: 'markdown' | 'html' | 'text') => ({ body, format })

  test('one leads, and leaves the text as it is', () => {
    const shown = place(text('plain', 'text'), [own('a')])
    expect(shown).toEqual({
      text: text('plain', 'text'),
      lead: { picture: 'a'.repeat(64), alt: own('a').alt },
    })
  })

  test.each(['markdown', 'html'] as const)('several come apart again below %s', (format) => {
    const body = format === 'html' ? '<p>a</p>' : 'a'
    const { text: shown } = place(text(body, format), [own('a'), own('b'), own('c', '')])
    const apart = takeApart(shown ?? text('', format), true)
    expect(apart.text).toEqual(text(body, format))
    expect(apart.photos).toEqual([
      { hash: 'b'.repeat(64), alt: own('b').alt },
      { hash: 'c'.repeat(64), alt: '' },
    ])
  })

  test('several below plain text make it Markdown that reads the same', () => {
    const { text: shown } = place(text('2 photos', 'text'), [own('a'), own('b')])
    expect(takeApart(shown ?? text('', 'text'), true).text).toEqual(text('2 photos', 'markdown'))
  })

  test('what the text shows already is not shown twice', () => {
    const body = `a\n\n![b](${own('a').address})`
    expect(place(text(body, 'markdown'), [own('a')])).toEqual({
      text: text(body, 'markdown'),
      lead: null,
    })
  })

  test('without a text they are it', () => {
    const { text: shown, lead } = place(null, [own('a', 'x'), own('b', '')])
    expect(shown?.body).toBe(`![x](picture:${'a'.repeat(64)})\n\n![ ](picture:${'b'.repeat(64)})`)
    expect(lead?.picture).toBe('a'.repeat(64))
    expect(takeApart(shown ?? text('', 'text'), true).text.body).toBe('')
  })
})

describe('the section of an entry', () => {
  const sections = [
    { slug: 'news', name: '业界动态' },
    { slug: 'culture', name: '文化教育' },
  ]
  test.each([
    [null, ['a'], 'news', ['a']],
    [null, ['a', '文化教育', 'news'], 'culture', ['a', 'news']],
    [null, ['Culture'], 'culture', []],
    ['culture', ['news'], 'culture', ['news']],
    ['文化教育', [], 'culture', []],
  ])('with channel %j and categories %j is %j', (channel, categories, section, keywords) => {
    expect(chooseSection(sections, { channel, categories })).toEqual({ section, keywords })
  })
  test('is none where the channel is none: that says which there are', () => {
    expect(chooseSection(sections, { channel: 'sport', categories: [] })).toEqual({
      fault: expect.stringContaining('news, culture'),
    })
  })
})

describe('updates', () => {
  const before = new Map<string, unknown[]>([
    ['name', ['a']],
    ['category', ['x', 'y']],
    ['photo', [{ value: 'https://news.test/p.jpg', alt: 'p' }]],
  ])
  const apply = (json: Record<string, unknown>) => {
    const changes = readChanges(json)
    if ('faults' in changes) return changes
    const { touched, faults } = changed(before, changes)
    return faults.length > 0 ? { faults } : Object.fromEntries(touched)
  }
  test.each([
    [{ replace: { name: ['b'] } }, { name: ['b'] }],
    [{ add: { category: ['y', 'z'] } }, { category: ['x', 'y', 'z'] }],
    [{ add: { summary: ['s'] } }, { summary: ['s'] }],
    [{ delete: { category: ['x'] } }, { category: ['y'] }],
    [{ delete: ['category'] }, { category: [] }],
    [{ delete: { photo: ['https://news.test/p.jpg'] } }, { photo: [] }],
    [{ delete: { category: ['x'] }, add: { category: ['z'] } }, { category: ['y', 'z'] }],
    [{ add: { name: ['a'] } }, { name: ['a'] }],
  ])('%j leave %j', (json, touched) => {
    expect(apply(json)).toEqual(touched)
  })
  test.each([
    [{}],
    [{ replace: 'a' }],
    [{ replace: ['a'] }],
    [{ replace: null }],
    [{ replace: { name: 'a' } }],
    [{ add: { category: { a: 1 } } }],
    [{ delete: 'category' }],
    [{ delete: [1] }],
    [{ delete: [['category']] }],
    [{ add: { name: ['b'] } }],
  ])('%j are refused', (json) => {
    expect(apply(json)).toEqual({ faults: expect.arrayContaining([expect.any(String)]) })
  })
  test('a property called __proto__ is one', () => {
    const json = JSON.parse('{"replace":{"__proto__":["a"]}}')
    const changes = readChanges(json)
    expect('replace' in changes && [...changes.replace]).toEqual([['__proto__', ['a']]])
  })
})
