/**
 * What a body costs grows with its length and no faster, whatever it is made of: measured in CPU, at a
 * size and at four times that, with more room than a busy machine takes.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FORMATS, type Format } from '../../../src/articles/article'
import { excerptOf } from '../../../src/articles/body/excerpt'
import { renderBody } from '../../../src/articles/body/render'
import { highlight, passages } from '../../../src/articles/search/highlight'
import { parseQuery } from '../../../src/articles/search/query'
import { fold, segment } from '../../../src/articles/search/segment'
import { textLines } from '../../../src/articles/text-of'
import { slugFrom } from '../../../src/articles/writing/slug'
import { diffOf } from '../../../src/editing/compare'

const TOKENS = [
  ...'[ ] ( ) ` * _ ~ " \' & < > { } | # - + = ! . : , ^ \\ / 字 a é 社(she) 社(she 字(zi) {字|zì} {字|'.split(
    ' ',
  ),
  ...[
    '[a](b)',
    '![](b)',
    '[^',
    '[^1]',
    '[^1]: a',
    '^[',
    '[a]: b',
    '](',
    '**',
    '***',
    '``',
    '> ',
    '- ',
    '1. ',
  ],
  ...[
    '|a|',
    '|-|',
    '| a ',
    '# ',
    '---',
    '    ',
    '```',
    'http://a.b ',
    '<a@b.c> ',
    '<!--',
    '-->',
    '<![CDATA[',
    '<?',
  ],
  ...[
    '<a ',
    '<a href="/a">',
    '</a>',
    '<p title="',
    '">',
    '<p>',
    '</p>',
    '<b>',
    '</b>',
    '<i>x</i>',
    '<div>',
    '</div>',
  ],
  ...[
    '<table>',
    '</table>',
    '<tr>',
    '<td>',
    '<ul>',
    '<li>',
    '</ul>',
    '<ruby>',
    '</ruby>',
    '<rt>',
    '</rt>',
    '<rp>',
  ],
  ...[
    '<sup class="footnote-ref">',
    '</sup>',
    '<a class="footnote-backref">',
    '<img alt src="/a">',
    '<img>',
    '<br>',
  ],
  ...[
    '&amp;',
    '&lt;',
    '&#x26;',
    '&#',
    '<span style="text-align:',
    ' class="a"',
    ' a=1',
    '<blockquote>',
    '<svg>',
  ],
  ...[
    '\n',
    '\n\n',
    '\r\n',
    ' ',
    '\t',
    '\u3000',
    '\u00a0',
    '。',
    '！”',
    '“',
    '\u0301',
    '\u0323',
    '\u302a',
    '\uff9e',
  ],
  ...[
    '\ufdfa',
    '\uac00',
    '\u1100',
    '\u{20bb7}',
    'ﬃ',
    'Σ',
    'İ',
    '\u2067',
    '\ufe0f',
    '１',
    '字 ',
    '1字',
    'a ',
  ],
]
const token = fc.constantFrom(...TOKENS)

/** What is repeated, and what comes before, between and after. */
interface Shape {
  format: Format
  head: string
  open: string
  middle: string
  close: string
  tail: string
}

