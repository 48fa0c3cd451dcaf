/** One paragraph as it is written: its words in their looks, and what of its white space is meant. */
import { isUnspaced, LOOK } from '../../../articles/white-space'
import { type Look, onLine } from './looks'
import { altOf, isSpeck, sourceOf } from './pictures'
import { nameOf } from './styles'

/** Where words go next. */
export interface Place {
  into: Element
  /** The paragraph that is being written. */
  open: Element | null
  /** What paragraphs are here: `p`, a heading's name, or `line` where there are no headings. */
  tag: string
  /** Whether all words here are bold anyway: in headings, and at the head of a table. */
  isBold: boolean
}

/** What is nothing between two letters. A joiner holds emoji together (UTS 51, ZWJ sequences). */
const NOTHING =
  /[\u200b\u2060\ufeff]|(?<!\p{Extended_Pictographic}\ufe0f?)\u200d(?!\p{Extended_Pictographic})/gu

/** Text, or an element that stands among it. */
export function addText(place: Place, raw: string, look: Look, instead?: Element): void {
  const text = raw.replace(NOTHING, '').replaceAll('\u00a0', ' ')
  if (!instead && !text) return
  if (!place.open && !instead && !/[^\s\u3000]/u.test(text)) return
  const node = instead ?? place.into.ownerDocument.createTextNode(onLine(text, look.raised))
  opened(place).append(dressed(node, look, place.isBold))
}

function opened(place: Place): Element {
  if (place.open) return place.open
  place.open = place.into.ownerDocument.createElement(place.tag === 'line' ? 'p' : place.tag)
  place.into.append(place.open)
  return place.open
}

/** A node in the elements that make it look so. */
function dressed(node: Node, look: Look, isBold: boolean): Node {
  const names = [
    ...(look.code ? ['code'] : []),
    ...(look.strike ? ['s'] : []),
    ...(look.em ? ['em'] : []),
    ...(look.strong && !isBold ? ['strong'] : []),
  ]
  const around = (inner: Node, name: string) => {
    const outer = inner.ownerDocument?.createElement(name) as HTMLElement
    outer.append(inner)
    return outer
  }
  const shown = names.reduce<Node>(around, node)
  if (look.href === null) return shown
  const link = around(shown, 'a')
  link.setAttribute('href', look.href)
  return link
}

export function addBreak(place: Place): void {
  place.open?.append(place.into.ownerDocument.createElement('br'))
}

/** A picture; where it cannot be had, words that say so and what it shows. */
export function addPicture(place: Place, picture: Element, look: Look): void {
  if (isSpeck(picture)) return
  const src = sourceOf(picture)
  const alt = altOf(picture)
  if (src === null) {
    addText(place, inItsPlace(alt), look)
    return
  }
  const made = place.into.ownerDocument.createElement('img')
  made.setAttribute('src', src)
  if (alt !== null) made.setAttribute('alt', alt)
  const caption = captionOf(picture)
  if (caption) made.setAttribute('title', caption)
  addText(place, '', { ...look, code: false }, made)
}

function inItsPlace(alt: string | null): string {
  if (document.documentElement.lang.startsWith('zh')) return `［图片${alt ? `：${alt}` : ''}］`
  return `[picture${alt ? `: ${alt}` : ''}]`
}

/** The words below a picture, where they are only words: then they are its title, and not a paragraph. */
function captionOf(picture: Element): string | null {
  const figure = picture.closest('figure')
  const caption = figure?.querySelector('figcaption')
  if (!figure || !caption || figure.querySelectorAll('img').length !== 1) return null
  if (caption.querySelector('ruby, a, b, strong, i, em, table, ul, ol')) return null
  const text = (caption.textContent ?? '').trim().replace(/\s+/g, ' ')
  caption.remove()
  return text || null
}

/** Words and their readings, pair by pair, as `<ruby>社<rt>shè</rt></ruby>`. */
export function addRuby(place: Place, ruby: Element, look: Look): void {
  let base = ''
  const parts = [...ruby.childNodes].flatMap((part) =>
    part instanceof Element && nameOf(part) === 'rtc' ? [...part.childNodes] : [part],
  )
  for (const part of parts) {
    const name = part instanceof Element ? nameOf(part) : ''
    if (name === 'rp') continue
    if (name !== 'rt') {
      base += part.textContent ?? ''
      continue
    }
    const reading = (part.textContent ?? '').replace(/\s+/g, ' ').trim()
    const words = base.replace(NOTHING, '').trim()
    base = ''
    if (!words || !reading) addText(place, words || reading, look)
    else {
      const made = ruby.ownerDocument.createElement('ruby')
      const above = ruby.ownerDocument.createElement('rt')
      above.append(reading)
      made.append(words, above)
      addText(place, '', look, made)
    }
  }
  addText(place, base, look)
}

