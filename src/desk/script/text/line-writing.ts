/** A line of text with marks, written in Markdown. */
import type { Mark, Node } from 'prosemirror-model'
import { isRuby } from '../../../articles/body/braces'
import { type Escape, escapeStart } from './escapes'
import { codeText, destination, isAutolink, leafText } from './leaves'
import { isSeen, type Part } from './line-ends'
import { type MarkName, USUAL } from './pairs'
import { isEndOf } from './tidy'
import { syntax } from './tokens'

/** How a line is written. */
export interface Manner {
  words: Escape
  /** Of a cell or a heading: nothing may end it, and no block begins in it. */
  isOneLine: boolean
  /** Emphasis by tags of HTML, which need nothing around them. */
  isTagged: boolean
  /** Between a base and its reading. */
  bar: string
}

/** Asterisks, or what stands in their place where they would not be read. */
interface Delimiter {
  pair: number
  text: string
  tag: string
}

type Piece = string | Delimiter

const DELIMITERS: Record<string, [sign: string, tag: string]> = {
  em: ['*', 'em'],
  strong: ['**', 'strong'],
  strike: ['~~', 's'],
}

/** Writes a tidied line. */
export function writeLine(nodes: readonly Node[], manner: Manner): string {
  const writing = new Writing(nodes, manner)
  writing.range(0, nodes.length, [])
  return writing.text()
}

class Writing {
  private readonly pieces: Piece[] = []
  private pairs = 0
  private readonly parts: Part[]

  private readonly nodes: readonly Node[]
  private readonly manner: Manner

  constructor(nodes: readonly Node[], manner: Manner) {
    this.nodes = nodes
    this.manner = manner
    this.parts = nodes.map(partOf)
  }

  /** Writes some of the nodes, whose marks stand around them already. */
  range(start: number, end: number, around: Mark[]): void {
    for (let i = start; i < end; ) {
      const [mark, last] = this.outermost(i, end, around)
      if (mark) this.marked(mark, i, last, around)
      else this.leaf(i)
      i = last
    }
  }

  /** The mark that goes furthest from here, and where it ends. */
  private outermost(start: number, end: number, around: Mark[]): [Mark | null, number] {
    let found: [Mark | null, number] = [null, start + 1]
    for (const mark of this.nodes[start]?.marks ?? []) {
      if (mark.type.name === 'code' || mark.type.name === 'line_end' || isIn(mark, around)) continue
      let last = start + 1
      while (last < end && isIn(mark, this.nodes[last]?.marks ?? [])) last++
      if (mark.type.name !== 'ruby') last = this.besideRuby(start, last, end)
      const isFurther = found[0] === null || last > found[1]
      if (isFurther || (last === found[1] && isOutside(mark, found[0] as Mark)))
        found = [mark, last]
    }
    return found
  }

  /** Where a mark that begins at one place ends, so that it does not end within ruby: that cannot be parted. */
  private besideRuby(start: number, last: number, end: number): number {
    const ruby = last < end ? rubyOf(this.nodes[last]) : undefined
    let place = last
    while (ruby && place > start && rubyOf(this.nodes[place - 1])?.eq(ruby)) place--
    return place > start ? place : last
  }

  private marked(mark: Mark, start: number, end: number, around: Mark[]): void {
    const { name } = mark.type
    const within = () => this.range(start, end, [...around, mark])
    if (name === 'link') this.link(mark, start, end, within)
    else if (name === 'ruby') this.ruby(mark, start, end, within)
    else this.emphasis(name, within)
  }

  private emphasis(name: string, within: () => void): void {
    const [sign, tag] = DELIMITERS[name] as [string, string]
    const pair = this.pairs++
    this.pieces.push({ pair, text: sign, tag: `<${tag}>` })
    within()
    this.pieces.push({ pair, text: sign, tag: `</${tag}>` })
  }

