/** Documents of all that a text may hold, as nobody would write them. */
import fc from 'fast-check'
import { Fragment, type Mark, type Node } from 'prosemirror-model'
import { make, schema } from '../../../../src/desk/script/text/schema'

const HASH = '0123456789abcdef'.repeat(4)

/** Words, and all that means something in Markdown where it stands rightly. */
const WORDS = fc.constantFrom(
  ...'社区 会议 通过 你好（试行） “你好。” 他说： ，然后 ——再 a b word 2 snake_case C++ 100% café'.split(
    ' ',
  ),
  ...'* ** *** _ __ ` `` [ ] ]( ](x) ![ [a] [a](b) [^1] [^1]: [a]: <b> < > & && &amp; &lt &#35; ~ ~~ ~~~ { } {甲|乙} {社|shè} | \\ \\\\ # ## 1. 12) - + = === --- ! ( ) : " \' <!-- --> https://a.test/ <https://a.test/> a@b.test $ ^'.split(
    ' ',
  ),
  ' ',
  ' ',
  '  ',
  '\u3000',
  '\u00a0',
  '😀',
)
const text = fc.array(WORDS, { minLength: 1, maxLength: 4 }).map((words) => words.join(''))

const HREFS = ['https://a.test/', 'https://b.test/x_(y)?a=1&copy=2', '/c', 'mailto:a@b.test']
const EMPHASIS = ['em', 'strong', 'strike'] as const

const marks = fc
  .record({
    emphasis: fc.subarray([...EMPHASIS]),
    link: fc.option(
      fc.record({
        href: fc.constantFrom(...HREFS),
        title: fc.option(fc.constantFrom('t', 'say "it"', 'a & b \\')),
      }),
      { freq: 3 },
    ),
    other: fc.oneof(
      { weight: 6, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constant(schema.mark('code')) },
      {
        weight: 2,
        arbitrary: fc
          .record({
            annotation: fc.constantFrom('shè', 'a*b*', 'x|y', 'shè huì'),
            group: fc.nat(1),
          })
          .map((attrs) => schema.mark('ruby', attrs)),
      },
    ),
  })
  .map(({ emphasis, link, other }) => [
    ...(link ? [schema.mark('link', link)] : []),
    ...emphasis.map((name) => schema.mark(name)),
    ...(other ? [other] : []),
  ])

const withMarks = (node: Node, of: Mark[]) =>
  node.mark(of.reduce<readonly Mark[]>((set, mark) => mark.addToSet(set), []))

const words = fc.tuple(text, marks).map(([said, of]) => [withMarks(schema.text(said), of)])
const plain = text.map((said) => [schema.text(said)])
const image = fc
  .record({
    src: fc.constantFrom(`picture:${HASH}`, 'https://pictures.test/a.png'),
    alt: fc.option(fc.constantFrom('', '图', '*a* [b]', '{社|shè}')),
    title: fc.option(fc.constantFrom('题', 'a "b"')),
  })
  .map((attrs) => make('image', attrs))
const leaf = fc.oneof(
  image,
  fc.constantFrom(
    make('hard_break'),
    make('hard_break', { tag: true }),
    make('footnote_reference', { label: '1' }),
    make('footnote_reference', { label: '注' }),
    make('html_inline', { source: '<!-- c -->' }),
    make('html_inline', { source: '<wbr>' }),
  ),
)
const leaves = fc.tuple(leaf, marks).map(([node, of]) => [
  withMarks(
    node,
    of.filter(({ type }) => type.name === 'strong'),
  ),
])
const lineEnd = fc.constant([schema.text(' ', [schema.mark('line_end')])])
const raised = text.map((said) => [
  make('html_inline', { source: '<sup>' }),
  schema.text(said),
  make('html_inline', { source: '</sup>' }),
])

const inline = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: plain },
      { weight: 6, arbitrary: words },
      { weight: 2, arbitrary: leaves },
      { weight: 1, arbitrary: lineEnd },
      { weight: 1, arbitrary: raised },
    ),
    { maxLength: 4 },
  )
  .map((parts) => afterText(parts.flat()))

