/** Blocks, written in Markdown. */
import type { Node } from 'prosemirror-model'
import { cellOf, headingOf, paragraphOf } from './line-proof'
import { parsePiece } from './parse'

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
      return footnote(node)
    default:
      throw new Error(`${node.type.name} is no block`)
  }
}

/** Other white space, like U+3000, is meant. */
const trimmed = (line: string) => line.replace(/[ \n]+$/, '')

const indented = (text: string, sign: string) =>
  text
    .split('\n')
    .map((line) => trimmed(sign + line))
    .join('\n')

/** All lines but the first stand further in. */
const hanging = (text: string, width: number) =>
  text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(width)}`)

/** Beside its label only text can stand: what is indented there is counted from elsewhere. */
function footnote(node: Node): string {
  const first = node.children.find((block) => !isEmpty(block))
  const isText = first?.type.name === 'paragraph'
  const blocks = joinBlocks(node, false)
  const apart = isText ? ' ' : '\n    '
  return trimmed(`[^${node.attrs.label}]:${apart}${hanging(blocks, 4)}`)
}

const isList = (node: Node) => /_list$/.test(node.type.name)

const other = (signs: Signs) => (signs === SIGNS.usual ? SIGNS.other : SIGNS.usual)

/**
 * The blocks of a node; without blank lines between them where it is tight. `around`: the signs of the list
 * that it is an item of. A list right beside them has others, as `- - -` would be a line.
 */
function joinBlocks(parent: Node, isTight: boolean, around: Signs = SIGNS.other): string {
  const written: string[] = []
  let before: Node | null = null
  let signs = around
  for (const block of parent.children) {
    const isNext: boolean = before === null || (isList(block) && before.type === block.type)
    const own = isNext ? other(signs) : SIGNS.usual
    const text = block.type.name === 'horizontal_rule' ? '___' : writeBlock(block, own)
    if (text === '' && parent.childCount > 1) continue
    written.push(text)
    before = block
    signs = own
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
    return trimmed(`${sign} ${hanging(joinBlocks(item, isTight, signs), sign.length + 1)}`)
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

/** After these a line of text would go on with them, or be part of them. */
const GOES_ON = new Set(['paragraph', 'blockquote', 'bullet_list', 'ordered_list'])
const BEGINS = new Set(['heading', 'code_block', 'blockquote', 'horizontal_rule'])
/** What ends with a blank line only. */
const OPEN = new Set(['html_block', 'table', 'footnote'])

/** A paragraph of a tag by itself is read as a block of HTML. */
function beginsHtml(node: Node): boolean {
  const text = node.type.name === 'paragraph' ? paragraphOf(node) : ''
  return text.startsWith('<') && parsePiece(text)?.[0]?.type.name === 'html_block'
}

function follows(before: Node, block: Node): boolean {
  const [was, kind] = [before.type.name, block.type.name]
  if (OPEN.has(was) || beginsHtml(before)) return false
  if (kind === 'paragraph') return !GOES_ON.has(was)
  if (BEGINS.has(kind)) return kind !== 'blockquote' || was !== 'blockquote'
  // Only such a list ends a paragraph: other numbers may be part of it.
  const first = block.firstChild?.firstChild
  return isList(block) && (block.attrs.order ?? 1) === 1 && !!first && !isEmpty(first)
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
