/** What clean HTML still needs before it is shown: links, pictures, embeds, tables and notes. */
import type { Element, ElementContent, Root } from 'hast'
import type { Site } from '../../site'
import { addressFault } from './addresses'
import {
  type Bounds,
  Refused,
  tooManyFrames,
  tooManyIndents,
  tooManyLinks,
  tooManyPictures,
} from './faults'
import { ownHash } from './pictures'
import { element } from './ruby'
import { ADDRESSES, MAX_SHOWN } from './tidy'
import { rebuild } from './walk'

/** The part of the site's configuration that decides where links lead and what may be embedded. */
export type Hosts = Pick<Site, 'origin' | 'embeds'>

/** What is known of a body so far. */
interface Seen {
  hosts: Hosts
  bounds: Bounds
  concerns: Set<string>
  ids: Set<string>
  links: number
  pictures: number
  frames: number
}

/**
 * Completes a cleaned tree in place. Gives back what an editor should put right, each the end of a
 * sentence that starts with "body"; what must not be shown as it stands is left out.
 */
export function furnish(tree: Root, hosts: Hosts, bounds: Bounds): string[] {
  boundIndents(tree, bounds.indents)
  const counts = { links: 0, pictures: 0, frames: 0 }
  const seen: Seen = { hosts, bounds, concerns: new Set(), ids: new Set(), ...counts }
  rebuild(tree, (node) => finished(node, seen))
  return [...seen.concerns]
}

/** What stands in place of an element. */
function finished(node: Element, seen: Seen): ElementContent[] {
  const { properties, tagName } = node
  keepFirstId(node, seen.ids)
  // What was not let through of a class leaves an empty one.
  if (Array.isArray(properties.className) && properties.className.length === 0) {
    delete properties.className
  }
  // A frame's is read as a URL below, and written anew.
  let isDropped = false
  for (const name of tagName === 'iframe' ? [] : ADDRESSES) {
    if (dropDeceiving(node, name, seen.concerns)) isDropped = true
  }
  if (tagName === 'a') furnishLink(node, seen)
  if (tagName === 'sup' && hasClass(node, 'footnote-ref')) nameReference(node)
  if (tagName === 'div' && hasClass(node, 'footnotes')) {
    node.tagName = 'section'
    properties.role = 'doc-endnotes'
  }
  if (tagName === 'img') return !isDropped && furnishPicture(node, seen) ? [node] : []
  if (tagName === 'iframe') return furnishEmbed(node, seen) ? [node] : []
  // Wider than a phone, a table scrolls; for a keyboard to do so it must take the focus.
  if (tagName === 'table') {
    return [element('div', [node], { className: ['table'], tabIndex: 0 })]
  }
  return [node]
}

const INDENTED = new Set(['blockquote', 'dd', 'ol', 'ul'])

function boundIndents(node: Root | Element, most: number, depth = 0): void {
  for (const child of node.children) {
    if (child.type !== 'element') continue
    const isIndented = INDENTED.has(child.tagName)
    if (isIndented && depth === most) throw new Refused(tooManyIndents(most))
    boundIndents(child, most, isIndented ? depth + 1 : depth)
  }
}

/** An id names one element: of two, the first. */
function keepFirstId({ properties }: Element, ids: Set<string>): void {
  if (!properties.id) return
  const id = String(properties.id)
  if (ids.has(id)) delete properties.id
  ids.add(id)
}

/** Takes out an address that browsers, feed readers and people would each read in their own way. */
function dropDeceiving({ properties }: Element, name: string, concerns: Set<string>): boolean {
  const address = properties[name]
  const fault = typeof address === 'string' ? addressFault(address) : null
  if (typeof address !== 'string' || !fault) return false
  delete properties[name]
  concerns.add(`has an address (${address.slice(0, MAX_SHOWN)}) that ${fault}`)
  return true
}

const hasClass = ({ properties }: Element, name: string) =>
  Array.isArray(properties.className) && properties.className.includes(name)

const WEB = /^https?:$/

/** Says of a link that it leads elsewhere; what an editor says of it (`nofollow`) stays. */
function furnishLink(link: Element, seen: Seen): void {
  const { properties } = link
  const { origin } = seen.hosts
  if (++seen.links > seen.bounds.links) throw new Refused(tooManyLinks(seen.bounds.links))
  const url = URL.parse(String(properties.href ?? ''), origin)
  const said = Array.isArray(properties.rel) ? properties.rel : []
  const isElsewhere = url !== null && WEB.test(url.protocol) && url.origin !== origin
  const rel = isElsewhere ? [...said, 'external', 'noopener'] : said
  if (rel.length > 0) properties.rel = rel
  else delete properties.rel
  if (hasClass(link, 'footnote-backref')) properties.role = 'doc-backlink'
}

