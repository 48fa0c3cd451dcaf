/**
 * What was pasted, written anew with the few elements that an article is made of: paragraphs, headings, lists,
 * quotations, tables, code, pictures. Whatever else holds words lets them through; nothing else of it stays.
 */
import { writeCode } from './code'
import { linesIn } from './lines'
import { type Look, lookIn, PLAIN } from './looks'
import { addBreak, addPicture, addRuby, addText, closeParagraph, type Place } from './paragraphs'
import { nameOf } from './styles'
import { rowsOf } from './tables'

/** Elements that begin and end on lines of their own, and mean nothing else to us. */
const WRAPPERS = new Set([
  ...[
    'address',
    'article',
    'aside',
    'body',
    'caption',
    'center',
    'dd',
    'details',
    'dir',
    'div',
    'dl',
  ],
  ...[
    'dt',
    'fieldset',
    'figcaption',
    'figure',
    'footer',
    'form',
    'header',
    'hgroup',
    'legend',
    'li',
  ],
  ...[
    'main',
    'menu',
    'nav',
    'p',
    'section',
    'summary',
    'tbody',
    'td',
    'tfoot',
    'th',
    'thead',
    'tr',
  ],
])

/** Deeper than anybody nests, and not as deep as a stack is: words below come without what is around them. */
const MAX_DEPTH = 400

/** Writes what `from` holds into `to`. */
export function writeBlocks(from: Node, to: Element): void {
  const place: Place = { into: to, open: null, tag: 'p', isBold: false }
  within(from, place, PLAIN, 0)
  closeParagraph(place)
}

/** Writes an element; `look` is that of the words within. */
type Write = (child: Element, place: Place, look: Look, depth: number) => void

const WRITERS: Record<string, Write> = {
  br: (_, place) => addBreak(place),
  img: (child, place, look) => addPicture(place, child, look),
  ruby: (child, place, look) => addRuby(place, child, look),
  q: quoted,
  ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, heading])),
  ...Object.fromEntries(['ul', 'ol', 'dir', 'menu'].map((name) => [name, list])),
  blockquote: (...given) => void block('blockquote', ...given),
  pre: writeCode,
  hr: rule,
  table,
  dt: (child, place, look, depth) => wrapper(child, place, { ...look, strong: true }, depth),
}

function within(parent: Node, place: Place, look: Look, depth: number): void {
  if (depth > MAX_DEPTH) {
    addText(place, parent.textContent ?? '', look)
    return
  }
  for (const child of [...parent.childNodes]) {
    if (child.nodeType === Node.TEXT_NODE) addText(place, child.nodeValue ?? '', look)
    else if (child instanceof Element) element(child, place, look, depth + 1)
  }
}

function element(child: Element, place: Place, look: Look, depth: number): void {
  const name = nameOf(child)
  // Footnotes and what refers to them: see `pairNotes`.
  const isNote = child.hasAttribute('data-note')
  const write = isNote ? (name === 'sup' ? reference : note) : WRITERS[name]
  const other = WRAPPERS.has(name) ? wrapper : within
  ;(write ?? other)(child, place, lookIn(child, look), depth)
}

function wrapper(child: Element, place: Place, look: Look, depth: number): void {
  closeParagraph(place)
  within(child, place, look, depth)
  closeParagraph(place)
}

function quoted(child: Element, place: Place, look: Look, depth: number): void {
  addText(place, '“', look)
  within(child, place, look, depth)
  addText(place, '”', look)
}

function reference(child: Element, place: Place): void {
  const mark = place.into.ownerDocument.createElement('sup')
  mark.className = 'footnote-ref'
  mark.setAttribute('data-label', child.getAttribute('data-note') ?? '')
  addText(place, '', PLAIN, mark)
}

function note(child: Element, place: Place, look: Look, depth: number): void {
  const made = block('div', child, place, look, depth)
  made.className = 'footnote'
  made.setAttribute('data-label', child.getAttribute('data-note') ?? '')
}

function heading(child: Element, place: Place, look: Look, depth: number): void {
  closeParagraph(place)
  const { tag, isBold } = place
  // In a list or a table there are no headings.
  if (tag !== 'line') Object.assign(place, { tag: nameOf(child), isBold: true })
  within(child, place, look, depth)
  closeParagraph(place)
  Object.assign(place, { tag, isBold })
}

