/**
 * Bodies made to cost: runs of one thing, nests, and alternations, in each format. None is random, so
 * that the same ones are measured each time.
 */
import type { Format } from '../../src/articles/article'

export interface Hostile {
  format: Format
  name: string
  /** The body of at most so many bytes. */
  make(bytes: number): string
}

/** What is repeated, between what stands once at the start and at the end. */
type Run = [unit: string, head?: string, tail?: string]
/** What is opened over and over, what is in the middle, and what closes each. */
type Nest = [open: string, middle: string, close: string]

const bytesOf = (text: string) => new TextEncoder().encode(text).length

const run =
  (format: Format) =>
  ([unit, head = '', tail = '']: Run): Hostile => ({
    format,
    name: `run of ${JSON.stringify(unit.slice(0, 40))}${head && ` after ${JSON.stringify(head.slice(0, 20))}`}`,
    make: (bytes) =>
      head + unit.repeat(Math.floor((bytes - bytesOf(head + tail)) / bytesOf(unit))) + tail,
  })

const nest =
  (format: Format) =>
  ([open, middle, close]: Nest): Hostile => ({
    format,
    name: `nest of ${JSON.stringify(open.slice(0, 40))}`,
    make(bytes) {
      const n = Math.floor((bytes - bytesOf(middle)) / bytesOf(open + close))
      return open.repeat(n) + middle + close.repeat(n)
    },
  })

/** As many different ones as there is room for. */
const numbered = (
  format: Format,
  name: string,
  unit: (i: number) => string,
  tail = '',
): Hostile => ({
  format,
  name: `numbered ${name}`,
  make(bytes) {
    const units: string[] = []
    for (let i = 0, left = bytes - bytesOf(tail); ; i++) {
      left -= bytesOf(unit(i))
      if (left < 0) break
      units.push(unit(i))
    }
    return units.join('') + tail
  },
})

/** Five spaces of Chinese text, as wide as Han. */
const WIDE = '\u3000'
const LIGATURE = '\ufdfa'

const TEXT_RUNS: Run[] = [
  ['字'],
  ['a'],
  ['a '],
  ['a\n'],
  ['a\n\n'],
  ['\n', 'a', 'b'],
  [' \n', 'a', 'b'],
  ['\r\n', 'a', 'b'],
  [WIDE, '字', 'a'],
  [`${WIDE}\n`, '字', '字'],
  [`字${WIDE}`],
  ['字\n'],
  ['字 '],
  ['社(she)'],
  ['社(she) '],
  ['社（shè）会'],
  ['政协(zhèng xié)'],
  ['(', '字'],
  ['字('],
  ['字(a'],
  ['()'],
  ['&'],
  ['<'],
  ['"'],
  ['。'],
  ['。”'],
  ['. '],
  ['\u0301', '字'],
  ['e\u0301'],
  ['한'],
  [LIGATURE],
]

const HTML_RUNS: Run[] = [
  ['\n', '<p>字', 'a</p>'],
  [WIDE, '<p>字', 'a</p>'],
  [`${WIDE}\n`, '<p>字', '字</p>'],
  ['<a ', '<p title="', '">字</p>'],
  ['<sup class=', '<p title="', '">字</p>'],
  ['<a class="footnote-backref">字</a>'],
  ['<sup class="footnote-ref">字</sup>'],
  ['<sup class="footnote-ref">'],
  ['<i>x</i>'],
  ['<i>x'],
  ['<b></b>', 'a'],
  ['<p>x'],
  ['<p>x</p>'],
  ['<br>', 'a'],
  ['<hr>', 'a'],
  ['<wbr>', 'a'],
  ['<img alt src=a>'],
  ['<img alt>', 'a'],
  ['<img>', 'a'],
  ['<iframe src=/a></iframe>', 'a'],
  ['<rt>x', '<ruby>字'],
  ['<rt>x</rt>', '<ruby>字'],
  ['<rp>(</rp>', '<ruby>字'],
  ['<ruby>字<rt>zi</ruby>'],
  ['<ruby>字<rp>(</rp><rt>zi</rt><rp>)</rp></ruby>'],
  ['<i>x</i>', '<table>'],
  ['x', '<table>'],
  ['<tr>', '<table>', 'a'],
  ['<td>x', '<table><tr>'],
  ['<td></td>', '<table><tr>', 'a'],
  ['<table><tr><td>a</table>'],
  ['<table><i>x</table>'],
  ['<ul><li>a</ul>'],
  ['<li>a', '<ul>'],
  ['<dl><dt>a<dd>b</dl>'],
  ['<a href=/a>b</a>'],
  ['<a href=/a>b'],
  ['<a>b'],
  ['&amp;'],
  ['&lt;b'],
  ['&'],
  ['&#x20;', 'a', 'b'],
  ['&#'],
  ['<'],
  ['<!', 'a'],
  ['<!-- -->', 'a'],
  ['</p>', 'a'],
  ['</br>', 'a'],
  ['<p a=1>x'],
  ['a=1 ', '<p ', '>x</p>'],
  ['class="a" ', '<p ', '>x</p>'],
  ['<div style="text-align:center">x</div>'],
  ['style="text-align: center"', '<p ', '>x</p>'],
  [' ', '<p style="text-align:', 'x">x</p>'],
  ['<svg>', 'a'],
  ['<h1>x</h1>'],
  ['<pre>\n', 'a'],
  ['<option>x'],
  ['<b><p>x</b>'],
  ['\u0301', '<p>字', '</p>'],
  ['"', '<p>', '</p>'],
]
const HTML_NESTS: Nest[] = [
  ['<b>', 'x', '</b>'],
  ['<div>', 'x', '</div>'],
  ['<ul><li>', 'x', '</li></ul>'],
  ['<table><tr><td>', 'x', '</td></tr></table>'],
  ['<ruby>字<rt>', 'x', '</rt></ruby>'],
]
const HTML_NUMBERED: [string, (i: number) => string, string?][] = [
  ['attributes', (i) => `${i ? '' : '<p'} a${i}=1`, '>x</p>'],
  ['ids', (i) => `<a id=fn${i % 10_000}>x</a>`],
]

