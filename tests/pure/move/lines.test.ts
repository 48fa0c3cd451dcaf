import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { claims } from '../../../scripts/move/claims.ts'
import { lineOf, type Planned } from '../../../scripts/move/line.ts'
import { sections } from '../../../scripts/move/sections.ts'
import { remembering } from '../../../scripts/move/seen.ts'
import {
  SECTION_SLUG_BUDGET,
  SLUG_BUDGET,
  slugOf,
  wordsWithin,
} from '../../../scripts/move/slugs.ts'
import type { Piece } from '../../../scripts/move/source.ts'
import { normalAddress } from '../../../src/articles/addresses.ts'
import { isOurs } from '../../../src/articles/former.ts'
import { slugFault, slugFrom } from '../../../src/articles/writing/slug.ts'
import { articleInput } from '../../../src/editing/contract/input.ts'
import { validate } from '../../../src/editing/contract/values.ts'
import { NOW, piece } from './newsroom.ts'

const making = () => ({
  ...{ system: 'oldpress', now: NOW, lastDate: null, bringsDrafts: true, claims: claims() },
  sections: sections({ fallback: 'news', map: new Map() }),
})

/** Lines of pieces in their order, and what was noted. */
function made(...pieces: Partial<Piece>[]) {
  const how = making()
  const notes: string[] = []
  const lines = pieces.map((one, i) =>
    lineOf(how, piece(String(i), one), (note) => notes.push(note)),
  )
  return { lines, notes, fields: lines.map((one) => (one as Planned).fields) }
}

describe('what is too long', () => {
  test.each([
    [
      'title',
      { title: '题'.repeat(201) },
      (f: Planned['fields']) => f.title,
      `${'题'.repeat(199)}…`,
    ],
    [
      'summary',
      { summary: '𠮷'.repeat(501) },
      (f: Planned['fields']) => f.summary,
      `${'𠮷'.repeat(499)}…`,
    ],
    [
      'author',
      { author: 'a'.repeat(101) },
      (f: Planned['fields']) => f.author,
      `${'a'.repeat(99)}…`,
    ],
  ])('a %s is cut, which is noted', (what, more, field, expected) => {
    const { fields, notes } = made(more)
    expect(field(fields[0] ?? {})).toBe(expected)
    expect(notes).toEqual([expect.stringContaining(`its ${what} is longer than`)])
  })

  test('a text stays behind, with why', () => {
    const body = '字'.repeat(90_000)
    expect(made({ body }).lines[0]).toEqual({ stays: expect.stringContaining('256 KiB') })
    expect(made({ body: 'x'.repeat(256 * 1024) }).lines[0]).toHaveProperty('fields')
  })

  test('a keyword, or more of them than may be, is left out, which is noted', () => {
    const keywords = [...Array(25).keys()].map((n) => `k${n}`)
    const { fields, notes } = made({ keywords: ['长'.repeat(51), 'k1', ...keywords, '.', ' '] })
    expect(fields[0]?.keywords).toEqual(['k1', 'k0', ...keywords.slice(2, 20)])
    expect(notes).toHaveLength(2)
  })

  test('an id is known by its digest, the same in each run', () => {
    const [one, other] = [made({ id: 'x'.repeat(300) }), made({ id: 'x'.repeat(300) })]
    expect(one.fields[0]?.origin).toEqual(other.fields[0]?.origin)
    expect(one.fields[0]?.origin).toMatchObject({
      id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    })
  })
})

describe('slugs', () => {
  test.each([
    ['2024-News.html', '2024-news'],
    ['Hello_World', 'hello-world'],
    ['ＡＢＣ 标题', 'abc-标题'],
    ['already-good', 'already-good'],
    ['!!!', null],
    ['题'.repeat(40), null],
  ])('%s becomes %s', (old, slug) => {
    expect(slugOf(old)).toBe(slug)
  })

  test('that another article of the run has are left out of the later one, which is noted', () => {
    const { fields, notes } = made(
      { slug: 'Same' },
      { slug: 'same' },
      { slug: null },
      { slug: '!' },
    )
    expect(fields.map(({ slug }) => slug)).toEqual(['same', undefined, undefined, undefined])
    expect(notes).toEqual([
      expect.stringContaining('its slug is that of another article'),
      expect.stringContaining('none that can be used here'),
    ])
  })

  test('are always such as the newsroom takes', () => {
    const old = fc.string({ unit: 'binary', maxLength: 60 })
    fc.assert(
      fc.property(old, (text) => {
        const slug = slugOf(text)
        expect(slug === null ? null : slugFault(slug, SLUG_BUDGET)).toBeNull()
        const section = wordsWithin(text, SECTION_SLUG_BUDGET)
        expect(section === '' ? null : slugFault(section, SECTION_SLUG_BUDGET)).toBeNull()
      }),
      { numRuns: 2_000 },
    )
  })

  test.each(['Tom’s Diner', '二〇二六年', 'Straße & Café', 'ﬁne ① ⻓江', '要闻·时政', 'a  b—c'])(
    'made of “%s” are what the newsroom makes of it',
    (name) => {
      expect(wordsWithin(name, SECTION_SLUG_BUDGET)).toBe(slugFrom(name, SECTION_SLUG_BUDGET))
    },
  )
})

