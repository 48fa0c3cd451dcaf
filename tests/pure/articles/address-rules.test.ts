import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pathsMeet } from '../../../src/articles/address-overlap'
import {
  allParts,
  compile,
  type Part,
  patternOf,
  valuesIn,
} from '../../../src/articles/address-patterns'
import { type AddressRule, homeKeys, matches } from '../../../src/articles/address-rules'
import { normalAddress } from '../../../src/articles/addresses'
import { fromFault, idFault, toFault } from '../../../src/articles/writing/rule-faults'

const normal = (address: string) => normalAddress(address) as string
const valuesOf = (pattern: string, address: string) => {
  const values = valuesIn(compile(patternOf(pattern)), normal(address))
  return values && Object.fromEntries(values)
}

describe('a pattern', () => {
  test.each<[string, string, Record<string, string>]>([
    ['/tag/:name', '/tag/%e5%8f%91展/', { name: '发展' }],
    ['/tag/:name/', '/tag/a', { name: 'a' }],
    ['/标签/:name', '/%E6%A0%87%E7%AD%BE/a', { name: 'a' }],
    ['/tag/:name', '/tag/a?page=2', { name: 'a' }],
    ['/?p=:id', '/?utm_source=x&p=12', { id: '12' }],
    ['/?p=:id&page=:n', '/?page=2&p=12', { id: '12', n: '2' }],
    ['/?m=x&p=:id', '/?p=1&m=x', { id: '1' }],
    ['/view.php?a=show-:id', '/view.php?a=show-7', { id: '7' }],
    ['/?archives', '/?archives', {}],
    ['/?archives', '/?archives=', {}],
    ['/bbs/*', '/bbs', {}],
    ['/bbs/*', '/bbs/a/b?c', {}],
    ['/bbs*', '/bbs2/a', {}],
    ['/bbs/:a/*', '/bbs/x/y/z', { a: 'x' }],
    ['/show-:cat-:id-:page.html', '/show-news-12-1.html', { cat: 'news', id: '12', page: '1' }],
    ['/show-:cat-:id.html', '/show-a-b-c.html', { cat: 'a', id: 'b-c' }],
    ['/:year/:month/:slug', '/2019/05/标题', { year: '2019', month: '05', slug: '标题' }],
    ['/:year:month/x', '/12/x', { year: '1', month: '2' }],
    ['/a/:column/:day/:id.html', '/a/x/1/a.html.html', { column: 'x', day: '1', id: 'a.html' }],
    ['/a b/:x', '/a%20b/c%2Fd', { x: 'c%2Fd' }],
    ['/12:30/:x', '/12:30/a', { x: 'a' }],
  ])('%s is like %s', (pattern, address, values) => {
    if (pattern !== '/:year:month/x') expect(fromFault(pattern)).toBeNull()
    expect(valuesOf(pattern, address)).toEqual(values)
  })

  test.each([
    ['/tag/:name', '/tag'],
    ['/tag/:name', '/tag/a/b'],
    ['/tag/:name', '/Tag/a'],
    ['/?p=:id', '/'],
    ['/?p=:id', '/?p='],
    ['/?p=:id', '/?page=1'],
    ['/?p=:id', '/a?p=1'],
    ['/?archives', '/?archives=1'],
    ['/bbs/*', '/bbs2'],
    ['/*', '/'],
    ['/*', '/?p=1'],
    ['/a.html', '/aXhtml'],
    ['/show-:cat-:id.html', '/show-a.html'],
    ['/(a+)+$', '/aaaa'],
  ])('%s is not like %s', (pattern, address) => {
    expect(valuesOf(pattern, address)).toBeNull()
  })
})

const TEXTS = ['a', 'b', '-', '.', 'show', '.html', '社', '%20', '(', '+', 'x', '/', 'é']
const NAMES = ['a', 'b', 'id', 'Name2', 'x1']

/** A step, or a value: pieces of text, with a name between some of them. */
const step = fc
  .array(fc.constantFrom(...TEXTS), { minLength: 1, maxLength: 4 })
  .chain((texts) =>
    fc.record({
      texts: fc.constant(texts),
      named: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    }),
  )
  .map(({ texts, named }) =>
    texts.flatMap((text, i) => [text === '/' ? '~' : text, ...(named[i] ? [null] : [])]),
  )
