/** What stands in a line and is no text, in Markdown: breaks, pictures, code, addresses. */
import type { Node } from 'prosemirror-model'
import { hashesIn } from '../../../articles/hashes'
import type { Escape } from './escapes'
import { syntax } from './tokens'

/** What is written for what is no text. */
export function leafText(node: Node, words: Escape): string {
  const { attrs, type } = node
  if (type.name === 'hard_break') return attrs.tag ? '<br>' : '\\\n'
  if (type.name === 'footnote_reference') return `[^${attrs.label}]`
  if (type.name === 'html_inline') return attrs.source
  const isOurs = hashesIn(attrs.src).length > 0
  const alt = isOurs && attrs.alt === '' ? ' ' : words(attrs.alt ?? '')
  return `![${alt}](${destination(attrs.src, attrs.title)})`
}

/** Code in a line, between backticks. */
export function codeText(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  const needsRoom = /^`|`$/.test(text) || (/^ .* $/.test(text) && /\S/.test(text))
  const room = needsRoom ? ' ' : ''
  return fence + room + text + room + fence
}

const AUTOLINK = /^[a-z][a-z0-9+.-]{1,31}:[^\s<>\p{Cc}]*$/iu
const MAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i

/** Whether a link says no more than where it leads. */
export function isAutolink(text: string, href: string): boolean {
  const { normalizeLink } = syntax()
  if (MAIL.test(text)) return href === normalizeLink(`mailto:${text}`)
  return AUTOLINK.test(text) && href === normalizeLink(text)
}

/** Where a link leads, and its title, as they stand in parentheses. */
export function destination(href: string, title: string | null): string {
  const safe = href.replace(/[\\&]/g, '\\$&').replace(/\\&(?!#?\w{1,32};)/g, '&')
  const isPlain = /^[^\s<>\p{Cc}]+$/u.test(href) && isBalanced(href)
  const address = isPlain || href === '' ? safe : `<${safe.replace(/[<>]/g, '\\$&')}>`
  if (title === null) return address
  return `${href === '' ? '<>' : address} "${title.replace(/["\\&]/g, '\\$&')}"`
}

function isBalanced(text: string): boolean {
  let depth = 0
  for (const character of text) {
    if (character === '(') depth++
    if (character === ')' && --depth < 0) return false
  }
  return depth === 0
}