  private link(
    { attrs: { href, title } }: Mark,
    start: number,
    end: number,
    within: () => void,
  ): void {
    const only = end === start + 1 ? this.nodes[start] : undefined
    const text = only?.isText && only.marks.length === 1 ? (only.text ?? '') : ''
    if (!title && !this.manner.isTagged && isAutolink(text, href)) {
      this.pieces.push(`<${text}>`)
      return
    }
    this.pieces.push('[')
    within()
    this.pieces.push(`](${destination(href, title)})`)
  }

  private ruby(
    { attrs: { annotation } }: Mark,
    start: number,
    end: number,
    within: () => void,
  ): void {
    const only = end === start + 1 ? (this.nodes[start]?.text ?? '') : ''
    const fits = !/[{}|\\\n\uffff]/.test(only + annotation) && isRuby(only, annotation)
    if (fits) {
      this.pieces.push(`{${only}${this.manner.bar}${annotation}}`)
      return
    }
    this.pieces.push('<ruby>')
    within()
    this.pieces.push(`<rt>${this.manner.words(annotation)}</rt></ruby>`)
  }

  private leaf(place: number): void {
    const node = this.nodes[place] as Node
    if (isEndOf(node)) this.pieces.push(isSeen(this.parts, place) ? '\n' : ' ')
    else if (node.isText) this.words(node)
    else this.pieces.push(leafText(node, this.manner.words))
  }

  private words(node: Node): void {
    const text = node.text ?? ''
    if (node.marks.some(({ type }) => type.name === 'code')) {
      this.pieces.push(codeText(text))
      return
    }
    const escaped = this.manner.words(text)
    const last = this.pieces.at(-1)
    const isStart = last === undefined || (typeof last === 'string' && last.endsWith('\n'))
    this.pieces.push(isStart && !this.manner.isOneLine ? escapeStart(escaped) : escaped)
  }

  /** Puts all together, with tags where asterisks would not open or close. */
  text(): string {
    const tagged = new Set<number>()
    const all = this.pieces
      .map((piece) => (typeof piece === 'string' ? piece : piece.text))
      .join('')
    const state = new (syntax().inline.State)(all, syntax(), {} as never, [])
    const seen = new Set<number>()
    let place = 0
    for (const piece of this.pieces) {
      if (typeof piece === 'string') {
        place += piece.length
        continue
      }
      const isOpening = !seen.has(piece.pair)
      seen.add(piece.pair)
      const { can_open, can_close } = state.scanDelims(runStart(all, place), true)
      if (this.manner.isTagged || !(isOpening ? can_open : can_close)) tagged.add(piece.pair)
      place += piece.text.length
    }
    return this.pieces
      .map((piece) => {
        if (typeof piece === 'string') return piece
        return tagged.has(piece.pair) ? piece.tag : piece.text
      })
      .join('')
  }
}

const partOf = (node: Node): Part => ({
  text: node.text ?? '',
  isCode: node.marks.some(({ type }) => type.name === 'code'),
  isBreak: node.type.name === 'hard_break' || node.type.name === 'image',
})

const rubyOf = (node: Node | undefined) => node?.marks.find(({ type }) => type.name === 'ruby')

/** Where a run of the same sign begins. */
function runStart(text: string, place: number): number {
  let start = place
  while (start > 0 && text[start - 1] === text[place]) start--
  return start
}

/** Depth aside, which only orders. */
export const isIn = (mark: Mark, marks: readonly Mark[]) =>
  marks.some(({ type, attrs }) => {
    if (type !== mark.type) return false
    return Object.entries(attrs).every(
      ([name, value]) => name === 'depth' || value === mark.attrs[name],
    )
  })

const rank = (mark: Mark) => {
  const usual = USUAL.indexOf(mark.type.name as MarkName)
  return (mark.attrs.depth ?? 99) * 10 + (usual < 0 ? 9 : usual)
}
const isOutside = (mark: Mark, other: Mark) => rank(mark) < rank(other)
