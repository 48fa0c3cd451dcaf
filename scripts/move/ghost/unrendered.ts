/** The text of a draft that Ghost never made HTML of: paragraphs out of what its editors keep. */
import { escapeHtml } from '../text-of-html.ts'

type Node = Record<string, unknown>

/** More than any text has, and less than a call stack. */
const DEEPEST = 100

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null
const nodesIn = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : [])

/** HTML of the paragraphs, headings and lists; empty where there are none, or the JSON is none. */
export function unrendered(lexical: string, mobiledoc: string): string {
  return lexical ? ofLexical(parsed(lexical)) : ofMobiledoc(parsed(mobiledoc))
}

function parsed(json: string): Node {
  try {
    const value: unknown = JSON.parse(json)
    return isNode(value) ? value : {}
  } catch {
    return {}
  }
}

const HEADING = /^h[1-6]$/

function ofLexical({ root }: Node): string {
  const blocks = isNode(root) ? nodesIn(root.children) : []
  const made = blocks.map((block) => {
    if (block.type === 'list') {
      const items = nodesIn(block.children).map((item) => `<li>${lexicalText(item)}</li>`)
      const tag = block.listType === 'number' ? 'ol' : 'ul'
      return `<${tag}>${items.join('')}</${tag}>`
    }
    if (block.type === 'html' && typeof block.html === 'string') return block.html
    const text = lexicalText(block)
    const tag = HEADING.test(String(block.tag)) ? String(block.tag) : 'p'
    return text.trim() === '' ? '' : `<${tag}>${text}</${tag}>`
  })
  return made.filter(Boolean).join('\n')
}

function lexicalText(node: Node, depth = 0): string {
  if (depth > DEEPEST) return ''
  if (node.type === 'linebreak') return '<br>'
  if (typeof node.text === 'string') return escapeHtml(node.text)
  return nodesIn(node.children)
    .map((child) => lexicalText(child, depth + 1))
    .join('')
}

/** Sections are lists: [1, tag, markers], [3, tag, items], [10, number of a card]; markers end with their text. */
function ofMobiledoc({ sections, cards }: Node): string {
  const made = (Array.isArray(sections) ? sections : []).map((section: unknown) => {
    if (!Array.isArray(section)) return ''
    const [kind, what, content] = section as unknown[]
    if (kind === 10) return ofCard(Array.isArray(cards) ? cards[Number(what)] : null)
    if (kind === 3 && Array.isArray(content)) {
      const tag = what === 'ol' ? 'ol' : 'ul'
      return `<${tag}>${content.map((item) => `<li>${ofMarkers(item)}</li>`).join('')}</${tag}>`
    }
    const text = kind === 1 ? ofMarkers(content) : ''
    const tag = HEADING.test(String(what)) || what === 'blockquote' ? String(what) : 'p'
    return text.trim() === '' ? '' : `<${tag}>${text}</${tag}>`
  })
  return made.filter(Boolean).join('\n')
}

function ofMarkers(markers: unknown): string {
  if (!Array.isArray(markers)) return ''
  return markers
    .map((marker) => (Array.isArray(marker) && marker[0] === 0 ? marker.at(-1) : ''))
    .map((text) => (typeof text === 'string' ? escapeHtml(text) : ''))
    .join('')
}

function ofCard(card: unknown): string {
  const content: unknown = Array.isArray(card) ? card[1] : null
  if (!isNode(content)) return ''
  if (typeof content.html === 'string') return content.html
  if (typeof content.markdown !== 'string') return ''
  const paragraphs = content.markdown.split(/\n\s*\n/).filter((text) => text.trim() !== '')
  return paragraphs.map((text) => `<p>${escapeHtml(text.trim())}</p>`).join('\n')
}