const written = fc
  .record({
    steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    params: fc.array(step, { maxLength: 2 }),
    end: fc.constantFrom('', '/', '/*', '*'),
  })
  .map(({ steps, params, end }) => {
    const names = NAMES.values()
    const spell = (pieces: (string | null)[]) =>
      pieces
        // A letter after a name would be part of it.
        .map((piece, i) =>
          pieces[i - 1] === null && /^\w/.test(piece ?? '') ? `-${piece}` : piece,
        )
        .map((piece) => piece ?? (names.next().value ? ':' : ''))
        .join('')
    const asked = params.map((param, i) => `k${i}=${spell(param)}`)
    const query = asked.length === 0 ? '' : `?${asked.join('&')}`
    let n = 0
    const from = `/${steps.map(spell).join('/')}${end}${query}`
    return from.replace(/:/g, () => `:${NAMES[n++]}`)
  })
const pattern = written.filter((from) => fromFault(from) === null)
const value = fc.array(fc.constantFrom(...'ab1-.~_x社é'), { minLength: 1, maxLength: 5 })

const fill = (parts: Part[], values: Record<string, string>) =>
  parts.map((part) => ('name' in part ? (values[part.name] ?? '') : part.text)).join('')

test('whatever its names stand for, an address that a pattern spells out is like it', () => {
  fc.assert(
    fc.property(pattern, fc.array(value, { minLength: 5, maxLength: 5 }), (from, chosen) => {
      const { steps, isOpen, params } = patternOf(from)
      const groups = [...steps, ...params.map(({ parts }) => parts)]
      const values: Record<string, string> = {}
      for (const [g, parts] of groups.entries()) {
        const last = parts.findLastIndex((part) => 'name' in part)
        const isEndKnown = !isOpen || g !== steps.length - 1
        for (const [i, part] of parts.entries()) {
          if (!('name' in part)) continue
          const next = parts[i + 1]
          const isWide = (isEndKnown && i === last) || !next || 'name' in next
          const barred = isWide ? '' : [...next.text][0]
          const allowed = chosen[Object.keys(values).length]?.filter((sign) => sign !== barred)
          values[part.name] = allowed?.join('') || (barred === 'q' ? 'z' : 'q')
        }
      }
      const filled = steps.map((parts) => fill(parts, values))
      fc.pre(!filled.some((one) => /^\.{1,2}$/.test(one)))
      const path = `/${filled.join('/')}${isOpen ? 'rest/of/it' : ''}`
      const query = params.map(({ key, parts }) => `${key}=${fill(parts, values)}`).reverse()
      const address = normal(`${path}?${[...query, 'other=1'].join('&')}`)
      const found = valuesIn(compile(patternOf(from)), address)
      expect(found && Object.fromEntries(found)).toEqual(values)
    }),
    { numRuns: 3_000 },
  )
})

