/** A line in Markdown that is read again as what it was: ways to write it are tried until one is. */
import type { Node } from 'prosemirror-model'
import { BAR } from '../../../articles/body/braces'
import { escapes } from './escapes'
import { type Manner, writeLine } from './line-writing'
import { parsePiece } from './parse'
import { make } from './schema'
import { tidied } from './tidy'

/** Text in which nothing could mean anything else, as most paragraphs are. */
const PLAIN =
  /^(?![\s\d])[\p{L}\p{N}\p{M} ,.;:'"()/%，。、；：？！“”‘’（）《》〈〉【】「」『』…—·]*(?<!\s)$/u

/** A paragraph's text, of one or more lines; empty when there is nothing in it. */
export const paragraphOf = (node: Node) => proven(node, 'paragraph', (text) => text, false)

/** A heading, with its signs. */
export const headingOf = (node: Node) =>
  proven(node, 'heading', (text) => `${'#'.repeat(node.attrs.level)}${text && ' '}${text}`, true)

/** A cell's text, in which only bars of ruby are bare. */
export function cellOf(node: Node): string {
  const row = proven(node, 'cell', (text) => `| ${barred(text)} |\n| --- |`, true)
  return row.slice(2, row.lastIndexOf(' |\n'))
}

/** Cells take a bar for their end. */
const barred = (text: string) => text.replaceAll('|', '\\|').replaceAll(BAR, '|')

function proven(
  node: Node,
  kind: 'paragraph' | 'heading' | 'cell',
  frame: (text: string) => string,
  isOneLine: boolean,
): string {
  const nodes = tidied(node.children, isOneLine)
  if (nodes.length === 0) return frame('')
  const [first] = nodes
  if (nodes.length === 1 && first?.marks.length === 0 && PLAIN.test(first.text ?? '\n')) {
    return frame(first.text ?? '')
  }
  const expected = flat(nodes)
  const bar = kind === 'cell' ? BAR : '|'
  let written = ''
  const isMarked = nodes.some(({ marks }) => marks.length > 0)
  for (const manner of manners(isMarked, saidIn(nodes), isOneLine, bar)) {
    written = frame(writeLine(nodes, manner))
    const read = lineIn(parsePiece(written), kind)
    if (read && flat(read).eq(expected)) return written
  }
  return written
}

/** All that may have to be escaped. */
const saidIn = (nodes: readonly Node[]) =>
  nodes
    .map(({ text, attrs, marks }) => [
      text ?? attrs.alt,
      ...marks.map((mark) => mark.attrs.annotation),
    ])
    .join(' ')

function* manners(
  isMarked: boolean,
  said: string,
  isOneLine: boolean,
  bar: string,
): Generator<Manner> {
  for (const isTagged of isMarked ? [false, true] : [false]) {
    for (const words of escapes(said)) yield { words, isOneLine, isTagged, bar }
  }
}

/** The text of the one block that a piece was read as; null when it was read as another, or as several. */
function lineIn(blocks: Node[] | null, kind: 'paragraph' | 'heading' | 'cell') {
  const [block] = blocks ?? []
  if (!block || blocks?.length !== 1) return null
  if (kind !== 'cell') return block.type.name === kind ? block.children : null
  return block.type.name === 'table' ? (block.firstChild?.firstChild?.children ?? null) : null
}

/** To be compared: how deep marks are within each other only orders them. */
const flat = (nodes: readonly Node[]) =>
  make(
    'paragraph',
    null,
    nodes.map((node) =>
      node.mark(
        node.marks.map((mark) =>
          mark.attrs.depth ? mark.type.create({ ...mark.attrs, depth: 0 }) : mark,
        ),
      ),
    ),
  )
