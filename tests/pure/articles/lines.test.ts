import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../../src/articles/article'
import { renderBody } from '../../../src/articles/body/render'
import { normalize } from '../../../src/articles/normal'
import { textLines } from '../../../src/articles/text-of'
import { collapse } from '../../../src/articles/white-space'

/** What lines were until they were made in one pass: right, and quadratic. */
const NOTE_MARKS =
  /<sup class="footnote-ref">.*?<\/sup>| ?<a [^>]*class="footnote-backref"[^>]*>.*?<\/a>/g
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>/g
const INLINE =
  /^(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|img|ins|kbd|mark|q|ruby|s|samp|small|span|strong|sub|sup|time|u|var|wbr)$/
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

function formerLines(html: string): string[] {
  const text = html.replace(NOTE_MARKS, '')
  const lines: string[] = ['']
  let end = 0
  let annotations = 0
  const add = (piece: string) => {
    if (annotations === 0) lines[lines.length - 1] += piece
  }
  for (const match of text.matchAll(TAG)) {
    add(text.slice(end, match.index))
    end = match.index + match[0].length
    if (match[2] === 'rt' || match[2] === 'rp') annotations += match[1] ? -1 : 1
    else if (!INLINE.test(match[2] ?? '')) lines.push('')
  }
  add(text.slice(end))
  return lines
    .map((line) =>
      collapse(line)
        .replace(/&(?:#x([0-9A-F]+)|(lt|gt|amp|quot));/gi, (_, code: string, name: string) =>
          code ? String.fromCodePoint(Number.parseInt(code, 16)) : (NAMED[name] as string),
        )
        .normalize('NFC')
        .trim(),
    )
    .filter(Boolean)
}

const piece = fc.oneof(
  fc.constantFrom(
    ...[
      '字',
      '区',
      'a',
      'b c',
      '“',
      '”',
      '。',
      '\u3000',
      ' ',
      '\n',
      '\r\n',
      '\t',
      '\u00a0',
      '\u{20bb7}',
      'é',
      'e\u0301',
    ],
    ...[
      '<p>',
      '</p>',
      '<b>',
      '</b>',
      '<br>',
      '<ruby>',
      '</ruby>',
      '<rt>',
      '</rt>',
      '<li>',
      '<td>',
      '<table>',
      '<pre>',
      '</pre>',
    ],
    ...[
      '<a href="/a>b">',
      '</a>',
      '<p title="<a ">',
      '<img alt="a>b" src="/c">',
      '&lt;',
      '&amp;amp;',
      '&#60;',
      '<',
      '>',
      '"',
    ],
    ...[
      '{社|shè}',
      '社(she)',
      '**',
      '\n\n',
      '- ',
      '| a | b |\n|-|-|\n',
      '[^1]',
      '[^2] ',
      '\n\n[^1]: 注\n\n',
      '\n\n[^2]: b\n\n',
    ],
  ),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
)

describe('the lines of a body', () => {
  test('are what they were when they took the square of its length', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.constantFrom(...FORMATS),
        (parts, format) => {
          const body = renderBody(parts.join(''), format, {
            origin: 'https://news.test',
            embeds: [],
          })
          if ('html' in body) expect(textLines(body.html)).toEqual(formerLines(body.html))
        },
      ),
      { numRuns: 3_000 },
    )
  })

  test('leave out a mark of a note whole, with what is in it', () => {
    const html = '<p>甲<sup class="footnote-ref"><a href="#fn1">[<sup>1</sup>]</a>x</sup>乙</p>'
    expect(textLines(html)).toEqual(['甲乙'])
    expect(textLines('<p>a <a href="#b" class="footnote-backref">↩</a></p><p>b</p>')).toEqual([
      'a',
      'b',
    ])
  })
})

describe('normalising', () => {
  const marks = fc.array(fc.constantFrom('\u0301', '\u0323', '\uff9e', '\u302a', '\u0344'), {
    maxLength: 30,
  })
  const form = fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD')

  test('is what Unicode says, of any text that is safe to normalise', () => {
    const cluster = fc.tuple(fc.constantFrom('a', '字', 'カ', '\u1100\u1161', 'ﷺ', 'é'), marks)
    fc.assert(
      fc.property(fc.array(cluster), form, (clusters, to) => {
        const text = clusters.map(([base, on]) => base + on.slice(0, 14).join('')).join('')
        expect(normalize(text, to)).toBe(text.normalize(to))
      }),
    )
  })

  test('loses nothing of one that is not', () => {
    const text = `a${'\u0301\u0323'.repeat(100)}b`
    const sorted = (some: string) => [...some.normalize('NFD')].sort().join('')
    expect(sorted(normalize(text, 'NFC'))).toBe(sorted(text))
  })
})
