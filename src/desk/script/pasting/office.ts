/** Word's and WPS's paragraphs: what they are stands in their styles and outline levels. */
import { STYLE } from './inert'
import { styleOf } from './styles'

/** Whether Office or WPS wrote this. */
export const isOffice = (html: string): boolean =>
  /urn:schemas-microsoft-com:office|mso-|class="?Mso|content="?(Word|Excel)\.|content="?Microsoft/i.test(
    html,
  )

/** Makes headings, quotations and, of Word online, list items' levels what HTML has for them. */
export function readParagraphs(body: HTMLElement): void {
  for (const paragraph of body.querySelectorAll('p, div[role=heading]')) {
    const level = levelOf(paragraph)
    if (level) become(paragraph, `h${level}`)
    else if (/\bMso(Intense)?Quote/.test(paragraph.className)) quote(paragraph)
  }
}

/** 1 to 6; 0 for what is no heading. Word's title is one above its sections, or beside them. */
function levelOf(paragraph: Element): number {
  const outline = styleOf(paragraph).get('mso-outline-level')
  const byClass = /\bMsoTitle\b/.test(paragraph.className) ? '1' : undefined
  const byRole = paragraph.getAttribute('role') === 'heading'
  const said = outline ?? byClass ?? (byRole ? paragraph.getAttribute('aria-level') : null)
  const level = Number.parseInt(said ?? '', 10)
  return level >= 1 && level <= 9 ? Math.min(level, 6) : 0
}

/** The same under another name. */
export function become(element: Element, name: string): Element {
  const other = element.ownerDocument.createElement(name)
  for (const { name, value } of element.attributes) {
    if (name === STYLE || name === 'class') other.setAttribute(name, value)
  }
  other.append(...element.childNodes)
  element.replaceWith(other)
  return other
}

/** Paragraphs of one quotation follow each other. */
function quote(paragraph: Element): void {
  const before = paragraph.previousElementSibling
  const isOpen = before?.localName === 'blockquote' && before.hasAttribute('data-office')
  const block = isOpen ? before : paragraph.ownerDocument.createElement('blockquote')
  if (!isOpen) {
    block.setAttribute('data-office', '')
    paragraph.before(block)
  }
  block.append(paragraph)
}
