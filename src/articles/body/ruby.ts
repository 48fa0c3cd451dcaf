/** Ruby: the small reading aid above Han characters. */
import type { Element, ElementContent, Root, Text } from 'hast'
import { collapse } from '../white-space'
import { isPinyin, isReadingOf, tidyPinyin } from './pinyin'
import { rebuild } from './walk'

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
 * Plain text with `社(shè)` turned into ruby: pinyin in parentheses right after as many Han
 * characters as it has syllables, `政协(zhèng xié)`; without tones where they are so read. Other
 * parentheses stay as they are.
 */
export function annotate(line: string): ElementContent[] {
  const nodes: ElementContent[] = []
  let end = 0
  for (const match of line.matchAll(ANNOTATED)) {
    const [whole, han, ascii, fullWidth] = match as unknown as [string, string, string?, string?]
    const annotation = ascii ?? fullWidth ?? ''
    const syllables = annotation.split(' ')
    const characters = (han.match(CHARACTER) ?? []).slice(-syllables.length)
    if (syllables.length > characters.length || !isReadingOf(characters, syllables)) continue
    const base = characters.join('')
    const start = match.index - base.length
    if (start > end) nodes.push(text(line.slice(end, start)))
    nodes.push(ruby(base, tidyPinyin(annotation)))
    end = match.index + whole.length
  }
  if (end < line.length) nodes.push(text(line.slice(end)))
  return nodes
}

/** Longer than any annotation: what is longer is not looked at as pinyin. */
const MAX_ANNOTATION = 500

/**
 * Gives every `rt` the parentheses that show where ruby does not, and pinyin its language. Any
 * parentheses already there are replaced, so that each `rt` ends up with exactly one pair.
 */
export function finishRuby(tree: Root): void {
  rebuild(tree, (node) => {
    if (node.tagName === 'rp') return []
    if (node.tagName !== 'rt') return [node]
    const annotation = plainText(node)
    const isShort = annotation.length <= MAX_ANNOTATION
    if (!node.properties.lang && isShort && isPinyin(annotation)) {
      node.properties.lang = 'zh-Latn-pinyin'
    }
    return [element('rp', [text('(')]), node, element('rp', [text(')')])]
  })
}

const BLOCKS = new Set(
  'blockquote caption dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre summary table td th tr ul'.split(
    ' ',
  ),
)

/** The `[1]` of a footnote, and the arrow back to it. */
export const isNoteMark = ({ properties: { className } }: Element) =>
  Array.isArray(className) && /^footnote-(?:ref|backref)$/.test(String(className[0]))

/** Ends a line. No text holds it. */
const END = '\uffff'

/** The lines of text that a tree shows, without ruby annotations and note marks; blocks and `br` end them. */
export const plainText = (node: Root | ElementContent) => linesOf(node, true)

/** The same without headings and notes: what an excerpt begins with. */
export const proseOf = (tree: Root) => linesOf(tree, false)

function linesOf(node: Root | ElementContent, isWhole: boolean): string {
  const pieces: string[] = []
  collect(node, pieces, isWhole, true)
  return pieces
    .join('')
    .split(END)
    .flatMap((line) => collapse(line).trim() || [])
    .join('\n')
}

const HEADING = /^h[2-6]$/

const isBeside = ({ tagName, properties: { className } }: Element) =>
  HEADING.test(tagName) || (Array.isArray(className) && className.includes('footnotes'))

function collect(
  node: Root | Root['children'][number],
  pieces: string[],
  isWhole: boolean,
  isTop: boolean,
): void {
  if (node.type === 'text') pieces.push(node.value)
  if (!('children' in node)) return
  if (node.type === 'element') {
    if (node.tagName === 'br') pieces.push(END)
    if (!isTop && (node.tagName === 'rt' || node.tagName === 'rp')) return
    if (isNoteMark(node) || (!isWhole && isBeside(node))) return
  }
  const isBlock = node.type === 'element' && BLOCKS.has(node.tagName)
  if (isBlock) pieces.push(END)
  const start = pieces.length
  for (const child of node.children) collect(child, pieces, isWhole, false)
  // There each line is one.
  if (node.type === 'element' && node.tagName === 'pre') endLines(pieces, start)
  if (isBlock) pieces.push(END)
}

function endLines(pieces: string[], start: number): void {
  for (let i = start; i < pieces.length; i++) pieces[i] = pieces[i]?.replaceAll('\n', END) ?? ''
}
