import type { Node } from 'prosemirror-model'
import { describe, expect, test } from 'vitest'
import { parse } from '../../../../src/desk/script/text/parse'
import { make, schema } from '../../../../src/desk/script/text/schema'
import { rewrite } from '../../../../src/desk/script/text/serialize'

const written = (...blocks: Node[]) => rewrite(make('doc', null, blocks)).replace(/\n$/, '')
const paragraph = (...nodes: (Node | string)[]) =>
  make(
    'paragraph',
    null,
    nodes.map((node) => (typeof node === 'string' ? schema.text(node) : node)),
  )
const marked = (text: string, ...names: ('strong' | 'em' | 'strike' | 'code')[]) =>
  schema.text(
    text,
    names.map((name) => schema.mark(name)),
  )
const ruby = (text: string, annotation: string, group = 0) =>
  schema.text(text, [schema.mark('ruby', { annotation, group })])
const link = (text: string, href: string) => schema.text(text, [schema.mark('link', { href })])

describe('text that means nothing else has no backslashes', () => {
  test.each([
    '你好（试行），2026 年。',
    '5 * 3 = 15',
    'snake_case 和 a_b',
    'a < b & c > d',
    '{甲|乙} 两可',
    '[方括号] 与 [^',
    'C# 与 F#',
    '#话题',
    '3.14',
    '1.项目',
    '-5 度',
    '+86 10',
    'a ~ b',
    '~/文件',
    'AT&T',
    '100% | 50%',
    '\u3000\u3000首行空两格',
    '不\u00a0断',
  ])('%s', (text) => {
    expect(written(paragraph(text))).toBe(text)
  })
})

describe('text that would mean something else has as few as it takes', () => {
  test.each([
    ['# 井号', '\\# 井号'],
    ['1. 不是列表', '1\\. 不是列表'],
    ['2) 不是列表', '2\\) 不是列表'],
    ['- 不是列表', '\\- 不是列表'],
    ['+ 不是列表', '\\+ 不是列表'],
    ['* 不是列表', '\\* 不是列表'],
    ['> 不是引文', '\\> 不是引文'],
    ['---', '\\---'],
    ['```', '\\```'],
    ['*不是强调*', '\\*不是强调\\*'],
    ['_不是强调_ snake_case', '\\_不是强调\\_ snake\\_case'],
    ['~~不是删除~~', '\\~\\~不是删除\\~\\~'],
    ['`不是代码`', '\\`不是代码\\`'],
    ['[不是](链接)', '\\[不是\\](链接)'],
    ['正文[^1]', '正文\\[^1\\]'],
    ['[^1]: 不是脚注', '\\[^1\\]: 不是脚注'],
    ['[甲]: https://a.test', '\\[甲\\]: https://a.test'],
    ['<b>不是标签</b>', '\\<b>不是标签\\</b>'],
    ['<https://a.test>', '\\<https://a.test>'],
    ['&amp; 与 AT&T', '\\&amp; 与 AT&T'],
    ['{社|shè}', '\\{社|shè}'],
    ['路径 \\*', '路径 \\\\*'],
  ])('%s', (text, source) => {
    expect(written(paragraph(text))).toBe(source)
    expect(parse(source)?.textContent).toBe(text)
  })

  test('in a heading that ends in a sign', () => {
    expect(written(make('heading', { level: 2 }, [schema.text('甲 #')]))).toBe('## 甲 \\#')
  })

  test('after a line break', () => {
    const lines = paragraph('甲', make('hard_break'), '- 乙', make('hard_break'), '===')
    expect(written(lines)).toBe('甲\\\n\\- 乙\\\n\\===')
  })

  test('in a cell', () => {
    const cell = (text: string) => make('table_header', null, [schema.text(text)])
    const row = make('table_row', null, [
      cell('a|b'),
      make('table_header', null, [ruby('社', 'shè')]),
      make('table_header', null, [marked('x|y', 'code')]),
    ])
    expect(written(make('table', null, [row]))).toBe(
      '| a\\|b | {社|shè} | `x\\|y` |\n| --- | --- | --- |',
    )
  })

  test('in code that holds backticks', () => {
    expect(written(paragraph(marked('a`b', 'code'), ' ', marked('`', 'code')))).toBe(
      '``a`b`` `` ` ``',
    )
  })
})

describe('marks', () => {
  test('beside Han punctuation are asterisks', () => {
    expect(written(paragraph('他说', marked('“你好。”', 'strong'), '然后'))).toBe(
      '他说**“你好。”**然后',
    )
  })

  test('that asterisks could not say are tags', () => {
    const source = written(paragraph('a', marked('"b"', 'strong'), 'c'))
    expect(source).toBe('a<strong>"b"</strong>c')
    expect(parse(source)?.firstChild?.child(1).marks[0]?.type.name).toBe('strong')
  })

  test('leave white space at their ends outside', () => {
    expect(written(paragraph('甲', marked(' 乙 ', 'strong'), '丙'))).toBe('甲 **乙** 丙')
  })

  test('keep their order around the same words', () => {
    for (const source of ['**[甲](/a)**', '[**甲**](/a)', '***甲***', '~~**甲**~~', '**~~甲~~**']) {
      expect(rewrite(parse(source) as Node)).toBe(`${source}\n`)
    }
  })

  test('of a link to what it says are brackets', () => {
    expect(written(paragraph(link('https://a.test/', 'https://a.test/')))).toBe('<https://a.test/>')
  })

  test('of two readings alike stay two', () => {
    const source = '{好|hǎo}{好|hǎo}好\n'
    const doc = parse(source) as Node
    expect(doc.firstChild?.childCount).toBe(3)
    expect(rewrite(doc)).toBe(source)
  })

  test('of a reading that braces cannot say are tags', () => {
    const source = written(paragraph(ruby('AI', '人工|智能')))
    expect(source).toBe('<ruby>AI<rt>人工|智能</rt></ruby>')
    expect(rewrite(parse(source) as Node)).toBe(`${source}\n`)
  })
})

describe('what was written by hand', () => {
  test('keeps the lines that it was wrapped into', () => {
    expect(rewrite(parse('some words\nthat go on\n') as Node)).toBe('some words\nthat go on\n')
  })

  test('loses line ends between Han characters, which show as nothing', () => {
    expect(rewrite(parse('第一行\n第二行') as Node)).toBe('第一行第二行\n')
  })

  test('of a picture that only decorates, and of one that nobody describes, stays apart', () => {
    const hash = '0123456789abcdef'.repeat(4)
    const [silent, plain] = [`![](picture:${hash})\n`, `![ ](picture:${hash})\n`]
    expect(parse(silent)?.firstChild?.firstChild?.attrs.alt).toBe(null)
    expect(parse(plain)?.firstChild?.firstChild?.attrs.alt).toBe('')
    for (const source of [silent, plain]) expect(rewrite(parse(source) as Node)).toBe(source)
  })
})
