/** Ruby: the small reading aid above Han characters. */
import type { Element, ElementContent, Root, Text } from 'hast'
import type { MarkdownIt } from 'markdown-it'
import { visit } from 'unist-util-visit'
import { isPinyin, isPinyinSyllable } from './pinyin'

const text = (value: string): Text => ({ type: 'text', value })

const element = (
  tagName: string,
  children: ElementContent[],
  properties: Element['properties'] = {},
): Element => ({ type: 'element', tagName, properties, children })

/** `社` annotated with `she`, as yet without the parentheses that `finishRuby` adds. */
export const ruby = (base: string, annotation: string) =>
  element('ruby', [text(base), element('rt', [text(annotation)])])

const ANNOTATED = /(\p{Script=Han}\p{M}*)(?:\(([^()\s]{1,7})\)|（([^（）\s]{1,7})）)/gu

/**
 * Plain text with `社(she)` turned into ruby: a pinyin syllable in parentheses right after a Han
 * character. Other parentheses stay as they are.
 */
export function annotate(line: string): ElementContent[] {
  const nodes: ElementContent[] = []
  let end = 0
  for (const match of line.matchAll(ANNOTATED)) {
    const [whole, base, ascii, fullWidth] = match as unknown as [string, string, string?, string?]
    const annotation = ascii ?? fullWidth ?? ''
    if (!isPinyinSyllable(annotation)) continue
    if (match.index > end) nodes.push(text(line.slice(end, match.index)))
    nodes.push(ruby(base, annotation))
    end = match.index + whole.length
  }
  if (end < line.length) nodes.push(text(line.slice(end)))
  return nodes
}

const BRACED = /\{([^{}|\\\n]+)\|([^{}|\\\n]+)\}/y
const CJK =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u

/** Markdown's `{社|shè}`. The base needs a CJK character; in a table, write `{社\|shè}`. */
export function rubyInMarkdown(md: MarkdownIt): void {
  md.inline.ruler.before('link', 'ruby', (state, silent) => {
    BRACED.lastIndex = state.pos
    const [whole, base, annotation] = BRACED.exec(state.src) ?? []
    if (!whole || !base || !annotation || !CJK.test(base)) return false
    if (!silent) {
      state.push('ruby_open', 'ruby', 1)
      state.push('text', '', 0).content = base
      state.push('rt_open', 'rt', 1)
      state.push('text', '', 0).content = annotation
      state.push('rt_close', 'rt', -1)
      state.push('ruby_close', 'ruby', -1)
    }
    state.pos += whole.length
    return true
  })
}

/**
 * Gives every `rt` the parentheses that show where ruby does not, and pinyin its language. The
 * parentheses that came along are replaced, so that each `rt` ends up with exactly one pair.
 */
export function finishRuby(tree: Root): void {
  visit(tree, { tagName: 'ruby' }, (node) => {
    const parent = node as Element
    parent.children = parent.children.flatMap<ElementContent>((child) => {
      if (child.type !== 'element') return [child]
      if (child.tagName === 'rp') return []
      if (child.tagName !== 'rt') return [child]
      if (!child.properties.lang && isPinyin(plainText(child))) {
        child.properties.lang = 'zh-Latn-pinyin'
      }
      return [element('rp', [text('(')]), child, element('rp', [text(')')])]
    })
  })
}

const BLOCKS = new Set(
  'blockquote caption dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre summary table td th tr ul'.split(
    ' ',
  ),
)

/** The text a tree shows, without ruby annotations; blocks and line breaks end lines. */
export function plainText(node: Root | ElementContent, isTop = true): string {
  if (node.type === 'text') return node.value
  if (!('children' in node)) return ''
  if (node.type === 'element') {
    if (node.tagName === 'br') return '\n'
    if (!isTop && (node.tagName === 'rt' || node.tagName === 'rp')) return ''
  }
  const inner = node.children.map((child) => plainText(child as ElementContent, false)).join('')
  return node.type === 'element' && BLOCKS.has(node.tagName) ? `\n${inner}\n` : inner
}
