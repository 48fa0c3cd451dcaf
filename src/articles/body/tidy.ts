/** What other writers call by another name, turned into what the allow-list lets through. */
import type { Element, ElementContent, Root } from 'hast'
import { addressFault } from './addresses'
import { CONTROL } from './characters'
import { Lost } from './lost'
import { element, text } from './ruby'

/** Elements that only group, which the allow-list knows as `div`. */
const GROUPS = new Set(
  'address article aside center dialog dir fieldset footer form header hgroup main menu nav search section'.split(
    ' ',
  ),
)

const SCHEME = /^[a-z][a-z0-9+.-]*:/i
/** As a base for relative addresses: the host is never shown. */
const SITE = 'https://site.invalid/'
const PAGE = `${SITE}articles/`
const SAME_SCHEME = /^\/\/(?=[^/\\])/

/** The most of an address that anybody will read. */
export const MAX_SHOWN = 120

/** What an editor should put right, or just know: each the end of a sentence that starts with "body". */
export interface Said {
  concerns: string[]
  notes: string[]
}

/** Tidies a parsed tree in place. */
export function tidy(tree: Root): Said {
  const concerns = new Set<string>()
  const lost = new Lost()
  pairTwins(tree)
  tidyWithin(tree, lost, concerns)
  return { concerns: [...concerns], notes: lost.notes() }
}

function tidyWithin(parent: Root | Element, lost: Lost, concerns: Set<string>): void {
  for (const node of parent.children as Child[]) {
    if (!isElement(node)) continue
    // What is in it goes with it.
    if (lost.sees(node)) continue
    const concern = linkToMedia(node, parent, lost)
    if (concern) concerns.add(concern)
    tidyElement(node, lost)
    tidyWithin(node, lost, concerns)
  }
}

function tidyElement(node: Element, lost: Lost): void {
  const { properties } = node
  const align = alignmentOf(node)
  // `style` is not let through, so alignment becomes a class.
  if (align) properties.className = [`align-${align}`]
  // The page has its `h1`, the title.
  if (node.tagName === 'h1') node.tagName = 'h2'
  if (GROUPS.has(node.tagName)) node.tagName = 'div'
  if (node.tagName === 'amp-img') node.tagName = 'img'
  if (node.tagName === 'picture') standInFor(node)
  if (node.tagName === 'iframe' && !isAddress(properties.src)) {
    properties.src = LATE.map((name) => properties[name]).find(isAddress)
  }
  if (node.tagName === 'tr' && align) alignCells(node, align)
  if (node.tagName === 'img') {
    const source = sourceOf(node)
    if (source !== undefined && source !== properties.src) lost.picture(source)
    properties.src = source ?? properties.src
    if (/^http:/i.test(String(properties.src))) lost.insecure(String(properties.src))
  }
  for (const name of ADDRESSES) {
    const address = properties[name]
    if (typeof address !== 'string') continue
    const tidied = tidyAddress(address)
    const whole = name === 'href' ? fromItsPage(tidied) : tidied
    if (whole !== tidied || (whole !== address.trim() && SAME_SCHEME.test(address.trim()))) {
      lost.complete(address, whole)
    }
    properties[name] = whole
    if (name === 'href' && FORBIDDEN.test(whole)) lost.link(whole)
  }
}

/** The attributes that hold one. */
export const ADDRESSES = ['href', 'src', 'cite']

/** Links that pages do not have. */
const FORBIDDEN = /^(?!https?:|mailto:|tel:)[a-z][a-z0-9+.-]*:/

