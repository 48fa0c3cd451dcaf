/** Blocks, written in Markdown. */
import type { Node } from 'prosemirror-model'
import { cellOf, headingOf, paragraphOf } from './line-proof'

/** Lists that follow each other differ in their signs, or they would be one. */
export const SIGNS = { usual: { bullet: '-', number: '.' }, other: { bullet: '*', number: ')' } }
export type Signs = (typeof SIGNS)['usual']

/** A block's lines, without a line end at the end; empty for a paragraph with nothing in it. */
export function writeBlock(node: Node, signs: Signs): string {
  switch (node.type.name) {
    case 'paragraph':
      return paragraphOf(node)
    case 'heading':
      return headingOf(node)
    case 'blockquote':
      return indented(joinBlocks(node, false), '> ')
    case 'code_block':
      return fenced(node)
    case 'horizontal_rule':
      return '---'
    case 'html_block':
      return node.attrs.source
    case 'bullet_list':
    case 'ordered_list':
      return list(node, signs)
    case 'table':
      return table(node)
    case 'footnote':
      return `[^${node.attrs.label}]: ${hanging(joinBlocks(node, false), 4)}`.trimEnd()
    default:
      throw new Error(`${node.type.name} is no block`)
  }
}

const indented = (text: string, sign: string) =>
  text
    .split('\n')
    .map((line) => (sign + line).trimEnd())
    .join('\n')

/** All lines but the first stand further in. */
const hanging = (text: string, width: number) =>
  text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(width)}`)

const isList = (node: Node) => /_list$/.test(node.type.name)

/** The blocks of a node; without blank lines between them where it is tight. */
function joinBlocks(parent: Node, isTight: boolean): string {
  const written: string[] = []
  let before: Node | null = null
  let signs = SIGNS.usual
  for (const block of parent.children) {
    const isNext: boolean = before !== null && isList(block) && before.type === block.type
    signs = isNext && signs === SIGNS.usual ? SIGNS.other : SIGNS.usual
    // Beside the signs of an item, dashes alone would be one line with them.
    const text = block.type.name === 'horizontal_rule' ? '___' : writeBlock(block, signs)
    if (text === '' && parent.childCount > 1) continue
    written.push(text)
    before = block
  }
  return written.join(isTight ? '\n' : '\n\n')
}

function list(node: Node, signs: Signs): string {
  const isTight = node.attrs.tight && isTightly(node)
  const start = node.attrs.order ?? 0
  // No number has more than nine digits.
  const step = start + node.childCount > 999_999_999 ? 0 : 1
  const items = node.children.map((item, i) => {
    const sign =
      node.type.name === 'bullet_list' ? signs.bullet : `${start + i * step}${signs.number}`
    return `${sign} ${hanging(joinBlocks(item, isTight), sign.length + 1)}`.trimEnd()
  })
  return items.join(isTight ? '\n' : '\n\n')
}

/** Whether each block of a list's items can follow the one before it without a blank line between. */
const isTightly = (list: Node) =>
  list.children.every((item) => {
    const blocks = item.children.filter((block) => !isEmpty(block))
    return blocks.every((block, i) => i === 0 || follows(blocks[i - 1] as Node, block))
  })

const isEmpty = (node: Node) => node.type.name === 'paragraph' && paragraphOf(node) === ''

const ENDS = new Set(['paragraph', 'heading', 'code_block', 'horizontal_rule'])
const BEGINS = new Set(['heading', 'code_block', 'blockquote', 'horizontal_rule'])

function follows(before: Node, block: Node): boolean {
  if (block.type.name === 'paragraph')
    return ENDS.has(before.type.name) && before.type.name !== 'paragraph'
  if (!ENDS.has(before.type.name)) return false
  if (BEGINS.has(block.type.name)) return true
  // Only such a list ends a paragraph: other numbers may be part of it.
  return (
    isList(block) &&
    (block.attrs.order ?? 1) === 1 &&
    !isEmpty(block.firstChild?.firstChild as Node)
  )
}

function fenced(node: Node): string {
  const { params } = node.attrs
  const text = node.textContent
  const sign = params.includes('`') ? '~' : '`'
  const runs = text.match(sign === '~' ? /~+/g : /`+/g) ?? []
  const fence = sign.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)))
  return `${fence}${params}\n${text}${text ? '\n' : ''}${fence}`
}

const RULES: Record<string, string> = { left: ':---', center: ':---:', right: '---:' }

/** The first row is the head: rows are as long as it is, or it is made as long as they are. */
function table(node: Node): string {
  const rows = node.children.map((row) => row.children.flatMap(cells))
  const width = Math.max(1, ...rows.map(({ length }) => length))
  const line = (texts: string[]) => `| ${texts.join(' | ')} |`
  const padded = (texts: string[]) => [...texts, ...Array<string>(width - texts.length).fill('')]
  const aligned = (node.firstChild?.children ?? []).flatMap((cell) =>
    Array<string>(cell.attrs.colspan).fill(RULES[cell.attrs.align] ?? '---'),
  )
  const rules = [...aligned, ...Array<string>(width - aligned.length).fill('---')]
  const [head = [], ...body] = rows.map(padded)
  return [head, rules, ...body].map(line).join('\n')
}

/** One cell, and empty ones for the room that it takes besides. */
const cells = (cell: Node) => [
  cellOf(cell),
  ...Array<string>(Math.max(0, cell.attrs.colspan - 1)).fill(''),
]
