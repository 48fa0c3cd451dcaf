/**
 * Lists whose items say how deep they stand, and do not stand so: Word's and WPS's paragraphs
 * (`mso-list:l0 level2 lfo1`), and items of Word online and Google Docs (`aria-level`).
 */
import { STYLE } from './inert'
import { type Marker, readMarker } from './markers'
import { styleOf } from './styles'

interface Item {
  element: Element
  /** 1 and deeper. */
  level: number
  isOrdered: boolean
  start: number
}

/** Puts each row of such items into lists within lists. */
export function buildLists(body: HTMLElement): void {
  for (const list of topLists(body)) flatten(list)
  const rows: Item[][] = []
  let last: Element | null = null
  for (const element of body.querySelectorAll(
    `:is(p, div, h1, h2, h3, h4, h5, h6)[${STYLE}*="mso-list" i], li[data-ordered]`,
  )) {
    const item = itemOf(element)
    if (!item) continue
    const follows =
      last !== null && last === element.previousElementSibling && isNext(last, element)
    if (follows) rows.at(-1)?.push(item)
    else rows.push([item])
    last = element
  }
  for (const row of rows) build(row)
}

/** Nothing but white space stands between. */
function isNext(before: Element, after: Element): boolean {
  for (let node = before.nextSibling; node && node !== after; node = node.nextSibling) {
    if (node.textContent?.trim()) return false
  }
  return true
}

/** Lists, in no other, all of whose items say how deep they stand. */
function topLists(body: HTMLElement): Element[] {
  return [...body.querySelectorAll('ul, ol')].filter((list) => {
    const items = [...list.querySelectorAll('li')]
    const isTold = items.every((one) => depthOf(one) !== null && !one.querySelector('ul, ol'))
    return items.length > 0 && isTold && !list.parentElement?.closest('ul, ol')
  })
}

const depthOf = (item: Element): string | null =>
  item.getAttribute('data-aria-level') ?? item.getAttribute('aria-level')

/** Leaves the items of a list where it stood, each with the kind of list it was in. */
function flatten(list: Element): void {
  const items = [...list.querySelectorAll('li')]
  const counts = new Map<Element, number>()
  for (const item of items) {
    const within = item.parentElement ?? list
    const first = Number.parseInt(within.getAttribute('start') ?? '', 10) || 1
    const number = counts.get(within) ?? first
    counts.set(within, number + 1)
    item.setAttribute('data-ordered', within.localName === 'ol' ? String(number) : '')
  }
  // Word online wraps each list: they are beside each other once that is gone.
  const wrapper = list.parentElement
  const isWrapped = wrapper?.classList.contains('ListContainerWrapper') ?? false
  ;(isWrapped && wrapper ? wrapper : list).replaceWith(...items)
}

function itemOf(element: Element): Item | null {
  if (element.localName === 'li') {
    const said = element.getAttribute('data-ordered')
    if (said === null) return null
    const level = Number(depthOf(element)) || 1
    return { element, level, isOrdered: said !== '', start: Number(said) || 1 }
  }
  const [, depth] = /\blevel(\d)/.exec(styleOf(element).get('mso-list') ?? '') ?? []
  // `mso-list:Ignore` is the marker.
  if (!depth) return null
  const { marker, parts } = markerOf(element)
  // Words that count (第一条, an article's numbered headings) are words, and stay.
  if (/^h\d$/.test(element.localName) || marker.kind === 'words') return null
  for (const part of parts) part.remove()
  return {
    element,
    level: Number(depth),
    isOrdered: marker.kind === 'number',
    start: marker.number,
  }
}

function markerOf(element: Element): { marker: Marker; parts: Element[] } {
  const parts = [...element.querySelectorAll(`[${STYLE}*="mso-list" i]`)].filter((one) =>
    styleOf(one).get('mso-list')?.startsWith('ignore'),
  )
  const text = parts.map((one) => one.textContent).join('')
  const fonts = parts.map((one) => styleOf(one.parentElement ?? one).get('font-family')).join()
  return { marker: readMarker(text, fonts), parts }
}

/** Lists in place of items that follow each other. An item may stand only one level below the one before. */
function build(items: Item[]): void {
  const open: { list: Element; level: number; isOrdered: boolean }[] = []
  for (const { element, level, isOrdered, start } of items) {
    while (open.length > 1 && (open.at(-1)?.level ?? 0) > level) open.pop()
    const now = open.at(-1)
    const isDeeper = now !== undefined && level > now.level
    if (now && !isDeeper) now.level = level
    if (now && !isDeeper && now.isOrdered === isOrdered) {
      now.list.append(asItem(element))
      continue
    }
    const list = element.ownerDocument.createElement(isOrdered ? 'ol' : 'ul')
    if (isOrdered && start !== 1) list.setAttribute('start', String(start))
    // One of another kind begins beside the one before.
    if (isDeeper) now.list.lastElementChild?.append(list)
    else if (now) {
      now.list.after(list)
      open.pop()
    } else element.before(list)
    open.push({ list, level, isOrdered })
    list.append(asItem(element))
  }
}

function asItem(element: Element): Element {
  if (element.localName === 'li') return element
  const item = element.ownerDocument.createElement('li')
  element.replaceWith(item)
  item.append(element)
  return item
}
