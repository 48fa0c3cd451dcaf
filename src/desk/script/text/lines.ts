/** A line of Markdown, or several of one paragraph, made into text with marks. */
import type { Token } from 'markdown-it'
import type { Mark, Node } from 'prosemirror-model'
import { hashesIn } from '../../../articles/hashes'
import { isSeen, type Part } from './line-ends'
import { type Pair, pairsIn } from './pairs'
import { make, schema } from './schema'
import { syntax } from './tokens'

const BREAK = /^<br\s*\/?>$/

/** The nodes of a line. */
export function lineOf(children: Token[]): Node[] {
  const tokens = children.filter(({ type, content }) => type !== 'text' || content !== '')
  const pairs = pairsIn(tokens)
  const parts = tokens.map(partOf)
  const nodes: Node[] = []
  let marks: readonly Mark[] = []
  let ruby: Ruby | null = null
  const push = (node: Node) => nodes.push(node.mark(ruby ? ruby.mark.addToSet(marks) : marks))
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token
    const pair = pairs.get(i)
    const begun: Ruby | null = ruby ? null : rubyAt(tokens, i, nodes.at(-1))
    if (pair) marks = pair.open === i ? markOf(pair, token).addToSet(marks) : without(pair, marks)
    else if (begun) ruby = begun
    else if (i === ruby?.rest) {
      i = ruby.last
      ruby = null
    } else if (token.type === 'text') push(schema.text(token.content))
    else if (token.type === 'code_inline') nodes.push(codeOf(token, marks))
    else if (token.type === 'softbreak') {
      if (isSeen(parts, i)) {
        nodes.push(schema.text(' ', schema.mark('line_end').addToSet(marks)))
      }
    } else if (BREAK.test(token.content) && tokens[i + 1]?.type === 'softbreak') {
      // To the page these two are one line break of Markdown.
      push(make('hard_break'))
      i++
    } else push(leafOf(token))
  }
  return nodes
}

const codeOf = ({ content }: Token, marks: readonly Mark[]) =>
  schema.text(content, schema.mark('code').addToSet(marks))

function markOf({ mark, depth }: Pair, token: Token): Mark {
  if (mark !== 'link') return schema.mark(mark, { depth })
  const title = token.attrGet('title')
  return schema.mark('link', {
    href: String(token.attrGet('href') ?? ''),
    title: title ? String(title) : null,
    depth,
  })
}

/** The last of its kind goes: of two within each other, one is left. */
const without = ({ mark }: Pair, marks: readonly Mark[]) =>
  marks.filter(({ type }) => type.name !== mark)

function leafOf(token: Token): Node {
  if (token.type === 'hardbreak') return make('hard_break')
  if (token.type === 'footnote_ref') return make('footnote_reference', { label: token.meta?.label })
  if (token.type === 'image') return imageOf(token)
  if (BREAK.test(token.content)) return make('hard_break', { tag: true })
  return make('html_inline', { source: token.content })
}

function imageOf(token: Token): Node {
  const { renderer, options } = syntax()
  const src = String(token.attrGet('src') ?? '')
  const alt = renderer.renderInlineAsText(token.children ?? [], options, {} as never)
  const title = token.attrGet('title')
  const isOurs = hashesIn(src).length > 0
  const said = isOurs ? ownAlt(alt) : alt
  return make('image', { src, alt: said, title: title ? String(title) : null })
}

/** Of our own pictures: nothing says nothing, and a space that there is nothing to say. */
function ownAlt(alt: string): string | null {
  if (alt === '') return null
  return alt === ' ' ? '' : alt
}

interface Ruby {
  mark: Mark
  /** Where the base ends, and what ends the whole. */
  rest: number
  last: number
}

/** Ruby that begins at a token: ours, or HTML's of one pair. */
function rubyAt(tokens: Token[], start: number, before: Node | undefined): Ruby | null {
  const isOurs = tokens[start]?.type === 'ruby_open'
  if (!isOurs && !isTag(tokens[start], '<ruby>')) return null
  const rest = isOurs ? start + 2 : tokens.findIndex((token, i) => i > start && isRubyTag(token))
  const last = rest + 3
  const isWhole =
    isOurs ||
    (isTag(tokens[rest], '<rt>') &&
      tokens[rest + 1]?.type === 'text' &&
      isTag(tokens[rest + 2], '</rt>') &&
      isTag(tokens[last], '</ruby>'))
  if (!isWhole) return null
  const annotation = tokens[rest + 1]?.content ?? ''
  return { mark: rubyMark(annotation, before), rest, last }
}

const isTag = (token: Token | undefined, tag: string) =>
  token?.type === 'html_inline' && token.content === tag
const isRubyTag = ({ type, content }: Token) =>
  type === 'html_inline' && /^<\/?(?:ruby|rt|rp|rb|rtc)\b/.test(content)

/** Told from ruby right before it that reads the same. */
export function rubyMark(annotation: string, before: Node | undefined): Mark {
  const last = before?.marks.find(({ type }) => type.name === 'ruby')?.attrs
  const group = last?.annotation === annotation ? 1 - last.group : 0
  return schema.mark('ruby', { annotation, group })
}

const partOf = ({ type, content }: Token): Part => ({
  text: type === 'softbreak' ? ' ' : /^(?:text|code_inline)$/.test(type) ? content : '',
  isCode: type === 'code_inline',
  isBreak: type === 'hardbreak' || type === 'image',
})
