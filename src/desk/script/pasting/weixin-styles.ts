/**
 * An article for the editor of 公众号, which keeps inline styles and takes out classes, ids and style sheets;
 * links only to articles of 公众号; and lists within lists badly, unless they stand beside their items.
 */
import { STYLE } from './inert'
import { nameOf } from './styles'

export interface Site {
  /** Where addresses of ours begin. */
  origin: string
  /** Six hexadecimal digits, with `#`. */
  accent: string
}

/** The words in an article for 公众号: it is read in Chinese. */
const WORDS = { links: '参考链接', notes: '注释' }

const stylesFor = (accent: string): Record<string, string> => ({
  p: 'margin:0 0 1.2em;line-height:1.8;font-size:16px;color:#333;text-align:justify',
  h2: `margin:1.8em 0 1em;padding-left:10px;border-left:4px solid ${accent};font-size:20px;line-height:1.5;font-weight:bold;color:#222`,
  h3: 'margin:1.6em 0 .8em;font-size:18px;line-height:1.5;font-weight:bold;color:#222',
  h4: 'margin:1.4em 0 .8em;font-size:16px;line-height:1.5;font-weight:bold;color:#222',
  blockquote: `margin:0 0 1.2em;padding:.6em 1em;border-left:3px solid ${accent};background:#f7f7f7;color:#555`,
  ul: 'margin:0 0 1.2em;padding-left:1.6em;list-style:disc;font-size:16px;color:#333',
  ol: 'margin:0 0 1.2em;padding-left:1.6em;list-style:decimal;font-size:16px;color:#333',
  li: 'margin:0 0 .4em;line-height:1.8',
  table: 'width:100%;margin:0 0 1.2em;border-collapse:collapse;font-size:14px;color:#333',
  th: 'padding:6px 10px;border:1px solid #ddd;background:#f2f2f2;font-weight:bold',
  td: 'padding:6px 10px;border:1px solid #ddd',
  pre: 'margin:0 0 1.2em;padding:12px;background:#f6f6f6;border-radius:4px;font-family:Menlo,Consolas,monospace;font-size:13px;line-height:1.6;overflow-x:auto',
  code: 'padding:1px 4px;background:#f2f2f2;border-radius:3px;font-family:Menlo,Consolas,monospace;font-size:90%',
  img: 'display:block;max-width:100%;height:auto;margin:0 auto',
  figure: 'margin:0 0 1.2em;text-align:center',
  figcaption: 'margin-top:.5em;font-size:13px;line-height:1.6;color:#888;text-align:center',
  hr: 'margin:2em auto;border:0;border-top:1px solid #ddd',
  strong: 'font-weight:bold',
  a: `color:${accent};text-decoration:none`,
  sup: 'font-size:75%;vertical-align:super',
})

/** Attributes that are kept; all others go. */
const KEPT = [STYLE, 'src', 'alt', 'href', 'colspan', 'rowspan', 'start']

/** Dresses a rendered body, in place: `withStyles` makes HTML of it. */
export function dressForWeixin(body: HTMLElement, { origin, accent }: Site): void {
  for (const ruby of body.querySelectorAll('ruby')) ruby.replaceWith(inBrackets(ruby))
  putNotesLast(body)
  listLinks(body, origin)
  for (const film of body.querySelectorAll('iframe, video, audio'))
    film.replaceWith(addressOf(film, origin))
  for (const code of body.querySelectorAll('pre')) keepSpaces(code)
  for (const picture of body.querySelectorAll('img')) {
    picture.setAttribute('src', new URL(picture.getAttribute('src') ?? '', origin).href)
  }
  closeUp(body)
  // The innermost first, so that each comes to stand behind its own item.
  for (const list of [...body.querySelectorAll('li > ul, li > ol')].reverse()) {
    list.parentElement?.after(list)
  }
  const styles = stylesFor(accent)
  for (const element of body.querySelectorAll('*')) dress(element, styles)
}

function dress(element: Element, styles: Record<string, string>): void {
  const style = styles[nameOf(element)]
  const align =
    /align-(left|center|right)/.exec(element.className)?.[1] ?? element.getAttribute('align')
  const own = [style, align && `text-align:${align}`].filter(Boolean).join(';')
  // Within a paragraph of code, code is not a word among others.
  const isBare = element.parentElement?.localName === 'pre'
  for (const { name } of [...element.attributes])
    if (!KEPT.includes(name)) element.removeAttribute(name)
  if (own && !isBare) element.setAttribute(STYLE, own)
  else element.removeAttribute(STYLE)
}

