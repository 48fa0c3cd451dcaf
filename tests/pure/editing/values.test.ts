import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { articleInput } from '../../../src/editing/contract/input'
import { mendedLine, mendedName, validate } from '../../../src/editing/contract/values'

const document = { title: 'a', section: 'news', body: 'b' }
const schema = articleInput(206, ['published'])
const mending = articleInput(206, ['published'], true)

const faultsOf = (fields: object) => {
  const result = validate(schema, { ...document, ...fields })
  return 'faults' in result ? result.faults.map(({ detail }) => detail) : []
}
const mended = (fields: object) => {
  const result = validate(mending, { ...document, ...fields })
  if ('faults' in result) throw new Error(JSON.stringify(result.faults))
  return result.value
}

describe('characters that turn text round', () => {
  const within = (text: string) => ({
    title: { title: text },
    'keywords.0': { keywords: [text] },
    summary: { summary: text },
    author: { author: text },
    'source.name': { source: { name: text } },
  })

  test.each([
    '\u202a',
    '\u202b',
    '\u202c',
    '\u202d',
    '\u202e',
    '\u2066',
    '\u2067',
    '\u2068',
    '\u2069',
  ])('%j are refused wherever pages show them beside other text, and named', (character) => {
    const name = `U+${character.charCodeAt(0).toString(16).toUpperCase()}`
    for (const text of [`a${character}b`, `${character}a`, `a${character}`]) {
      for (const [field, fields] of Object.entries(within(text))) {
        expect(faultsOf(fields)).toEqual([expect.stringContaining(`${field} holds ${name}`)])
      }
    }
  })

  test.each([
    ['isolates that end', 'a\u2067b\u2066c\u2069\u2069d\u2068e\u2069'],
    ['marks, which Hebrew and Arabic need', 'שלום\u200f! a\u200e ب\u061c'],
  ])('%s are taken', (_, text) => {
    for (const fields of Object.values(within(text))) expect(faultsOf(fields)).toEqual([])
  })

  test.each(['a\u2069\u2067', '\u2067a\u2069\u2069', '\u2067\u2068a\u2069', '\u202ea\u202c'])(
    '%j are not in order',
    (title) => expect(faultsOf({ title })).toHaveLength(1),
  )

  test('come off what was accepted before', () => {
    const value = mended({ title: 'a\u202eb', keywords: ['\u2067c', '\u2067ד\u2069'] })
    expect(value).toMatchObject({ title: 'ab', keywords: ['c', '\u2067ד\u2069'] })
  })
})

describe('names', () => {
  const value = (fields: object) => {
    const result = validate(schema, { ...document, ...fields })
    if ('faults' in result) throw new Error(JSON.stringify(result.faults))
    return result.value
  }

  test('are composed, and are one where they look the same', () => {
    expect(
      value({
        title: 'Zoe\u0308',
        slug: 'cafe\u0301',
        section: 'cafe\u0301',
        author: 'Jose\u0301',
        source: { name: 'E\u0301cole' },
        keywords: ['发展', '发展\u200b', '发\u00ad展', '\u2060发展', '发展\ufe0f', '发⼴', '发广'],
      }),
    ).toMatchObject({
      title: 'Zoë',
      slug: 'café',
      section: 'café',
      author: 'José',
      source: { name: 'École' },
      keywords: ['发展', '发广'],
    })
  })

  test.each(['\u200b', '\u00ad\u2060', '\u200e', '\u3164', '\u2800'])(
    '%j are refused: nobody could see them',
    (text) => {
      for (const fields of [{ title: text }, { author: text }, { keywords: [text] }]) {
        expect(faultsOf(fields)).toEqual([expect.stringContaining('shows nothing')])
      }
      expect(faultsOf({ body: ` ${text}\n` })).toEqual(['body is empty; an article needs text'])
    },
  )

  test.each(['.', '..', '.\u200b', ' .. '])('%j have no page, so they are refused', (text) => {
    expect(faultsOf({ keywords: [text] })).toEqual([expect.stringContaining('must not be "." or')])
    expect(faultsOf({ author: text })).toHaveLength(1)
    expect(faultsOf({ title: text })).toEqual([])
  })

  test('that were accepted before come through an import, as well as they can', () => {
    expect(
      mended({ title: '\u200b', keywords: ['Zoe\u0308', '.', '..'], body: '\u200b' }),
    ).toMatchObject({ title: '\u200b', keywords: ['Zoë', '．', '．．'], body: '\u200b' })
  })

  test('that grow when they are composed are still short enough to be sent again', () => {
    // U+0958 has no composed form: it becomes two characters.
    expect(faultsOf({ author: '\u0958'.repeat(51) })).toEqual([
      expect.stringContaining('author is too long'),
    ])
    expect(mended({ author: '\u0958'.repeat(51) }).author).toBe('\u0958'.repeat(51))
  })
})

describe('the address of a source', () => {
  const source = (url: string) => ({ source: { name: 'a', url } })

  test.each([
    ['https://example.org', 'https://example.org/'],
    ['HTTPS://Example.ORG:443/a b?c d', 'https://example.org/a%20b?c%20d'],
    ['https://example.org/字', 'https://example.org/%E5%AD%97'],
    ['https://例子.test/./a/../b', 'https://xn--fsqu00a.test/b'],
  ])('%s is kept as %s', (url, href) => {
    const result = validate(schema, { ...document, ...source(url) })
    expect('value' in result && result.value.source?.url).toBe(href)
  })

  test.each([
    ['https:evil', /two slashes/],
    ['https:/evil.example', /two slashes/],
    ['https:///evil.example', /two slashes/],
    ['http:\\\\evil.example', /backslash/],
    ['https://example.org\\@evil.example', /backslash/],
    ['https://a:b@evil.example', /user name or password/],
    ['https://example.org@evil.example/', /user name or password/],
    ['https://:b@evil.example', /user name or password/],
    ['https://x.example/\u202e', /cannot be seen/],
    ['https://x\u200b.example/', /cannot be seen/],
    ['https://x.example/\u{e0061}', /cannot be seen/],
    ['javascript:alert(1)', /absolute http or https/],
    ['//example.org', /absolute http or https/],
  ])('%s is refused', (url, reason) => {
    expect(faultsOf(source(url))).toEqual([expect.stringMatching(reason)])
  })

  test('percent-encoded is still no longer than addresses are', () => {
    expect(faultsOf(source(`https://example.org/${'字'.repeat(300)}`))).toEqual([
      expect.stringMatching(/^source.url is too long/),
    ])
  })

  test('that was accepted before is put right', () => {
    expect(mended(source('https:evil')).source?.url).toBe('https://evil/')
    expect(mended(source('https://a:b@example.org\\c')).source?.url).toBe('https://example.org/c')
    expect(mended(source(`https://example.org/${'字'.repeat(300)}`)).source?.url).toHaveLength(2720)
  })
})

test('what was put right once is right: it is not put right again', () => {
  const unit = fc.oneof(
    fc.constantFrom(...'a.\u0301\u200b\u200d\u2069\u2067\u202e\u2f00\u0958\u115f\ufe0f\u3000 '),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  )
  for (const once of [mendedLine(20), mendedName(20)]) {
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 24 }), (text) => {
        const { data } = once.safeParse(text)
        if (data !== undefined) expect(once.parse(data)).toBe(data)
      }),
      { numRuns: 2_000 },
    )
  }
})
