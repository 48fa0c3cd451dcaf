import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { meantBy, withoutGlued } from '../../../src/delivery/meant'

const ORIGIN = 'https://news.test'
const meant = (path: string) => meantBy(ORIGIN + path)?.path ?? null
const HAN = encodeURIComponent('社区')

describe('what was meant by an address', () => {
  test.each([
    ...[
      '/articles/x/',
      '/articles/X',
      '/Articles/x',
      '/ARTICLES/X/',
      '/articles//x',
      '//articles/x',
    ],
    ...[
      '/articles/x。',
      '/articles/x，',
      '/articles/x）',
      '/articles/x"',
      '/articles/x”',
      '/articles/x…',
    ],
    ...[
      '/articles/x.',
      '/articles/x,',
      '/articles/x;',
      '/articles/x!',
      "/articles/x'",
      '/articles/x)',
    ],
    ...[
      '/articles/x>',
      '/articles/x]',
      '/articles/x*',
      '/articles/x_',
      '/articles/x-',
      '/articles/x%',
    ],
    ...['/articles/x%EF%BC%8C', '/articles/x%e3%80%82', '/articles/x%2F', '/articles/x%5C'],
    ...[
      '/articles/x&utm_source=wechat',
      '/articles/x%3Futm_source=wechat',
      '/articles/x？utm_source=a',
    ],
    ...[
      '/articles/x，详见附件',
      '/articles/x%20快来看',
      '/articles/x,and+more',
      '/articles/x/，快来看',
    ],
    ...['/articles/x。http://example.com/y', '/articles/x%E2%80%8B', '/articles/x%EF%BB%BF'],
    // The comma and the quotation marks of GB18030, and half a character.
    ...['/articles/x%A3%AC', '/articles/x%A1%B1', '/articles/x%EF%BC'],
    ...['/articles/“x”', '/articles/《x》', '/articles/x/?utm_source=wechat', '/articles/%2558。'],
    '/articles/Ｘ',
  ])('%s is /articles/x', (path) => {
    expect(meant(path)).toBe('/articles/x')
    // As a browser sends it.
    const sent = URL.parse(path.replace(/^\/+/, '/'), ORIGIN)?.pathname ?? ''
    if (sent !== '/articles/x') expect(meant(sent)).toBe('/articles/x')
  })

  test.each([
    [`/articles/${HAN}。`, `/articles/${HAN}`],
    [`/articles/${encodeURIComponent(HAN)}`, `/articles/${HAN}`],
    ['/articles/社区/', `/articles/${HAN}`],
    ['/sections/news/', '/sections/news'],
    ['/Sections/News，', '/sections/news'],
    ['/sections/news/feed.xml/', '/sections/news/feed.xml'],
    ['/sections/news/pages/2/', '/sections/news/pages/2'],
    ['/keywords/C%2FC++/', '/keywords/C%2FC%2B%2B'],
    ['/keywords/a/pages/2/', '/keywords/a/pages/2'],
    ['/Authors/Li%20Hua/', '/authors/Li%20Hua'],
    ['/archive/', '/archive'],
    ['/archive/2024-07。', '/archive/2024-07'],
    ['/archive/2024-07/pages/3/', '/archive/2024-07/pages/3'],
    ['/pages/3/', '/pages/3'],
    ['/search/?q=a', '/search'],
    ['/Feed.XML', '/feed.xml'],
  ])('%s is %s', (path, expected) => expect(meant(path)).toBe(expected))

  test.each([
    // Where the router has looked already: one look-up is enough.
    ...[
      '/articles/x',
      '/articles/%78',
      '/articles/%e7%a4%be',
      '/keywords/e%CC%81',
      '/archive',
      '/search?q',
    ],
    // Another name, not one with something glued to it.
    ...[
      '/articles/x.php',
      '/articles/a_b',
      '/articles/a--b',
      '/articles/x/none',
      '/articles/a%2Fb',
    ],
    ...[
      '/articles/',
      '/articles/。',
      '/articles/%E5%9',
      '/sections/news/none',
      '/archive/2024-13/',
    ],
    ...[
      '/',
      '//',
      '/none/',
      '/none。',
      '/previews/1.1.1.none/',
      '/api/articles/',
      '/%',
      '/x/articles/y/',
    ],
    ...['//evil.example', '//evil.example/articles/x', '/\\evil.example', '/%2F%2Fevil.example'],
    ...['/%5Cevil.example/', '/.evil.example', '/@evil.example'],
  ])('%s is nothing more', (path) => expect(meant(path)).toBeNull())

  test.each([
    '/keywords/./',
    '/keywords/%2e/',
    '/authors/../',
    '/authors/%2E%2e/',
    '/keywords/%20/',
  ])('%s is none of ours: dots lead up, and nothing is called by them', (path) =>
    expect(meant(path)).toBeNull(),
  )

  test('is always a path of ours, whatever was asked for', () => {
    const piece = fc.constantFrom(
      ...[
        '/',
        '//',
        '\\',
        '%2f',
        '%5c',
        '.',
        '..',
        '@',
        ':',
        'evil.example',
        'articles',
        'keywords',
      ],
      ...[
        'sections',
        'archive',
        'x',
        'X',
        '社',
        '%E7',
        '，',
        '?',
        '#',
        '%25',
        '\u202e',
        '%0d%0a',
        ' ',
      ],
    )
    const path = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`)
    fc.assert(
      fc.property(path, (path) => {
        const found = meant(path)
        if (found === null) return
        const url = new URL(ORIGIN + found)
        expect(url.origin + url.pathname).toBe(ORIGIN + found)
        expect(found).toMatch(/^\/[a-z]+(?:[/.-]|$)/)
        expect(meant(found)).toBeNull()
      }),
      { numRuns: 2_000 },
    )
  })

  test('takes no longer than the address is long', () => {
    for (const piece of ['a-', '-', '.', '/', '%25', '。', '%E7', 'a', '\u0301', '&a=']) {
      meant(`/articles/${piece.repeat(20_000)}x`)
      withoutGlued(piece.repeat(20_000))
    }
  })
})

test.each([
  ['发展。', '发展'],
  ['发展，快来看', '发展'],
  ['Li Hua”', 'Li Hua'],
  ['AI&utm_source=wechat', 'AI'],
  ['C++', 'C++'],
  ['R&D', 'R&D'],
  ["O'Li", "O'Li"],
  ['a?b', 'a?b'],
  ['。', '。'],
])('the keyword %s without what is glued on is %s', (name, plain) => {
  expect(withoutGlued(name)).toBe(plain)
})