/** Whether its editor shows ruby nobody promises: 社（shè） is read by everybody. */
function inBrackets(ruby: Element): string {
  return [...ruby.childNodes]
    .map((part) => {
      const text = part.textContent ?? ''
      const name = part.nodeName.toLowerCase()
      return name === 'rp' ? '' : name === 'rt' ? `（${text.trim()}）` : text
    })
    .join('')
}

/** Notes as lines: what refers to them is no link there. */
function putNotesLast(body: HTMLElement): void {
  for (const mark of body.querySelectorAll('.footnote-ref a'))
    mark.replaceWith(mark.textContent ?? '')
  for (const back of body.querySelectorAll('.footnote-backref')) back.remove()
  const notes = body.querySelector('.footnotes')
  if (!notes) return
  const items = [...notes.querySelectorAll(':scope > ol > li')]
  const lines = items.map((item, i) => lineOf(body, `[${i + 1}] `, ...inlineOf(item)))
  notes.replaceWith(heading(body, WORDS.notes), ...lines)
}

/** What the paragraphs of a note hold, one after the other. */
const inlineOf = (item: Element): Node[] =>
  [...item.children].flatMap((block, i) => [
    ...(i > 0 ? [item.ownerDocument.createElement('br')] : []),
    ...block.childNodes,
  ])

const isOfWeixin = (address: string) => URL.parse(address)?.hostname === 'mp.weixin.qq.com'

/** Links as words, with a mark; where they lead stands at the end. */
function listLinks(body: HTMLElement, origin: string): void {
  const addresses = new Map<string, string>()
  for (const link of body.querySelectorAll('a')) {
    const address = URL.parse(link.getAttribute('href') ?? '', origin)?.href
    const text = (link.textContent ?? '').trim()
    if (address && isOfWeixin(address)) continue
    link.replaceWith(...(link.childNodes.length ? markedLink(link, address, text, addresses) : []))
  }
  if (addresses.size === 0) return
  const lines = [...addresses].map(([address, text], i) =>
    lineOf(body, `〔${i + 1}〕${text}：${address}`),
  )
  body.append(heading(body, WORDS.links), ...lines)
}

function markedLink(
  link: Element,
  address: string | undefined,
  text: string,
  addresses: Map<string, string>,
) {
  const words = [...link.childNodes]
  // An address that is written out needs no mark.
  const isSaid =
    !address ||
    !/^https?:/.test(address) ||
    address.replace(/\/$/, '').endsWith(text.replace(/\/$/, ''))
  if (isSaid || !text) return words
  if (!addresses.has(address)) addresses.set(address, text)
  const mark = link.ownerDocument.createElement('sup')
  mark.append(`〔${[...addresses.keys()].indexOf(address) + 1}〕`)
  return [...words, mark]
}

function addressOf(film: Element, origin: string): Element {
  const address = new URL(film.getAttribute('src') ?? '', origin).href
  return lineOf(film.ownerDocument.body, address)
}

function lineOf(body: HTMLElement, ...parts: (Node | string)[]): Element {
  const line = body.ownerDocument.createElement('p')
  line.append(...parts)
  return line
}

function heading(body: HTMLElement, text: string): Element {
  const made = body.ownerDocument.createElement('h4')
  made.append(text)
  return made
}

/** Its editor takes white space together even in `pre`. */
function keepSpaces(code: Element): void {
  const lines = (code.textContent ?? '').replace(/\n$/, '').split('\n')
  const held = code.ownerDocument.createElement('code')
  for (const [i, line] of lines.entries()) {
    if (i > 0) held.append(code.ownerDocument.createElement('br'))
    held.append(line.replaceAll('\t', '    ').replaceAll(' ', '\u00a0'))
  }
  code.replaceChildren(held)
}

const AMONG = new Set([
  'body',
  'blockquote',
  'ul',
  'ol',
  'table',
  'thead',
  'tbody',
  'tr',
  'figure',
  'section',
  'li',
  'div',
  'dl',
])

/** White space between blocks would become empty lines and items. */
function closeUp(body: HTMLElement): void {
  for (const element of [body, ...body.querySelectorAll('*')]) {
    if (!AMONG.has(nameOf(element))) continue
    for (const node of [...element.childNodes]) {
      if (!(node instanceof Text)) continue
      if (!node.data.trim() && (nameOf(element) !== 'li' || isBesideBlock(node))) node.remove()
      else if (isBesideBlock(node)) node.data = node.data.replace(/\s*\n\s*$/, '')
    }
  }
}

const isBesideBlock = ({ nextSibling, previousSibling }: Text) =>
  [nextSibling, previousSibling].some(
    (node) => node instanceof Element && /^(ul|ol|p)$/.test(nameOf(node)),
  )