/** Ends the paragraph that is open: what is empty goes, empty lines divide it, pictures stand by themselves. */
export function closeParagraph(place: Place): void {
  const paragraph = place.open
  place.open = null
  if (!paragraph) return
  trimLines(paragraph)
  const isHeading = paragraph.localName !== 'p'
  const parts = isHeading ? [joined(paragraph)] : divided(paragraph)
  const kept = parts.filter(
    (part) => part.textContent?.trim() || part.querySelector('img, [data-note]'),
  )
  paragraph.replaceWith(...kept)
}

/** A heading is one line. */
function joined(heading: Element): Element {
  for (const end of heading.querySelectorAll('br')) end.replaceWith(' ')
  if (heading.textContent?.trim()) return heading
  const paragraph = heading.ownerDocument.createElement('p')
  paragraph.append(...heading.childNodes)
  return paragraph
}

/** Two line breaks make a paragraph; pictures that follow each other are each one. */
function divided(paragraph: Element): Element[] {
  const isPictures = !paragraph.textContent?.trim()
  const parts: Element[] = []
  let ends = 2
  for (const node of [...paragraph.childNodes]) {
    if (node instanceof Element && node.localName === 'br') {
      ends++
      continue
    }
    const last = parts.at(-1)
    if (!last || ends > 1 || isPictures) {
      const next = paragraph.ownerDocument.createElement('p')
      next.append(node)
      parts.push(next)
    } else {
      if (ends === 1) last.append(paragraph.ownerDocument.createElement('br'))
      last.append(node)
    }
    ends = 0
  }
  return parts
}

const LINE_START = /^[\s\u3000]+/u

/**
 * White space as a reader sees it: none at the start of a line (an indent of two Han spaces is for the style
 * to make) and at its end, one in a row, and none where a line ends in the source of Chinese.
 */
function trimLines(paragraph: Element): void {
  const walker = paragraph.ownerDocument.createTreeWalker(
    paragraph,
    NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
  )
  const nodes: Node[] = []
  while (walker.nextNode()) nodes.push(walker.currentNode)
  const parts = nodes.filter((node) => node instanceof Text || isMark(node))
  let before = ''
  for (const [i, part] of parts.entries()) {
    if (!(part instanceof Text)) {
      before = part.nodeName === 'BR' ? '' : '\ufffc'
      continue
    }
    if (part.parentElement?.closest('rt')) continue
    part.data = collapsed(
      before === '' ? part.data.replace(LINE_START, '') : part.data,
      before,
      after(parts, i),
    )
    if (before.endsWith(' ')) part.data = part.data.replace(/^ /, '')
    before = (before + part.data).slice(-LOOK)
  }
  trimEnds(parts)
}

const isMark = (node: Node) =>
  node.nodeName === 'BR' || node.nodeName === 'IMG' || (node as Element).hasAttribute?.('data-note')

const after = (parts: Node[], i: number): string => {
  const next = parts[i + 1]
  return next instanceof Text ? next.data.trimStart().slice(0, LOOK) : ''
}

function collapsed(text: string, before: string, next: string): string {
  return text.replace(/[ \t\n\r\f]+/g, (space, at: number) => {
    if (!space.includes('\n')) return ' '
    const left = (before + text.slice(0, at)).slice(-LOOK)
    const right = (text.slice(at + space.length) + next).slice(0, LOOK)
    return isUnspaced(left, right) ? '' : ' '
  })
}

/** From the end on, until something stands there. */
function trimEnds(parts: Node[]): void {
  let isEnd = true
  for (const part of [...parts].reverse()) {
    if (part.nodeName === 'BR') isEnd = true
    else if (!(part instanceof Text)) isEnd = false
    else if (isEnd) {
      part.data = part.data.replace(/[\s\u3000]+$/u, '')
      isEnd = part.data === ''
    }
  }
}