function nameReference(sup: Element): void {
  for (const child of sup.children as ElementContent[]) {
    if (child.type === 'element' && child.tagName === 'a') child.properties.role = 'doc-noteref'
  }
}

/** What answers anew each time, and costs each time: a picture would have every reader ask for it. */
const ANSWERING = new Set(['api', 'previews', 'search'])

/** Whether an address is one of ours that is no picture, however it is spelt. */
function isAnswering(address: string, origin: string): boolean {
  const url = URL.parse(address, origin)
  const hostOf = ({ hostname }: URL) => hostname.replace(/\.$/, '')
  if (!url || hostOf(url) !== hostOf(new URL(origin))) return false
  const parts = url.pathname.split(/\/|%2f/i).filter(Boolean)
  return ANSWERING.has(decoded(parts[0] ?? '').toLowerCase())
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** A relative address, accepted once, as the article's own page has it. */
function asOnItsPage(address: string, origin: string): string {
  const url = URL.parse(address, `${origin}/articles/`)
  return url ? url.pathname + url.search : address
}

/**
 * Whether the picture may stay. The first is likely in view and comes at once; the others when they
 * are scrolled to.
 */
function furnishPicture(picture: Element, seen: Seen): boolean {
  const { properties } = picture
  const { hosts, bounds, concerns } = seen
  if (!properties.src) {
    concerns.add(
      'has a picture without an address that pages can show; give it one that begins with https:// or /',
    )
    return false
  }
  const address = String(properties.src)
  if (!/^(?:https?:|\/)/i.test(address)) {
    concerns.add(
      `has a picture (${address.slice(0, MAX_SHOWN)}) whose address depends on where it is read; begin it with https:// or /`,
    )
    properties.src = asOnItsPage(address, hosts.origin)
  }
  if (isAnswering(address, hosts.origin)) {
    concerns.add(
      `has a picture (${address.slice(0, MAX_SHOWN)}) whose address is no picture but a page that is made anew each time; leave it out`,
    )
    return false
  }
  if (++seen.pictures > bounds.pictures) throw new Refused(tooManyPictures(bounds.pictures))
  if (ownHash(picture)) {
    furnishOwn(picture, seen.pictures > 1)
    return true
  }
  keepWholeSizes(picture)
  properties.decoding = 'async'
  if (seen.pictures > 1) properties.loading = 'lazy'
  if (properties.alt === undefined) {
    concerns.add(
      `has a picture without alt (${address.slice(0, MAX_SHOWN)}); say what it shows in alt="…", or alt="" if it only decorates`,
    )
  }
  return true
}

/** Its address first, where `fillIn` looks for it; its size is known, and what it shows may be. */
function furnishOwn(picture: Element, isLater: boolean): void {
  const { src, width: _, height: __, ...properties } = picture.properties
  picture.properties = {
    src,
    ...properties,
    decoding: 'async',
    ...(isLater && { loading: 'lazy' }),
  }
}

/** Whether the frame may stay. It runs in a sandbox, and in an origin that is not ours. */
function furnishEmbed(frame: Element, seen: Seen): boolean {
  const { properties } = frame
  const { bounds, concerns } = seen
  const { embeds } = seen.hosts
  // Without an address, `//host` has no scheme, and any base will do.
  const url = properties.src ? URL.parse(String(properties.src), 'https://localhost') : null
  if (!url || !embeds.includes(url.origin)) {
    const allowed = embeds.length > 0 ? `only ${embeds.join(', ')} may be` : 'nothing may be'
    concerns.add(
      `embeds ${url?.origin ?? 'nothing'}, and ${allowed} (SITE_EMBEDS); link to it instead`,
    )
    return false
  }
  if (++seen.frames > bounds.frames) throw new Refused(tooManyFrames(bounds.frames))
  if (!String(properties.title ?? '').trim()) {
    concerns.add(
      `embeds ${url.href.slice(0, MAX_SHOWN)} without a title; say what it is in title="…"`,
    )
  }
  keepWholeSizes(frame)
  url.username = ''
  url.password = ''
  Object.assign(properties, {
    src: url.href,
    loading: 'lazy',
    sandbox: ['allow-scripts', 'allow-same-origin', 'allow-popups', 'allow-presentation'],
    referrerPolicy: 'strict-origin-when-cross-origin',
  })
  frame.children = []
  return true
}

/** Sizes are whole numbers of pixels in HTML; `100%` is not one. */
function keepWholeSizes({ properties }: Element): void {
  for (const name of ['width', 'height']) {
    if (!/^[1-9]\d{0,4}$/.test(String(properties[name] ?? ''))) delete properties[name]
  }
}
