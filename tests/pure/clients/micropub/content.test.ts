import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderBody } from '../../../../src/articles/body/render'
import {
  escaped,
  formatOf,
  hasMarks,
  readContent,
  titleFrom,
} from '../../../../src/clients/micropub/content'

const HOSTS = { origin: 'https://news.test', embeds: [] }

describe('a bare string is Markdown where it has marks that nobody types by accident', () => {
  test.each([
    '# 标题\n\n正文',
    '会议**（试行）**通过',
    'An *emphasised* word',
    'An _emphasised_ word',
    'See [the report](https://example.org/wiki/Report_(2026)).',
    '![a ferry](picture:0123)',
    '[![a](https://a.test/a.jpg)](https://a.test/)',
    '> 引文',
    '```\ncode\n```',
    'Run `npm start`.',
    '- one\n- two',
    '1. one\n2. two',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    'A note[^1]\n\n[^1]: below',
    '{徐汇|xú huì}区',
  ])('%j is', (text) => {
    expect(hasMarks(text)).toBe(true)
  })

  test.each([
    'Hello World',
    'Room #4 is taken, #hashtag',
    '2 * 3 * 4 = 24, and 2*3*4 too',
    'snake_case_names stay',
    '- 他说：“来了。”',
    '1. 一个人来了',
    'a [sic] b (c)',
    'Costs < 5 and > 3, use <b> for bold',
    '第一段\n第二行\n\n第三段',
    '**',
    'A line\n---\nand another',
    'f(x) = {x | x > 0}',
    "It's 5* and 4* only",
  ])('%j is not', (text) => {
    expect(hasMarks(text)).toBe(false)
  })

  // What looks twice as far in twice as long takes hours: the test's own end is the measure.
  test('however long a text is, that is told', () => {
    const parts = ['[', '[a](', '*a ', '_', '|', '[a', '\n', '\n|', '{社|', '**a ', '- ']
    expect(parts.filter((part) => hasMarks(part.repeat(262_144 / part.length)))).toEqual([])
  })
})

describe('what an article is in stays as it is changed', () => {
  test('Markdown stays Markdown without a mark', () => {
    expect(formatOf('plain', { body: '# a', format: 'markdown' })).toBe('markdown')
  })
  test('plain text becomes Markdown by its marks', () => {
    expect(formatOf('**bold**', { body: 'plain', format: 'text' })).toBe('markdown')
  })
  test('plain text that had marks already stays plain text', () => {
    expect(formatOf('**b** and c', { body: '**b**', format: 'text' })).toBe('text')
  })
  test('HTML that is replaced by a string is no longer HTML', () => {
    expect(formatOf('plain', { body: '<p>a</p>', format: 'html' })).toBe('text')
  })
})

describe('content', () => {
  const read = (...values: unknown[]) => {
    const reader = { properties: new Map([['content', values]]), faults: [], notes: [] }
    return { text: readContent(reader), faults: reader.faults }
  }
  test.each([
    [
      { html: '<p>a</p>', value: 'a' },
      { body: '<p>a</p>', format: 'html' },
    ],
    [{ markdown: 'a' }, { body: 'a', format: 'markdown' }],
    [{ value: '**a**' }, { body: '**a**', format: 'text' }],
    ['a', { body: 'a', format: 'text' }],
    [5, { body: '5', format: 'text' }],
  ])('%j is %j', (value, text) => {
    expect(read(value)).toEqual({ text, faults: [] })
  })
  test.each([[{ other: 1 }], [[['a']]], [true], [{ html: { html: 'a' } }]])(
    '%j is refused with the forms that there are',
    (value) => {
      const { text, faults } = read(value)
      expect(text).toBeNull()
      expect(faults).toEqual([expect.stringMatching(/^content must be text, \{ "html"/)])
    },
  )
  test('there is one', () => {
    expect(read('a', 'b').faults).toEqual(['content is there 2 times; send it once'])
  })
})

/** Text that pinyin, which only plain text reads in parentheses, has no part in. */
const line = fc
  .string({
    unit: fc.constantFrom(...'ab1 *_`[]<>{}|~&#+-=.!\\"\'会议：。/:'),
    maxLength: 20,
  })
  .map((text) => text.trim())
const lines = fc.array(line, { minLength: 1, maxLength: 6 }).map((all) => all.join('\n'))

test('plain text that becomes Markdown shows the same', () => {
  fc.assert(
    fc.property(lines, (text) => {
      fc.pre(text.trim() !== '')
      const plain = renderBody(text, 'text', HOSTS as never)
      const marked = renderBody(escaped(text), 'markdown', HOSTS as never)
      expect(marked).toMatchObject({
        html: (plain as { html: string }).html.replaceAll('<br>', '<br>\n'),
      })
    }),
    { numRuns: Number(process.env.SIM_RUNS ?? 300) },
  )
})

describe('a title for what has none', () => {
  test.each([
    ['Nice sunset tonight', 'Nice sunset tonight'],
    ['第一行\n第二行', '第一行'],
    [`今天下雪了。${'很冷'.repeat(40)}`, '今天下雪了。'],
    [`It snows today. ${'cold '.repeat(30)}`, 'It snows today.'],
    [`${'雪'.repeat(80)}`, `${'雪'.repeat(59)}…`],
    [`${'snow and '.repeat(12)}`, 'snow and snow and snow and snow and snow and snow and snow…'],
    ['', ''],
  ])('%j gives %j', (text, title) => {
    expect(titleFrom(text)).toBe(title)
  })
})
