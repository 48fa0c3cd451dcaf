/**
 * The newsroom's own pictures in a body. Rendering names them by their hash; what is known of each, its
 * files and their sizes, is filled in when D1 has said it.
 */
import type { Element, ElementContent, Root } from 'hast'
import { paths } from '../../site'
import {
  HASH,
  type LeadChoice,
  leadOf,
  type Picture,
  pathOf,
  srcsetOf,
  usualFile,
} from '../picture'
import { withinBudget } from './images'
import type { Body, Unpictured } from './render'
import { element, text } from './ruby'
import { rebuild, walk } from './walk'

const SCHEME = /^\s*picture:/i
const FOLDER = paths.picture('', '').replace(/\/+$/, '/')
/** As readers find it, or without the file. */
const PATH = /^\/pictures\/([0-9a-f]{64})(?:\/[\w.]*)?$/i

/** The hash in the address of one of our pictures; null for any other address. */
function hashOf(address: string, origin: string): string | null {
  if (SCHEME.test(address)) {
    const hash = address.replace(SCHEME, '').trim().toLowerCase()
    return HASH.test(hash) ? hash : null
  }
  const url = URL.parse(address, origin)
  return (url?.origin === origin && PATH.exec(url.pathname)?.[1]?.toLowerCase()) || null
}

/** Gives our own pictures one address each, whichever way they are named. */
export function namePictures(tree: Root, origin: string): void {
  walk(tree, (node) => {
    if (node.type !== 'element' || node.tagName !== 'img') return
    const hash = hashOf(String(node.properties.src ?? ''), origin)
    if (hash) node.properties.src = FOLDER + hash
  })
}

/** The hash of one of our own pictures, once named; null for what is none. */
export function ownHash(node: ElementContent | Root['children'][number]): string | null {
  if (node.type !== 'element' || node.tagName !== 'img') return null
  const src = String(node.properties.src ?? '')
  return src.startsWith(FOLDER) && HASH.test(src.slice(FOLDER.length))
    ? src.slice(FOLDER.length)
    : null
}

const isBlank = (node: ElementContent) =>
  node.type === 'comment' ||
  (node.type === 'text' && node.value.trim() === '') ||
  (node.type === 'element' && node.tagName === 'br')

/** Our own pictures that stand by themselves become figures; a title is the caption. */
export function makeFigures(tree: Root): void {
  tree.children = tree.children.map((node) => (ownHash(node) ? figureOf(node as Element) : node))
  rebuild(tree, (node) => {
    const { tagName, children } = node
    const isPictures =
      tagName === 'p' &&
      children.some(ownHash) &&
      children.every((one) => ownHash(one) || isBlank(one))
    return isPictures ? children.filter(ownHash).map((one) => figureOf(one as Element)) : [node]
  })
}

function figureOf(picture: Element): Element {
  const { title, ...properties } = picture.properties
  const caption = String(title ?? '').trim()
  const said = caption ? [element('figcaption', [text(caption)])] : []
  return element('figure', [{ ...picture, properties }, ...said])
}

/** Of a picture that a body names. */
export interface Shown {
  hash: string
  /** The body says what it shows, or that it only decorates. */
  hasAlt: boolean
}

/** The pictures that a finished tree names, each once. */
export function picturesIn(tree: Root): Shown[] {
  const found = new Map<string, boolean>()
  walk(tree, (node) => {
    const hash = node.type === 'root' ? null : ownHash(node)
    if (hash === null || node.type !== 'element') return
    found.set(hash, (found.get(hash) ?? true) && node.properties.alt !== undefined)
  })
  return [...found].map(([hash, hasAlt]) => ({ hash, hasAlt }))
}

/** An own picture as `renderBody` writes it. Text never holds a `<`, nor an attribute a quotation mark. */
const PICTURE = '<img src="/pictures/([0-9a-f]{64})"((?: [\\w-]+(?:="[^"]*")?)*)>'
const ALONE = new RegExp(PICTURE, 'g')
const IN_FIGURE = new RegExp(
  `<figure>${PICTURE}(?:<figcaption>.*?</figcaption>)?</figure>\n?`,
  'gs',
)

/** The width of a column of text, as src/reading/tokens.ts decides it, and the room beside it on a phone. */
const SIZES = '(min-width:48rem) 45rem, calc(100vw - 2.5rem)'

/**
 * A body with its pictures, as far as they are known; what is not there is left out. `lead` is the choice
 * of its article.
 */
export function fillIn(
  body: Unpictured,
  lead: LeadChoice | null,
  known: ReadonlyMap<string, Picture>,
): Body {
  const found = lead && known.get(lead.picture)
  const drawn = found ? leadOf(found, lead) : null
  let isFirst = !drawn
  const filled = (_: string, hash: string, attributes: string) => {
    const picture = known.get(hash)
    if (!picture) return ''
    const shown = imageOf(picture, attributes, isFirst)
    isFirst = false
    return shown
  }
  const html =
    body.pictures.length === 0
      ? body.html
      : body.html
          .replace(IN_FIGURE, (whole, hash: string) => (known.has(hash) ? whole : ''))
          .replace(ALONE, filled)
  const files = body.images.flatMap((address) => {
    const hash = address.startsWith(FOLDER) ? address.slice(FOLDER.length) : null
    if (hash === null || !HASH.test(hash)) return [address]
    const picture = known.get(hash)
    return picture ? [pathOf(hash, usualFile(picture))] : []
  })
  const first = drawn ? [pathOf(drawn.hash, usualFile(drawn))] : []
  const images =
    body.pictures.length === 0 && first.length === 0
      ? body.images
      : withinBudget([...new Set([...first, ...files])])
  return { ...body, html: html.trim(), images, lead: drawn, pictures: usesOf(body, lead, known) }
}

/** What the article uses, as it is drawn: what is not there, it does not. */
function usesOf(
  { pictures }: Unpictured,
  lead: LeadChoice | null,
  known: ReadonlyMap<string, Picture>,
): Shown[] {
  const named = lead ? [...pictures, { hash: lead.picture, hasAlt: lead.alt !== null }] : pictures
  const uses = new Map<string, Shown>()
  for (const { hash, hasAlt } of named) {
    const picture = known.get(hash)
    if (!picture) continue
    const isSaid = (hasAlt || picture.alt !== null) && (uses.get(hash)?.hasAlt ?? true)
    uses.set(hash, { hash, hasAlt: isSaid })
  }
  return [...uses.values()]
}

function imageOf(picture: Picture, attributes: string, isFirst: boolean): string {
  const usual = usualFile(picture)
  const srcset = srcsetOf(picture)
  const alt = attributes.includes(' alt=') || / alt(?= |$)/.test(attributes)
  // What comes first is likely in view, unless a lead picture stands above it.
  const others = isFirst ? '' : attributes.includes(' loading=') ? '' : ' loading="lazy"'
  return [
    `<img src="${pathOf(picture.hash, usual)}"`,
    srcset && ` srcset="${srcset}" sizes="${SIZES}"`,
    ` width="${usual.width}" height="${usual.height}"`,
    alt ? '' : ` alt="${escaped(picture.alt ?? '')}"`,
    attributes,
    others,
    isFirst && !attributes.includes(' loading=') ? ' fetchpriority="high"' : '',
    '>',
  ].join('')
}

const escaped = (text: string) => text.replaceAll('&', '&#x26;').replaceAll('"', '&#x22;')
