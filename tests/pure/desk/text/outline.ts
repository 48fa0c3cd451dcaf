/**
 * What a document says, and what a page shows, as lists of strings that can be compared. White space is one
 * space, and has no marks; at the end of a line it is nothing. So is a paragraph without anything in it.
 */
import type { Element, Root } from 'hast'
import { fromParse5 } from 'hast-util-from-parse5'
import { parseFragment } from 'parse5'
import type { Mark, Node } from 'prosemirror-model'

/** A character and what is on it. */
type Piece = [said: string, marks: string]

const BREAK = '\n'
/** Before ruby: two with the same reading are two. */
const START: Piece = ['', 'start']

/** The line that pieces make. */
function lineOf(pieces: Piece[]): string {
  const line: Piece[] = []
  let isStart = false
  for (const [said, marks] of pieces) {
    if (marks === 'start') {
      isStart = true
      continue
    }
    const isSpace = /^[ \t\n\r]$/.test(said) && marks !== 'break'
    const last = line.at(-1)?.[0] ?? BREAK
    if (isSpace && (last === ' ' || last === BREAK)) continue
    if (said === BREAK && marks === 'break') while (line.at(-1)?.[0] === ' ') line.pop()
    if (isStart && /\S/.test(said)) {
      if (marks.includes('rt=')) line.push(['⟦', ''])
      isStart = false
    }
    line.push(isSpace ? [' ', ''] : /^\s$/.test(said) ? [said, ''] : [said, marks])
  }
  while (line.length > 0 && /^[ \n]$/.test(line.at(-1)?.[0] ?? '')) line.pop()
  while (line[0]?.[0] === BREAK) line.shift()
  return line
    .map(([said, marks]) => said + (marks && marks !== 'break' ? `‹${marks}›` : ''))
    .join('')
}

const imageWords = (src: string, alt: string | null, title: string) =>
  `▣${src.replace('/pictures/', 'picture:')}|${alt?.replace(/\s+/g, ' ').trim() ?? '?'}|${title.trim()}`

const isOwn = (src: string) => src.startsWith('picture:')

/** What a document says; notes last, and only those that are referred to. */
export function outlineOf(doc: Node): string[] {
  const labels: string[] = []
  doc.descendants((node) => {
    const { label } = node.attrs
    if (node.type.name === 'footnote_reference' && !labels.includes(label)) labels.push(label)
  })
  const said = new Saying(labels)
  const notes = labels.map((label) => {
    const found = doc.children.filter(
      ({ type, attrs }) => type.name === 'footnote' && attrs.label === label,
    )
    return ['note', ...said.blocks(found.at(-1)?.children ?? []), '/note']
  })
  return [...said.blocks(doc.children), ...notes.flat()]
}

class Saying {
  private readonly labels: string[]

  constructor(labels: string[]) {
    this.labels = labels
  }

  blocks(nodes: readonly Node[]): string[] {
    return nodes.flatMap((node) => this.block(node))
  }

  private block(node: Node): string[] {
    const { attrs, children } = node
    const within = () => this.blocks(children)
    switch (node.type.name) {
      case 'paragraph':
        return this.paragraph(node)
      case 'heading': {
        const line = this.line(node)
        return [`h${Math.max(2, attrs.level)} ${line}`]
      }
      case 'code_block':
        return ['pre', node.textContent]
      case 'horizontal_rule':
        return ['hr']
      case 'blockquote':
        return ['quote', ...within(), '/quote']
      case 'bullet_list':
        return ['ul', ...within(), '/ul']
      case 'ordered_list':
        return [`ol ${attrs.order}`, ...within(), '/ol']
      case 'list_item':
        return ['li', ...within(), '/li']
      case 'table':
        return children.flatMap((row) => [
          'row',
          ...row.children.map((cell) => `${cell.attrs.align ?? ''}: ${this.line(cell)}`),
        ])
      case 'html_block':
        return attrs.source.includes('社') ? ['p 社'] : attrs.source.startsWith('<hr') ? ['hr'] : []
      default:
        return []
    }
  }

  private paragraph(node: Node): string[] {
    const pictures = node.children.filter(
      ({ type, attrs }) => type.name === 'image' && isOwn(attrs.src),
    )
    const isRest = (child: Node) =>
      pictures.includes(child) ||
      child.type.name === 'hard_break' ||
      child.attrs.source === '<!-- c -->' ||
      (child.isText && child.text?.trim() === '' && !child.marks.some(isSeen))
    if (pictures.length > 0 && node.children.every(isRest)) {
      if (!pictures.some(({ marks }) => marks.length > 0)) {
        return pictures.map(
          ({ attrs }) => `p ${imageWords(attrs.src, attrs.alt, attrs.title ?? '')}`,
        )
      }
    }
    const line = this.line(node)
    return line ? [`p ${line}`] : []
  }

  private line(node: Node): string {
    const pieces: Piece[] = []
    let ruby: Mark | undefined
    for (const child of node.children) {
      const marks = child.marks.flatMap((mark) => marked(mark)).join(' ')
      const own = child.isText ? child.marks.find(({ type }) => type.name === 'ruby') : undefined
      if (own && !(ruby && own.eq(ruby))) pieces.push(START)
      ruby = own
      if (child.isText) for (const one of child.text ?? '') pieces.push([one, marks])
      else pieces.push(...this.leaf(child))
    }
    return lineOf(pieces)
  }