const few = (most: number) => fc.array(token, { maxLength: most }).map((parts) => parts.join(''))
const shape: fc.Arbitrary<Shape> = fc.record({
  format: fc.constantFrom(...FORMATS),
  head: few(2),
  open: fc.oneof(
    token,
    fc.array(token, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
  ),
  middle: few(1),
  // Half of them are runs and alternations, half nests.
  close: fc.oneof(fc.constant(''), few(2)),
  tail: few(2),
})

const SMALL = 24 * 1024
const LARGE = 4 * SMALL

function bodyOf({ head, open, middle, close, tail }: Shape, length: number): string {
  const n = Math.floor(length / (open.length + close.length))
  return head + open.repeat(n) + middle + close.repeat(n) + tail
}

const HOSTS = { origin: 'https://news.test', embeds: [] }
const QUERIES = [
  '字字字',
  '"a a a a a a a a b"',
  '"字，字，字，字，a"',
  'a',
  '1字1字1字1字1字b',
].map((typed) => parseQuery(typed)?.patterns ?? [])

/** The stages, each with what it works on made beforehand. */
function stagesOf(source: string, format: Format): Record<string, () => unknown> {
  const body = renderBody(source, format, HOSTS)
  const reversed = source.split('\n').reverse().join('\n ')
  const always = {
    render: () => renderBody(source, format, HOSTS),
    compare: () => diffOf(source, reversed),
    slug: () => slugFrom(source, 200),
    fold: () => fold(source),
    // As text, whatever it was meant to be: what readers' requests do must be linear in any.
    lines: () => textLines(source),
  }
  if ('fault' in body) return always
  const lines = textLines(body.html)
  const folded = fold(lines.join('\n'))
  return {
    ...always,
    'lines of its HTML': () => textLines(body.html),
    excerpt: () => excerptOf(body.text),
    segment: () => segment([], lines),
    search: () => QUERIES.map((patterns) => passages(lines, folded, patterns)),
    highlight: () => QUERIES.map((patterns) => highlight(body.text, patterns)),
  }
}

function cpu(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** What is linear takes four times as long, what is quadratic sixteen times. In milliseconds. */
const FACTOR = 10
const FLOOR = 60
const TRIES = 6

/** Whether a stage is worse than linear: only if it never once looked it. */
function isWorse(small: () => unknown, large: () => unknown): boolean {
  for (let i = 0; i < TRIES; i++) {
    if (cpu(large) <= FACTOR * cpu(small) + FLOOR) return false
  }
  return true
}

function worseStages(one: Shape): string[] {
  const [small, large] = [SMALL, LARGE].map((length) => stagesOf(bodyOf(one, length), one.format))
  return Object.entries(large ?? {}).flatMap(([stage, work]) =>
    isWorse(small?.[stage] ?? (() => {}), work) ? [stage] : [],
  )
}

test('four times as much of anything costs about four times as much', () => {
  fc.assert(
    fc.property(shape, (one) => {
      expect(worseStages(one)).toEqual([])
    }),
    { numRuns: Number(process.env.LINEAR_RUNS ?? 60), interruptAfterTimeLimit: 300_000 },
  )
}, 600_000)

const run = (format: Format, open: string, head = '', tail = ''): Shape => ({
  format,
  head,
  open,
  middle: '',
  close: '',
  tail,
})

test.each([
  ['ideographic spaces in a line', run('markdown', '\u3000', '字', 'a')],
  ['line ends in a paragraph', run('html', '\n', '<p>字', 'a</p>')],
  ['both by turns', run('text', '\u3000\n', '字', '字')],
  ['links begun in an attribute', run('html', '<a ', '<p title="', '">字</p>')],
  ['marks of notes begun in an attribute', run('html', '<sup class=', '<p title="', '">字</p>')],
  ['marks on one letter, in two places of it', run('text', '\u0301\u0323', '字')],
  ['half-width marks among others', run('text', '\uff9e\u0301', 'カ')],
  ['lines that are all another’s', run('text', 'a\nb\n')],
  ['one ligature that stands for a sentence', run('text', '\ufdfa')],
  ['words that a phrase begins with', run('text', 'a ')],
  ['Han and digits by turns', run('text', '1字')],
  ['annotations', run('html', '<rt>x', '<ruby>字')],
  ['what a table throws out', run('html', '<i>x</i>', '<table>')],
  ['pictures without an address', run('html', '<img alt>', 'a')],
  [
    'pictures with twins',
    run('html', '<img alt=""><noscript><img src="/a" alt=""></noscript>', 'a'),
  ],
  ['marks of one note', run('html', '<a id="r" href="#n">1</a>', '<p id="n"><a href="#r">1</a>')],
  ['notes with marks', run('html', '<i id="a"><a href="#a">1</a></i>', 'a')],
  ['links to one place', run('html', '<a href="#x">', '<b id="x">')],
  ['line ends between characters', run('html', '字\n', '<p>')],
  ['line ends between elements', run('html', '<b>\n</b>', '<p>字', '字')],
  ['white space between elements', run('html', '<b>  </b>', '<p>字\n', '字')],
  ['braces with bars', run('markdown', '{字|a}|', '')],
  ['braces that are not closed', run('markdown', '{字|', '|')],
  ['readings without tones', run('text', '字(zi)', '')],
])('%s', (_, one) => {
  expect(worseStages(one)).toEqual([])
})