/** Where a relative link leads from the article's page: elsewhere, as in feeds, it would lead elsewhere. */
function fromItsPage(address: string): string {
  if (address === '' || /^[/#?]/.test(address) || SCHEME.test(address)) return address
  if (/^www\./i.test(address)) return `https://${address}`
  // What is no address of this kind is left to be found at fault.
  const url = CONTROL.test(address) || addressFault(address) ? null : URL.parse(address, PAGE)
  return url?.href.startsWith(SITE) ? url.href.slice(SITE.length - 1) : address
}

/** A `picture` that has no `img` of its own gets one. */
function standInFor(picture: Element): void {
  const sources = picture.children.filter(isElement)
  if (sources.some(({ tagName }) => tagName === 'img')) return
  const src = sources.map(sourceOf).find(isAddress)
  if (src) picture.children.push(element('img', [], { src }))
}

/** The alignment of a row is that of its cells, unless they have their own. */
function alignCells({ children }: Element, align: string): void {
  for (const cell of children) {
    if (cell.type === 'element' && cell.properties.align === undefined)
      cell.properties.align = align
  }
}

/**
 * Schemes may come in any case, and with white space around the address (URL Standard). Without one the
 * address has that of the page, which is https, and in a feed none.
 */
const tidyAddress = (address: string) =>
  address
    .trim()
    .replace(/[\t\n\r]/g, '')
    .replace(SCHEME, (scheme) => scheme.toLowerCase())
    .replace(SAME_SCHEME, 'https://')

const ALIGNED: Record<string, string> = {
  left: 'left',
  start: 'left',
  center: 'center',
  right: 'right',
  end: 'right',
  '-webkit-right': 'right',
  '-webkit-center': 'center',
}
const STYLED = /(?:^|;)\s*text-align\s*:\s*([a-z-]+)/i
/** WordPress, Quill, Bootstrap: `has-text-align-right`, `ql-align-right`, `text-right`. */
const CLASSED = /^(?:has-text-align-|ql-align-|text-|align-?)(left|center|right)$/

/** How the text of an element is aligned; null where nothing is said. */
function alignmentOf({ tagName, properties }: Element): string | null {
  if (tagName === 'img' || tagName === 'iframe') return null
  const { className, style, align } = properties
  const styled = style ? STYLED.exec(String(style))?.[1] : undefined
  const classed = Array.isArray(className)
    ? className.map((name) => CLASSED.exec(String(name))?.[1]).find(Boolean)
    : undefined
  const said = String(styled ?? align ?? classed ?? (tagName === 'center' ? 'center' : ''))
  return ALIGNED[said.toLowerCase()] ?? null
}

/** Where scripts that load pictures late find the address: WeChat, WordPress, Zhihu and others. */
const LATE =
  'dataSrc dataOriginal dataLazySrc dataActualsrc dataEcho dataLazyload dataLazy dataUrl dataCfsrc dataKsLazyload original file'.split(
    ' ',
  )
/** What stands there until then, by its name or its kind: a drawing in place of a photograph. */
const STAND_IN =
  /(?:blank|none|empty|dummy|placeholder|loading|spacer|lazy|gr[ae]y|transparent|pixel|1x1)[^/]*\.(?:gif|png|svg|jpe?g|webp)(?:[?#]|$)/i
const DRAWING = /\.(?:gif|svg)(?:[?#]|$)/i
const LATE_SETS = ['srcSet', 'dataSrcset', 'dataLazySrcset']

const isAddress = (value: unknown): value is string =>
  typeof value === 'string' &&
  /\S/.test(value) &&
  !/^\s*(?:data|about|blob|javascript):/i.test(value)

/** The address of a picture, also of one that only comes once a script asks for it. */
function sourceOf({ properties }: Element): string | undefined {
  const late = LATE.map((name) => properties[name]).find(isAddress)
  const src = String(properties.src ?? '')
  const isStandIn =
    late !== undefined && (STAND_IN.test(src) || (DRAWING.test(src) && !DRAWING.test(late)))
  const found = [isStandIn ? undefined : properties.src, late].find(isAddress)
  if (found !== undefined) return found
  for (const name of LATE_SETS) {
    const set = properties[name]
    const first = (Array.isArray(set) ? String(set[0] ?? '') : String(set ?? '')).trim()
    const [address = ''] = first.split(/[\s,]/)
    if (isAddress(address)) return address
  }
  return undefined
}

type Child = Root['children'][number]

const isElement = (node: Child): node is Element => node.type === 'element'

const isPicture = (node: Child | undefined): node is Element =>
  node?.type === 'element' && node.tagName === 'img'

/**
 * A picture that comes late often has a twin in `noscript`. That stands in for it where the address of the
 * first is nowhere to be found; else it would be there twice.
 */
function pairTwins(parent: Root | Element): void {
  let hasTwins = false
  for (const node of parent.children as Child[]) {
    if (!isElement(node)) continue
    pairTwins(node)
    hasTwins ||= node.tagName === 'noscript'
  }
  if (!hasTwins) return
  const elements = (parent.children as Child[]).filter(isElement)
  const replaced = new Set<Child>()
  for (const [i, node] of elements.entries()) {
    if (node.tagName !== 'noscript') continue
    const near = [elements[i - 1], elements[i + 1]].filter(isPicture)
    const isShown = near.map(sourceOf).some((src) => isAddress(src) && !STAND_IN.test(src))
    if (isShown || !node.children.some(isPicture)) continue
    node.tagName = 'span'
    for (const picture of near) replaced.add(picture)
  }
  if (replaced.size === 0) return
  parent.children = parent.children.filter((child) => !replaced.has(child)) as ElementContent[]
}

/** What a paragraph may stand in. */
const HOLDS_BLOCKS = new Set(['article', 'blockquote', 'div', 'figure', 'main', 'section'])

const MEDIA: Record<string, string> = {
  audio: 'a sound',
  embed: 'an embedded object',
  object: 'an embedded object',
  video: 'a video',
}

/** Puts a link in place of what pages do not play. Gives the concern where there is nothing to link to. */
function linkToMedia(node: Element, parent: Root | Element, lost: Lost): string | null {
  const { tagName, properties, children } = node
  const what = MEDIA[tagName]
  if (!what) return null
  const within = children
    .filter(isElement)
    .filter((child) => /^(?:source|param)$/.test(child.tagName))
  const found = [properties.src, properties.data, properties.dataSrc]
    .concat(within.map((one) => one.properties.src ?? one.properties.value))
    .find((value) => isAddress(value) && /[/.]/.test(value))
  if (!isAddress(found)) return `holds ${what} without an address; link to it instead`
  const address = tidyAddress(found)
  lost.media(address)
  const name = String(properties.title ?? '').trim() || fileOf(address)
  const link = element('a', [text(name)], { href: address })
  const isBlock = parent.type === 'root' || HOLDS_BLOCKS.has(parent.tagName)
  Object.assign(node, isBlock ? element('p', [link]) : link)
  return null
}

/** The name of a file, as people read it; the whole address where it has none. */
function fileOf(address: string): string {
  const name = /([^/?#]+)(?:[?#].*)?$/.exec(address.replace(/^https?:\/\/[^/]*\/?/, ''))?.[1]
  try {
    return decodeURIComponent(name ?? address)
  } catch {
    return name ?? address
  }
}
