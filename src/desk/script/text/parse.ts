/** Markdown → document, from what our own markdown-it makes of it. */
import type { Token } from 'markdown-it'
import type { Node } from 'prosemirror-model'
import { Refused } from '../../../articles/body/faults'
import { type Block, keep } from './kept'
import { lineOf } from './lines'
import { make, schema } from './schema'
import { takeApart, takePieceApart } from './tokens'

/**
 * The document that a text in Markdown stands for; null when the renderer would refuse it, or when it holds
 * what would run on into whatever is written after it.
 */
export function parse(source: string): Node | null {
  const apart = takenApart(source)
  if (!apart) return null
  const blocks = new Building().build(apart.tokens)
  if (!blocks) return null
  const nodes = blocks.map(({ node }) => node)
  if (!apart.hasReferences) keep(source, blocks)
  return make('doc', null, nodes.length > 0 ? nodes : [make('paragraph')])
}

/** The blocks of a piece of a text, whose notes are defined elsewhere; null as with `parse`. */
export function parsePiece(source: string): Node[] | null {
  const blocks = new Building().build(takePieceApart(source))
  return blocks?.map(({ node }) => node) ?? null
}

function takenApart(source: string) {
  try {
    return takeApart(source)
  } catch (fault) {
    if (fault instanceof Refused) return null
    throw fault
  }
}

interface Open {
  kind: Parameters<typeof make>[0]
  attrs: Record<string, unknown>
  content: Node[]
  lines: [number, number] | null
}

const KINDS: Record<string, Open['kind']> = {
  paragraph: 'paragraph',
  heading: 'heading',
  blockquote: 'blockquote',
  bullet_list: 'bullet_list',
  ordered_list: 'ordered_list',
  list_item: 'list_item',
  table: 'table',
  tr: 'table_row',
  td: 'table_cell',
  th: 'table_header',
  footnote_reference: 'footnote',
}

/** What holds blocks, and one at least. */
const HOLDS_BLOCKS = new Set(['blockquote', 'list_item', 'footnote'])

class Building {
  private readonly blocks: Block[] = []
  private readonly stack: Open[] = []

  /** Null for HTML that is not closed, or notes within notes. */
  build(tokens: Token[]): Block[] | null {
    for (const token of tokens) {
      const [, name = '', end] = /^(.*)_(open|close)$/.exec(token.type) ?? []
      if (token.type === 'inline') this.line(token)
      else if (end === 'open' && KINDS[name]) this.open(token, KINDS[name])
      else if (end === 'close' && KINDS[name]) this.close()
      else if (!end) {
        const leaf = leafOf(token)
        if (!leaf) return null
        this.add(leaf, token.map)
      }
      if (token.type === 'footnote_reference_open' && this.isWithinNote()) return null
    }
    return this.blocks
  }

  private isWithinNote = () => this.stack.slice(0, -1).some(({ kind }) => kind === 'footnote')

  private open(token: Token, kind: Open['kind']): void {
    const [item, list] = [this.stack.at(-1), this.stack.at(-2)]
    if (kind === 'paragraph' && !token.hidden && item?.kind === 'list_item' && list) {
      list.attrs.tight = false
    }
    this.stack.push({ kind, attrs: attrsOf(token, kind), content: [], lines: token.map })
  }

  private line({ children }: Token): void {
    const open = this.stack.at(-1)
    if (open) open.content.push(...lineOf(children ?? []))
  }

  private close(): void {
    const { kind, attrs, content, lines } = this.stack.pop() as Open
    if (content.length === 0 && HOLDS_BLOCKS.has(kind)) content.push(make('paragraph'))
    this.add(make(kind, attrs, content), lines)
  }

  private add(node: Node, lines: Block['lines']): void {
    const parent = this.stack.at(-1)
    if (parent) parent.content.push(node)
    else this.blocks.push({ node, lines })
  }
}

function attrsOf(token: Token, kind: Open['kind']): Record<string, unknown> {
  if (kind === 'heading') return { level: Number(token.tag.slice(1)) }
  if (kind === 'ordered_list') return { order: Number(token.attrGet('start') ?? 1), tight: true }
  if (kind === 'bullet_list') return { tight: true }
  if (kind === 'footnote') return { label: token.meta?.label }
  if (kind !== 'table_cell' && kind !== 'table_header') return {}
  return { align: /text-align:(\w+)/.exec(String(token.attrGet('style') ?? ''))?.[1] ?? null }
}

/** Null for HTML that would take in what is written after it. */
function leafOf({ type, content, info }: Token): Node | null {
  if (type === 'hr') return make('horizontal_rule')
  if (type === 'html_block') {
    const source = content.replace(/\n$/, '')
    return isClosed(source) ? make('html_block', { source }) : null
  }
  const text = content.replace(/\n$/, '')
  const params = type === 'fence' ? info.trim() : ''
  return make('code_block', { params }, text ? [schema.text(text)] : [])
}

function isClosed(source: string): boolean {
  const after = takePieceApart(`${source}\n\nx`)
  return after.length === 4 && after[1]?.type === 'paragraph_open'
}