test('no pattern leaves two ways to read a sign, so that looking takes as long as the address is', () => {
  fc.assert(
    fc.property(pattern, (from) => {
      const { path, params } = compile(patternOf(from))
      const closed = path.source.source.replace(/\(\?:\\?\/\[\^\]\*\)\?\$$|\[\^\]\*\$$/, '$')
      const pieces = [...closed.split(/\\?\//), ...params.map(({ source }) => source.source)]
      for (const piece of pieces) {
        expect(piece.replace(/\(\[\^(?:\\u\{\w+\}|[\w\u0080-\uffff])*\]\+\)/g, '')).not.toMatch(
          /[*+?()|]/,
        )
        const groups = [...piece.matchAll(/\(\[\^((?:\\u\{2f\})?)(.*?)\]\+\)/g)]
        // What a name but the last stands for ends with the first sign of the text after it.
        for (const { 0: group, 2: barred, index } of groups.slice(0, -1)) {
          expect(barred).not.toBe('')
          expect(piece.slice(index + group.length).startsWith(barred as string)).toBe(true)
        }
      }
    }),
    { numRuns: 1_000 },
  )
  expect(compile(patternOf('/(a+)+/:x-:y.html')).path.source.source).toBe(
    '^\\/\\u{28}a\\u{2b}\\u{29}\\u{2b}\\/([^\\u{2f}\\u{2d}]+)\\u{2d}([^\\u{2f}]+)\\u{2e}html$',
  )
})

describe('rules', () => {
  const found = (rules: AddressRule[], address: string) =>
    matches(rules, normal(address)).map(({ rule, ...match }) => match)

  test('lead to a page of ours, spelled as ours are', () => {
    const rules: AddressRule[] = [
      { from: '/tag/:name', to: '/keywords/:name' },
      { from: '/archives/:year/:month', to: '/archive/:year-:month' },
      { from: '/?tag=:t', to: '/keywords/:t' },
      { from: '/rss', to: '/feed.xml' },
      { from: '/c/:x.html', to: '/sections/发展' },
    ]
    expect(found(rules, '/tag/发展')).toEqual([
      { kind: 'page', path: '/keywords/%E5%8F%91%E5%B1%95' },
    ])
    expect(found(rules, '/tag/C%2FC%2B%2B')).toEqual([
      { kind: 'page', path: '/keywords/C%2FC%2B%2B' },
    ])
    expect(found(rules, "/tag/a'(b)")).toEqual([{ kind: 'page', path: "/keywords/a'(b)" }])
    expect(found(rules, '/archives/2019/05')).toEqual([{ kind: 'page', path: '/archive/2019-05' }])
    expect(found(rules, '/?tag=a+b')).toEqual([{ kind: 'page', path: '/keywords/a%20b' }])
    expect(found(rules, '/rss/')).toEqual([{ kind: 'page', path: '/feed.xml' }])
    expect(found(rules, '/c/1.html')).toEqual([
      { kind: 'page', path: '/sections/%E5%8F%91%E5%B1%95' },
    ])
  })

  test('lead nowhere with bytes that are no text, and up no folder', () => {
    const rules: AddressRule[] = [
      { from: '/tag/:name', to: '/keywords/:name' },
      { from: '/?t=:t', to: '/keywords/:t' },
      { from: '/?p=:id', origin: 'wordpress' },
    ]
    expect(found(rules, '/tag/%D6%D0')).toEqual([])
    expect(found(rules, '/?t=..')).toEqual([])
    expect(found(rules, '/?p=%D6')).toEqual([])
  })

  test('lead to the article of an origin', () => {
    const rules: AddressRule[] = [{ from: '/?p=:id', origin: 'wordpress' }]
    expect(found(rules, '/?p=a%2Fb')).toEqual([{ kind: 'origin', system: 'wordpress', id: 'a/b' }])
  })

  test('come in their order, and none after what is gone', () => {
    const rules: AddressRule[] = [
      { from: '/a/:x', to: '/keywords/:x' },
      { from: '/a/:x', origin: 'old' },
      { from: '/a/*', gone: true },
      { from: '/:x/:y', to: '/search' },
    ]
    expect(found(rules, '/a/1').map(({ kind }) => kind)).toEqual(['page', 'gone'])
    expect(found(rules, '/b/1').map(({ kind }) => kind)).toEqual(['page'])
    expect(found([], '/a')).toEqual([])
  })

  test('tell by which keys the home page’s address is an old one', () => {
    const rules: AddressRule[] = [
      { from: '/?p=:id', origin: 'wordpress' },
      { from: '/?page=%61bout&id=:id', gone: true },
      { from: '/?p=:id&c=:c', gone: true },
      { from: '/index.php?q=:q', to: '/search' },
    ]
    expect(homeKeys(rules)).toEqual(['c', 'id', 'p', 'page'])
    expect(homeKeys([])).toEqual([])
  })
})

describe('a pattern is refused', () => {
  const PATH = 'must be a path from the root, perhaps with a query, like /tag/:name or /?p=:id'
  const HOME = 'is the home page, which stays as it is; add the query that it had, like /?p=:id'
  test.each([
    ...[
      '',
      'tag',
      '//host/a',
      '\\a',
      'https://example.org/a',
      '/a#b',
      '/a/../b',
      '/.',
      '/a%0Ab',
    ].map((from) => [from, PATH]),
    ['/', HOME],
    ['/?', HOME],
    ['/a*b', 'may have * at the end of its path only'],
    ['/?a=*', 'may have * at the end of its path only'],
    ['/api', 'begins with /api, which is the newsroom’s own'],
    ['/api*', 'begins with /api, which is the newsroom’s own'],
    ['/desk/:x', 'begins with /desk, which is the newsroom’s own'],
    ['/previews?a', 'begins with /previews, which is the newsroom’s own'],
    ['/:a/:b/:a', 'names :a twice; give each a name of its own'],
    ['/:a?x=:a', 'names :a twice; give each a name of its own'],
    ['/:a:b', 'needs a sign between :a and what follows it, as in /:year-:month'],
    ['/x/:a*', 'needs a sign between :a and what follows it, as in /:year-:month'],
    ['/?q=:a:b', 'needs a sign between :a and what follows it, as in /:year-:month'],
    ['/?:a=1', 'may have placeholders in what its query says, and none in its keys'],
    ['/a?UTM_source=x', 'asks for "UTM_source", which campaigns add to any address; leave it out'],
    ['/a?x=1&%78=2', 'asks for "x" twice; once is enough'],
  ])('%s %s', (from, fault) => {
    expect(fromFault(from)).toBe(fault)
  })

  test.each(['/apis', '/desktop/:x', '/:a/:b', '/a?from=:x', '/*', '/a//b', '/:a_:b', '/a:1'])(
    'and %s is not',
    (from) => expect(fromFault(from)).toBeNull(),
  )

  test('where it names something else than :id for an origin', () => {
    const fault = 'must have :id and no other name where the rule has an origin'
    for (const from of ['/?p=:x', '/:a/:id', '/a', '/:ID']) expect(idFault(from)).toBe(fault)
    expect(idFault('/a/:id.html')).toBeNull()
  })
})

describe('where a rule leads', () => {
  test.each(
    [
      ['/', '/a'],
      ['/articles/:x', '/a/:x'],
      ['/sections/news/', '/a'],
      ['/keywords/发展', '/a'],
      ['/authors/:a-:b', '/:a/:b/x'],
      ['/archive', '/a'],
      ['/archive/:y-:m', '/:y/:m/'],
      ['/search', '/s?q=:x'],
      ['/feed.xml', '/rss'],
      ['/atom.xml', '/atom'],
      ['/feed.json', '/json'],
      ['/sections/:x/feed.xml', '/:x/feed'],
      ['/keywords/:x', '/keywords/?name=:x'],
      ['/archive', '/arch/*'],
    ].filter(([to]) => to !== '/archive/:y-:m'),
  )('may be %s', (to, from) => {
    expect(toFault(to as string, from as string)).toBeNull()
  })

  test.each([
    'https://example.org/',
    '//example.org',
    '\\\\example.org',
    '/\\example.org',
    'javascript:alert(1)',
    '/api/articles',
    '/desk',
    '/previews/:x',
    '/keywords',
    '/keywords/',
    '/keywords/..',
    '/articles/:x/y',
    '/sections/:x/atom.xml',
    '/:x',
    'articles/x',
    '',
    '/keywords/a\nb',
  ])('cannot be %s', (to) => {
    expect(toFault(to, '/old/:x')).toMatch(/^must be one of ours: \/, \/articles\/:x, /)
  })

  test.each([
    ['/search?q=:x', 'must have no query and no fragment'],
    ['/archive#a', 'must have no query and no fragment'],
    ['/keywords/*', 'may have no *; give what is to be passed on a name, like :name'],
    ['/keywords/:y', 'has :y, which "from" does not have; write it there too'],
  ])('cannot be %s: it %s', (to, fault) => {
    expect(toFault(to, '/old/:x')).toBe(fault)
  })

  test.each([
    ['/keywords/:a', '/keywords/:a'],
    ['/:kind/:a', '/keywords/:a'],
    ['/keywords/old-:a', '/keywords/:a'],
    ['/arch*', '/archive'],
    ['/archive/*', '/archive'],
    ['/*', '/search'],
    ['/:a/:b', '/archive/2024-07'],
  ])('cannot be an address that "from" is like: %s and %s', (from, to) => {
    expect(toFault(to, from)).toMatch(/^is itself like "from"/)
  })

  test('is never like the pattern that led there', () => {
    const small = fc
      .array(
        fc.array(fc.constantFrom('a', 'b', 'ab', ':x', ':y', '-'), { minLength: 1, maxLength: 3 }),
        { minLength: 1, maxLength: 3 },
      )
      .map((steps) => `/${steps.map((parts) => parts.join('')).join('/')}`)
    const end = fc.constantFrom('', '*', '/*')
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 4 })
    let met = 0
    fc.assert(
      fc.property(small, end, small, letters, letters, (start, rest, to, x, y) => {
        const from = patternOf(start + rest)
        const target = patternOf(to)
        // Letters after a name are part of it.
        const names = allParts(target).flatMap((part) => ('name' in part ? [part.name] : []))
        const values = Object.fromEntries(names.map((name) => [name, name[0] === 'x' ? x : y]))
        const path = `/${target.steps.map((parts) => fill(parts, values)).join('/')}`
        const isLike = valuesIn(compile(from), normal(path)) !== null
        if (isLike) {
          met++
          expect(pathsMeet(from, target), `${start}${rest} ${to} ${path}`).toBe(true)
        }
      }),
      { numRuns: 8_000 },
    )
    expect(met).toBeGreaterThan(100)
  })
})