/** HTML where a line begins would begin a block, however it is written: there, text stands before it. */
function afterText(nodes: Node[]): Node[] {
  const isText = (node: Node | undefined) => /\S/.test(node?.text ?? '')
  return nodes.flatMap((node, i) =>
    node.type.name === 'html_inline' && !isText(nodes[i - 1]) ? [schema.text('前'), node] : [node],
  )
}

const paragraph = inline.map((line) => make('paragraph', null, line))
const heading = fc
  .tuple(fc.integer({ min: 1, max: 6 }), inline)
  .map(([level, line]) => make('heading', { level }, line))
const code = fc
  .tuple(
    fc.constantFrom('', 'js', 'a`b', '~~~'),
    fc.array(fc.constantFrom('a', '', '  b', '```', '~~~~', '- c', '> d', '社', '{社|shè}', '\tx')),
  )
  .map(([params, lines]) => {
    const said = lines.join('\n')
    return make('code_block', { params }, said ? [schema.text(said)] : [])
  })
const table = fc
  .tuple(
    fc.array(fc.constantFrom(null, 'left', 'center', 'right'), { minLength: 1, maxLength: 2 }),
    fc.array(fc.array(inline, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
  )
  .map(([aligned, rows]) =>
    make(
      'table',
      null,
      rows.map((row, i) =>
        make(
          'table_row',
          null,
          aligned.map((align, column) =>
            make(i === 0 ? 'table_header' : 'table_cell', { align }, row[column]),
          ),
        ),
      ),
    ),
  )
const html = fc
  .constantFrom('<div>\n社\n</div>', '<!-- a\n\nb -->', '<hr class="x">')
  .map((source) => make('html_block', { source }))

const { flow } = fc.letrec<{ flow: Node; block: Node; items: Node[] }>((tie) => ({
  flow: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    { weight: 6, arbitrary: paragraph },
    { weight: 1, arbitrary: heading },
    { weight: 1, arbitrary: code },
    { weight: 1, arbitrary: table },
    { weight: 1, arbitrary: html },
    { weight: 1, arbitrary: fc.constant(make('horizontal_rule')) },
    {
      weight: 1,
      arbitrary: fc
        .array(tie('flow'), { minLength: 1, maxLength: 3 })
        .map((content) => make('blockquote', null, content)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie('items'), fc.boolean())
        .map(([items, tight]) => make('bullet_list', { tight }, items)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie('items'), fc.boolean(), fc.constantFrom(1, 1, 0, 7, 999_999_999))
        .map(([items, tight, order]) => make('ordered_list', { tight, order }, items)),
    },
  ),
  block: fc.constant(make('paragraph')),
  items: fc.array(
    fc
      .array(tie('flow'), { minLength: 1, maxLength: 2 })
      .map((content) => make('list_item', null, content)),
    { minLength: 1, maxLength: 3 },
  ),
}))

/** Notes that only notes refer to have no way back. */
const withoutReferences = (node: Node): Node =>
  node.isLeaf
    ? node
    : node.copy(
        Fragment.fromArray(
          node.children.flatMap((child) =>
            child.type.name === 'footnote_reference' ? [] : [withoutReferences(child)],
          ),
        ),
      )

const simple = fc.constant(make('paragraph', null, [schema.text('注释。')]))

const note = (label: string) =>
  fc
    .array(fc.oneof({ weight: 8, arbitrary: simple }, { weight: 1, arbitrary: flow }), {
      minLength: 1,
      maxLength: 2,
    })
    .map((content) => withoutReferences(make('footnote', { label }, content)))

/** Whole documents; both notes that they may refer to are there. */
export const documents = fc
  .tuple(fc.array(flow, { minLength: 1, maxLength: 2 }), note('1'), note('注'), fc.nat(4))
  .map(([blocks, first, second, place]) => {
    const content = [...blocks]
    content.splice(place, 0, first)
    // A text without any would be refused.
    return make('doc', null, [...content, second, make('paragraph', null, [schema.text('完')])])
  })