describe('old addresses', () => {
  test('belong to the first article that had them, however they are spelt', () => {
    const { fields, notes } = made(
      { addresses: ['/a/', '/a', '/%E9%A2%98?b=2&a=1#x'] },
      { addresses: ['/a', '/题/?a=1&b=2', '/b'] },
    )
    expect(fields.map(({ formerAddresses }) => formerAddresses)).toEqual([
      ['/a/', '/%E9%A2%98?b=2&a=1#x'],
      ['/b'],
    ])
    expect(notes).toHaveLength(2)
  })

  test('that are its own still, or the newsroom’s, or too many, are not sent', () => {
    const addresses = [
      '/articles/x/',
      '/',
      '/search?q=1',
      '/feed.xml',
      `/${'x'.repeat(1_000)}`,
      'http://a/b',
      '//a/b',
    ]
    const many = [...Array(60).keys()].map((n) => `/n${n}`)
    const { fields, lines } = made({ slug: 'x', addresses }, { addresses: many })
    expect(fields[0]).not.toHaveProperty('formerAddresses')
    expect((lines[0] as Planned).addresses.map(({ fate }) => fate)).toEqual([
      'same',
      'ours',
      'ours',
      'ours',
      'long',
    ])
    expect(fields[1]?.formerAddresses).toEqual(many.slice(0, 50))
  })

  const step = fc.oneof(
    fc.constantFrom(
      '',
      '.',
      '..',
      '%2e',
      '%2F',
      '标题',
      '%E6%A0%87',
      'search',
      'api',
      'a b',
      '\\',
      '%00',
      '%',
    ),
    fc.string({ unit: 'binary', maxLength: 5 }),
  )
  const written = fc
    .tuple(
      fc.array(step, { maxLength: 5 }),
      fc.array(step, { maxLength: 3 }),
      fc.constantFrom('', '/', '#x'),
    )
    .map(
      ([path, query, end]) =>
        `/${path.join('/')}${query.length ? `?${query.join('&')}` : ''}${end}`,
    )

  test('that are sent are always such as the newsroom takes, and none is sent twice', () => {
    fc.assert(
      fc.property(fc.array(written, { maxLength: 4 }), (addresses) => {
        const sent = (made({ addresses }).fields[0]?.formerAddresses ?? []) as string[]
        const normal = sent.map(normalAddress)
        expect(normal.filter((one) => one === null || isOurs(one))).toEqual([])
        expect(new Set(normal).size).toBe(normal.length)
      }),
      { numRuns: 5_000 },
    )
  })

  test.each(['/a', '/2019/05/标题/', '/?p=123', '/x.html?b=1&a=2', '/%E6%A0%87/'])(
    '%s is sent as it is',
    (old) => {
      expect(made({ addresses: [old] }).fields[0]?.formerAddresses).toEqual([old])
    },
  )

  test('with a query at the root lead to their articles', () => {
    expect(made({ addresses: ['/?p=123'] }).fields[0]?.formerAddresses).toEqual(['/?p=123'])
  })
})

describe('what the newsroom would refuse', () => {
  const text = fc.string({ unit: 'binary', maxLength: 30 })
  const odd = fc.record({
    ...{ title: text, summary: text, author: text, language: fc.oneof(text, fc.constant('zh_CN')) },
    ...{
      keywords: fc.array(text, { maxLength: 30 }),
      slug: text,
      id: fc.string({ unit: 'binary', minLength: 1 }),
    },
    source: fc.record({ name: text, url: fc.oneof(text, fc.webUrl()) }),
    body: text.map((some) => `字${some}`),
    addresses: fc.array(text.map((some) => `/${some}`)),
    date: fc.constantFrom(
      '2019-05-01T08:00:00+08:00',
      '0000-00-00',
      '+012019-01-01T00:00:00Z',
      null,
    ),
  })

  test('is put right, whatever a source says', () => {
    fc.assert(
      fc.property(odd, (more) => {
        const [line] = made(more as Partial<Piece>).lines
        if (!line || 'stays' in line) return
        const { createdAt: _, updatedAt: __, wasPublic: ___, ...fields } = line.fields
        const schema = articleInput(SLUG_BUDGET, ['published', 'draft', 'scheduled'])
        const result = validate(schema, { ...fields, body: line.body })
        expect('faults' in result ? result.faults : []).toEqual([])
      }),
      { numRuns: 3_000 },
    )
  })

  test('an article without text stays behind, and one without a title gets its slug', () => {
    expect(made({ body: ' \u200b\n' }).lines[0]).toEqual({
      stays: expect.stringContaining('no text'),
    })
    const { fields, notes } = made({ title: ' ', slug: 'hello' })
    expect(fields[0]?.title).toBe('hello')
    expect(notes).toHaveLength(1)
  })
})

test('a hundred thousand texts are told apart', () => {
  const isNew = remembering()
  for (const n of Array(100_000).keys()) expect(isNew(`${n}`)).toBe(true)
  for (const n of Array(100_000).keys()) if (isNew(`${n}`)) throw new Error(`${n} was forgotten`)
})