/** A block that holds blocks: what is empty does not come to stand anywhere. */
function block(name: string, child: Element, place: Place, look: Look, depth: number): Element {
  closeParagraph(place)
  const made = place.into.ownerDocument.createElement(name)
  const inner: Place = { into: made, open: null, tag: 'p', isBold: false }
  within(child, inner, look, depth)
  closeParagraph(inner)
  if (made.hasChildNodes()) place.into.append(made)
  return made
}

/** What stands in a list beside its items (some programs put lists there) belongs to the item before. */
function list(child: Element, place: Place, look: Look, depth: number): void {
  closeParagraph(place)
  const made = place.into.ownerDocument.createElement(nameOf(child) === 'ol' ? 'ol' : 'ul')
  const start = Number.parseInt(child.getAttribute('start') ?? '', 10)
  if (start >= 0 && start !== 1 && made.localName === 'ol')
    made.setAttribute('start', String(start))
  for (const part of [...child.childNodes]) {
    if (part.nodeType === Node.TEXT_NODE && !part.nodeValue?.trim()) continue
    const isItem = part instanceof Element && nameOf(part) === 'li'
    const last = made.lastElementChild
    const item = !isItem && last ? last : place.into.ownerDocument.createElement('li')
    const inner: Place = { into: item, open: null, tag: 'line', isBold: false }
    if (isItem) within(part, inner, lookIn(part, look), depth)
    else if (part instanceof Element) element(part, inner, look, depth)
    else addText(inner, part.nodeValue ?? '', look)
    closeParagraph(inner)
    if (item.hasChildNodes()) made.append(item)
  }
  if (made.hasChildNodes()) place.into.append(made)
}

function rule(_: Element, place: Place): void {
  closeParagraph(place)
  const last = place.into.lastElementChild
  // One between two texts is meant: at the start, and after another, it decorates.
  if (last && last.localName !== 'hr')
    place.into.append(place.into.ownerDocument.createElement('hr'))
}

function table(child: Element, place: Place, look: Look, depth: number): void {
  closeParagraph(place)
  const all = lengthOf(child)
  const { before, rows } = rowsOf(child)
  const cells = rows.flat().flatMap(({ cell, isText }) => (cell && !isText ? [cell] : []))
  const told = [...before, ...cells].reduce((sum, part) => sum + lengthOf(part), 0)
  for (const part of before) {
    element(part, place, look, depth)
    part.remove()
  }
  // Browsers put what is nested very deeply into tables beside their cells: better no table than no words.
  if (told !== all) {
    wrapper(child, place, look, depth)
    return
  }
  const [only] = rows.length === 1 && rows[0]?.length === 1 ? rows[0] : []
  if (only?.cell) {
    wrapper(only.cell, place, look, depth)
    return
  }
  if (rows.length === 0) return
  const made = place.into.ownerDocument.createElement('table')
  const body = place.into.ownerDocument.createElement('tbody')
  made.append(body)
  for (const [i, row] of rows.entries()) {
    const line = place.into.ownerDocument.createElement('tr')
    for (const { cell, isText } of row) {
      const made = place.into.ownerDocument.createElement(i === 0 ? 'th' : 'td')
      // The same cell again, below where it was merged: its words are enough.
      if (cell && !isText) fillCell(made, cell, lookIn(cell, look), depth)
      else if (cell) made.append((cell.textContent ?? '').trim())
      line.append(made)
    }
    body.append(line)
  }
  place.into.append(made)
}

const lengthOf = ({ textContent }: Element) => textContent?.replace(/\s+/g, '').length ?? 0

/** A cell of ours holds one paragraph: what were several are lines of it. */
function fillCell(made: Element, cell: Element, look: Look, depth: number): void {
  const into = cell.ownerDocument.createElement('div')
  const place: Place = { into, open: null, tag: 'line', isBold: made.localName === 'th' }
  within(cell, place, look, depth)
  closeParagraph(place)
  for (const line of linesIn(place.into)) {
    if (made.hasChildNodes()) made.append(cell.ownerDocument.createElement('br'))
    made.append(...line)
  }
}