  private leaf({ type, attrs, marks }: Node): Piece[] {
    const on = marks.flatMap((mark) => marked(mark)).join(' ')
    if (type.name === 'hard_break') return [[BREAK, 'break']]
    if (type.name === 'html_inline') return []
    if (type.name === 'image') {
      const alt = attrs.alt === null && !isOwn(attrs.src) ? '' : attrs.alt
      return [[imageWords(attrs.src, alt, attrs.title ?? ''), on]]
    }
    return [[`[${this.labels.indexOf(attrs.label) + 1}]`, on]]
  }
}

const isSeen = ({ type }: Mark) => ['code', 'ruby', 'link'].includes(type.name)

function marked({ type, attrs }: Mark): string[] {
  if (type.name === 'link') return [`a=${attrs.href} ${attrs.title ?? ''}`]
  if (type.name === 'ruby') return [`rt=${attrs.annotation}`]
  return type.name === 'line_end' ? [] : [type.name]
}

const SHOWN: Record<string, string> = { em: 'em', strong: 'strong', s: 'strike', code: 'code' }
const ORDER = ['a=', 'em', 'strong', 'strike', 'rt=', 'code']
const inOrder = (marks: string[]) =>
  [...new Set(marks)].sort(
    (a, b) =>
      ORDER.findIndex((one) => a.startsWith(one)) - ORDER.findIndex((one) => b.startsWith(one)),
  )

type Child = Root['children'][number]

/** What a page shows. */
export const shownBy = (html: string): string[] =>
  flow((fromParse5(parseFragment(html)) as Root).children)

const BLOCK = /^(?:p|h[2-6]|pre|hr|blockquote|[uo]l|li|table|tr|div|figure|section)$/

const textIn = (node: Child): string =>
  node.type === 'text' ? node.value : 'children' in node ? node.children.map(textIn).join('') : ''

/** Blocks, and lines between them as paragraphs. */
function flow(nodes: Child[]): string[] {
  const lines: string[] = []
  let loose: Child[] = []
  const flush = () => {
    const line = lineOf(pieces(loose, []))
    if (line) lines.push(`p ${line}`)
    loose = []
  }
  for (const node of nodes) {
    if (node.type !== 'element' || !BLOCK.test(node.tagName)) {
      loose.push(node)
      continue
    }
    flush()
    lines.push(...block(node))
  }
  flush()
  return lines
}

function block(node: Element): string[] {
  const { tagName, children, properties } = node
  if (/^h\d$/.test(tagName)) return [`${tagName} ${lineOf(pieces(children, []))}`]
  if (tagName === 'hr') return ['hr']
  if (tagName === 'pre') return ['pre', textIn(node).replace(/\n$/, '')]
  if (tagName === 'blockquote') return ['quote', ...flow(children), '/quote']
  if (tagName === 'ul') return ['ul', ...flow(children), '/ul']
  if (tagName === 'ol') return [`ol ${properties.start ?? 1}`, ...flow(children), '/ol']
  if (tagName === 'li') return ['li', ...flow(children), '/li']
  if (tagName === 'figure') return [figure(node)]
  if (tagName === 'section') return notes(node)
  if (tagName !== 'table') return flow(children)
  return rowsIn(node).flatMap((row) => ['row', ...row.children.flatMap(cell)])
}

const elementsIn = (node: Element) => node.children.filter((one) => one.type === 'element')

const rowsIn = (node: Element): Element[] =>
  elementsIn(node).flatMap((one) => (one.tagName === 'tr' ? [one] : rowsIn(one)))

function cell(node: Child): string[] {
  if (node.type !== 'element') return []
  const align = String(node.properties.className ?? '').replace('align-', '')
  return [`${align}: ${lineOf(pieces(node.children, []))}`]
}

function figure(node: Element): string {
  const [picture, caption] = elementsIn(node)
  const { src, alt } = picture?.properties ?? {}
  const said = alt === undefined ? null : String(alt)
  return `p ${imageWords(String(src), said, caption ? textIn(caption) : '')}`
}

const notes = (section: Element) =>
  elementsIn(elementsIn(section)[0] as Element).flatMap((item) => [
    'note',
    ...flow(item.children),
    '/note',
  ])

function pieces(nodes: Child[], around: string[]): Piece[] {
  return nodes.flatMap((node): Piece[] => {
    const marks = inOrder(around).join(' ')
    if (node.type === 'text') return [...node.value].map((one) => [one, marks])
    if (node.type !== 'element') return []
    const { tagName, properties, children } = node
    if (tagName === 'br') return [[BREAK, 'break']]
    if (tagName === 'img') {
      const alt = properties.alt === undefined ? null : String(properties.alt)
      return [[imageWords(String(properties.src), alt, String(properties.title ?? '')), marks]]
    }
    if (tagName === 'rt' || tagName === 'rp') return []
    if (tagName === 'ruby') {
      const reading = elementsIn(node).find((one) => one.tagName === 'rt')
      return [START, ...pieces(children, [...around, `rt=${reading ? textIn(reading) : ''}`])]
    }
    if (tagName === 'a') {
      if (textIn(node).startsWith('↩')) return []
      const href = decodeURI(String(properties.href))
      return pieces(children, [...around, `a=${href} ${properties.title ?? ''}`])
    }
    if (tagName === 'sup' && String(properties.className) === 'footnote-ref') {
      return [[textIn(node).replace(/:\d+/, ''), marks]]
    }
    return pieces(children, SHOWN[tagName] ? [...around, SHOWN[tagName]] : around)
  })
}
