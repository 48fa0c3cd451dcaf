/** What of a line Markdown can say: white space at its ends, or at those of a mark, shows nowhere. */
import type { Mark, Node } from 'prosemirror-model'
import { hashesIn } from '../../../articles/hashes'
import { rubyMark } from './lines'
import { make, schema } from './schema'
import { syntax } from './tokens'

/** Marks that Markdown's asterisks stand for: no white space may be right within them. */
const EMPHASIS = ['em', 'strong', 'strike']

/** The nodes of a line as they will be read again. `isOneLine`: of a cell or a heading. */
export function tidied(nodes: readonly Node[], isOneLine: boolean): Node[] {
  const pieces = nodes.flatMap((node) => pieceOf(node, isOneLine))
  const trimmed = joined(withoutSpace(joined(pieces)))
  for (const name of EMPHASIS) bareEdges(trimmed, name)
  return joined(regrouped(joined(trimmed)))
}

/** A node by itself, as it can be written. */
function pieceOf(node: Node, isOneLine: boolean): Node[] {
  const marks = node.marks.flatMap((mark) => markOf(mark, node) ?? [])
  if (node.isText) {
    const text = (node.text ?? '').replace(/[\n\r]/g, ' ')
    const isEnd = marks.some(isLineEnd) && !isOneLine && /^[ \t]*$/.test(text)
    return [schema.text(isEnd ? ' ' : text, isEnd ? marks : marks.filter((one) => !isLineEnd(one)))]
  }
  const { name } = node.type
  if (name === 'hard_break')
    return [make('hard_break', { tag: node.attrs.tag || isOneLine }).mark(marks)]
  if (name !== 'image') return [node.mark(marks)]
  const src = syntax().normalizeLink(node.attrs.src)
  if (!syntax().validateLink(src)) return []
  const isOurs = hashesIn(src).length > 0
  const alt = node.attrs.alt === null && !isOurs ? '' : oneLine(node.attrs.alt)
  return [make('image', { src, alt, title: oneLine(node.attrs.title) || null }).mark(marks)]
}

const isLineEnd = (mark: Mark) => mark.type.name === 'line_end'
const oneLine = (text: string | null) => text?.replace(/\s*[\n\r]\s*/g, ' ') ?? null

/** A mark as it can be written; null when it cannot stand on this node. */
function markOf(mark: Mark, node: Node): Mark | null {
  const { name } = mark.type
  if (name === 'ruby') return node.isText && mark.attrs.annotation.trim() ? mark : null
  if (name === 'line_end' || name === 'code') return node.isText ? mark : null
  if (name !== 'link') return mark
  const href = syntax().normalizeLink(mark.attrs.href)
  if (node.type.name === 'footnote_reference' || !syntax().validateLink(href)) return null
  return schema.mark('link', { ...mark.attrs, href, title: oneLine(mark.attrs.title) || null })
}

/** Neighbours that are alike, as one. */
export function joined(nodes: readonly Node[]): Node[] {
  const done: Node[] = []
  for (const node of nodes) {
    const last = done.at(-1)
    if (node.isText && last?.isText && node.sameMarkup(last) && !isEndOf(node)) {
      done[done.length - 1] = schema.text(`${last.text}${node.text}`, node.marks)
    } else done.push(node)
  }
  return done
}

/** Whether a node is a line end of the source. */
export const isEndOf = (node: Node) => node.marks.some(isLineEnd)
const isCode = (node: Node) => node.marks.some(({ type }) => type.name === 'code')
const isBreak = (node: Node) => node.type.name === 'hard_break'
/** Tags end no line of the source. */
const isLineBreak = (node: Node | undefined) =>
  node !== undefined && isBreak(node) && !node.attrs.tag
const endsLine = (node: Node | undefined) => !node || isLineBreak(node) || isEndOf(node)

/** Takes out white space at the ends of lines, and breaks at the ends of all. */
function withoutSpace(nodes: Node[]): Node[] {
  const done: Node[] = []
  for (const [i, node] of nodes.entries()) {
    if (!node.isText || isCode(node) || isEndOf(node)) {
      done.push(node)
      continue
    }
    let text = node.text ?? ''
    if (endsLine(nodes[i - 1])) text = text.replace(/^[ \t]+/, '')
    if (endsLine(nodes[i + 1])) text = text.replace(/[ \t]+$/, '')
    if (text) done.push(schema.text(text, node.marks))
  }
  // A tag at the end of a line is a line break as any other.
  for (const [i, node] of done.entries()) {
    if (isBreak(node) && done[i + 1] && isEndOf(done[i + 1] as Node)) {
      done[i] = make('hard_break').mark(node.marks)
    }
  }
  const kept = done.filter((node, i) => {
    if (!isEndOf(node)) return true
    return !endsLine(done[i - 1]) && !isLineBreak(done[i + 1])
  })
  while (kept.length > 0 && endsLine(kept.at(-1))) kept.pop()
  while (kept.length > 0 && endsLine(kept[0])) kept.shift()
  // What is next to what went may end a line now.
  return kept.length === nodes.length ? kept : withoutSpace(joined(kept))
}

const has = (node: Node | undefined, name: string) =>
  node?.marks.some(({ type }) => type.name === name) ?? false
const bare = (node: Node, name: string) =>
  node.mark(node.marks.filter(({ type }) => type.name !== name))

/** Takes a mark off white space at both ends of what it is on. In place. */
function bareEdges(nodes: Node[], name: string): void {
  for (let i = 0; i < nodes.length; i++) {
    if (has(nodes[i], name) && !has(nodes[i - 1], name)) bareEdge(nodes, i, name, /^\s+/)
  }
  for (let i = nodes.length - 1; i >= 0; i--) {
    if (has(nodes[i], name) && !has(nodes[i + 1], name)) bareEdge(nodes, i, name, /\s+$/)
  }
}

function bareEdge(nodes: Node[], place: number, name: string, space: RegExp): void {
  const node = nodes[place] as Node
  if (isBreak(node)) nodes[place] = bare(node, name)
  if (!node.isText || isCode(node)) return
  const text = node.text ?? ''
  const rest = text.replace(space, '')
  if (rest === text) return
  const isStart = text.endsWith(rest)
  const edge = isStart ? text.slice(0, text.length - rest.length) : text.slice(rest.length)
  const free = bare(schema.text(edge, node.marks), name)
  const kept = rest ? [schema.text(rest, node.marks)] : []
  nodes.splice(place, 1, ...(isStart ? [free, ...kept] : [...kept, free]))
}

/** Counts anew what tells a reading from the same one before it. */
function regrouped(nodes: Node[]): Node[] {
  const done: Node[] = []
  let was: Mark | undefined
  for (const node of nodes) {
    const ruby = node.marks.find(({ type }) => type.name === 'ruby')
    const goes = ruby && was?.eq(ruby)
    was = ruby
    if (!ruby) done.push(node)
    else {
      const last = done.at(-1)
      const same = goes && last?.marks.find(({ type }) => type.name === 'ruby')
      done.push(node.mark((same || rubyMark(ruby.attrs.annotation, last)).addToSet(node.marks)))
    }
  }
  return done
}
