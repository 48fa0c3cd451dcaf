/** Ruby: the small reading aid above Han characters. */
import type { Element, ElementContent, Root, Text } from 'hast'
import { visit } from 'unist-util-visit'
import { isPinyin, isPinyinSyllable } from './pinyin'

export const text = (value: string): Text => ({ type: 'text', value })

export const element = (
  tagName: string,
  children: ElementContent[],
  properties: Element['properties'] = {},
): Element => ({ type: 'element', tagName, properties, children })

/** `社` annotated with `she`, as yet without the parentheses that `finishRuby` adds. */
export const ruby = (base: string, annotation: string) =>
  element('ruby', [text(base), element('rt', [text(annotation)])])

/**
 * Something in parentheses, with up to eight Han characters before it. It begins with the parenthesis,
 * since most text has none. Bounded, or long lines would take forever.
 */
const ANNOTATED =
  /(?=[(（])(?<=((?:\p{Script=Han}\p{M}*){1,8}))(?:\(([^()（）\n]{1,60})\)|（([^()（）\n]{1,60})）)/gu
const CHARACTER = /\p{Script=Han}\p{M}*/gu

/**
 * Plain text with `社(she)` turned into ruby: pinyin in parentheses right after as many Han
 * characters as it has syllables, `政协(zhèng xié)`. Other parentheses stay as they are.
 */
export function annotate(line: string): ElementContent[] {
  const nodes: ElementContent[] = []
  let end = 0
  for (const match of line.matchAll(ANNOTATED)) {
    const [whole, han, ascii, fullWidth] = match as unknown as [string, string, string?, string?]
    const annotation = ascii ?? fullWidth ?? ''
    const syllables = annotation.split(' ')
    if (!syllables.every(isPinyinSyllable)) continue
    const characters = han.match(CHARACTER) ?? []
    if (syllables.length > characters.length) continue
    const base = characters.slice(-syllables.length).join('')
    const start = match.index - base.length
    if (start > end) nodes.push(text(line.slice(end, start)))
    nodes.push(ruby(base, annotation))
    end = match.index + whole.length
  }
  if (end < line.length) nodes.push(text(line.slice(end)))
  return nodes
}

/**
 * Gives every `rt` the parentheses that show where ruby does not, and pinyin its language. Any
 * parentheses already there are replaced, so that each `rt` ends up with exactly one pair.
 */
export function finishRuby(tree: Root): void {
  visit(tree, { tagName: 'rp' }, (_, index, parent) => {
    parent?.children.splice(index ?? 0, 1)
    return index
  })
  visit(tree, { tagName: 'rt' }, (node, index, parent) => {
    const rt = node as Element
    if (!rt.properties.lang && isPinyin(plainText(rt))) rt.properties.lang = 'zh-Latn-pinyin'
    const group = [element('rp', [text('(')]), rt, element('rp', [text(')')])]
    parent?.children.splice(index ?? 0, 1, ...group)
    return (index ?? 0) + group.length
  })
}

const BLOCKS = new Set(
  'blockquote caption dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre summary table td th tr ul'.split(
    ' ',
  ),
)

/** The `[1]` of a footnote, and the arrow back to it. */
const isNoteMark = ({ properties: { className } }: Element) =>
  Array.isArray(className) && /^footnote-(?:ref|backref)$/.test(String(className[0]))

/** The text a tree shows, without ruby annotations and note marks; blocks and line breaks end lines. */
export function plainText(node: Root | ElementContent, isTop = true): string {
  if (node.type === 'text') return node.value
  if (!('children' in node)) return ''
  if (node.type === 'element') {
    if (node.tagName === 'br') return '\n'
    if (!isTop && (node.tagName === 'rt' || node.tagName === 'rp')) return ''
    if (isNoteMark(node)) return ''
  }
  const inner = node.children.map((child) => plainText(child as ElementContent, false)).join('')
  return node.type === 'element' && BLOCKS.has(node.tagName) ? `\n${inner}\n` : inner
}