const MARKDOWN_RUNS: Run[] = [
  ...[
    '[',
    ']',
    '![',
    '](',
    '[]',
    '[a](b) ',
    '[a]',
    '[a][b]',
    '[a]: b\n',
    '![a](b)\n',
    '<a@b.c> ',
  ].map((unit): Run => [unit]),
  ...['`', '``` ', '`a', '`a`', '`a``', '~', '```\n', '    a\n', '~~a~~'].map(
    (unit): Run => [unit, 'a\n\n'],
  ),
  ...[
    '*',
    '_',
    '*a',
    '*a*',
    '**a**',
    '*a**',
    '_a',
    '*a_ ',
    '**a*',
    'a**b',
    '***a',
    '*字',
    '**字**',
  ].map((unit): Run => [unit]),
  ...[
    '> ',
    '>',
    '> a\n',
    '> a\n\n',
    '- ',
    '- a\n',
    '1. a\n',
    '-',
    '- a\n\n',
    '* a\n  * b\n',
    '+ - ',
  ].map((unit): Run => [unit, '', 'a']),
  ...[
    '# a\n',
    'a\n=\n',
    'a\n-\n',
    '---\n',
    '***\n',
    '\n',
    'a\n',
    'a\n\n',
    'a  \n',
    'a\\\n',
    '\\',
    '\\*',
  ].map((unit): Run => [unit, 'a\n\n']),
  ...['|', '| a ', 'a|b\n', '|a|\n'].map((unit): Run => [unit, '|a|b|\n|-|-|\n']),
  ['|a|\n|-|\n|b|\n\n'],
  ['|a', '', `|\n${'|-'.repeat(1000)}|\n`],
  ['-|', 'a|b\n'],
  ...[
    '<',
    '<a',
    '<a ',
    '<a b="',
    '<!',
    '<!--',
    '<?',
    '<b>x</b>',
    '<b>x',
    '</b>',
    '<p>\n\n',
    '<ruby>字<rt>x',
  ].map((unit): Run => [unit, 'a ']),
  ...['&', '&amp;', '&#1234;', '&a', '&ngE;'].map((unit): Run => [unit]),
  ...['{', '{字', '{字|', '{字|zì}', '{字|zì', '{|', '}{字'].map((unit): Run => [unit]),
  ...['[^', '[^1]', '^[', '[^1]: a\n', '[^1]\n\n[^1]: a\n\n'].map(
    (unit): Run => [unit, '', '\n\n[^1]: b'],
  ),
  ['[a] ', `[a]: /${'u'.repeat(100)}\n\n`],
  ['"', 'a'],
  [`${WIDE}\n`, '字', '字'],
  ['\n', '字', '字'],
]
const MARKDOWN_NESTS: Nest[] = [
  ['[', 'a', '](b)'],
  ['![', 'a', '](b)'],
  ['*', 'a', '*'],
  ['**a', 'b', 'c**'],
  ['(', 'a', ')'],
  ['<b>', 'x', '</b>'],
  ['[a](', 'x', ')'],
  ['[a](<', 'x', '>)'],
]
const MARKDOWN_NUMBERED: [string, (i: number) => string, string?][] = [
  ['references', (i) => `[a${i}]: b\n`, '\n[a1]'],
  ['backticks', (i) => `${'`'.repeat(i % 700)}a`],
  ['emphasis', (i) => `${'*'.repeat((i % 7) + 1)}a`],
  ['notes', (i) => `[^${i}]: a\n\n`, '[^1]'],
]

/** 31 in plain text, 68 in HTML, 108 in Markdown. */
export const BODIES: Hostile[] = [
  ...TEXT_RUNS.map(run('text')),
  ...HTML_RUNS.map(run('html')),
  ...HTML_NESTS.map(nest('html')),
  ...HTML_NUMBERED.map(([name, unit, tail]) => numbered('html', name, unit, tail)),
  ...MARKDOWN_RUNS.map(run('markdown')),
  ...MARKDOWN_NESTS.map(nest('markdown')),
  ...MARKDOWN_NUMBERED.map(([name, unit, tail]) => numbered('markdown', name, unit, tail)),
]
