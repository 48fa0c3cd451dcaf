/**
 * The newsroom's own pictures in a tree. Rendering names them by their hash; what is known of each is filled
 * in when D1 has said it: see fill-in.ts.
 */
import type { Element, ElementContent, Root } from 'hast'
import { paths } from '../../site'
import { HASH } from '../picture'
import { element, text } from './ruby'
import { MAX_SHOWN } from './tidy'
import { rebuild, walk } from './walk'

const SCHEME = /^\s*picture:/i
/** Before the hash. */
export const FOLDER = paths.picture('', '').replace(/\/+$/, '/')
/** As readers find it, or without the file. */
const PATH = /^\/pictures\/([0-9a-f]{64})(?:\/[\w.]*)?$/i

/** The hash in the address of one of our pictures; null for any other address. */
function hashOf(address: string, origin: string): string | null {
  if (SCHEME.test(address)) {
    const hash = address.replace(SCHEME, '').trim().toLowerCase()
    return HASH.test(hash) ? hash : null
  }
  const url = URL.parse(address, origin)
  const isOurs = url !== null && hostOf(url) === hostOf(new URL(origin))
  return (isOurs && PATH.exec(url.pathname)?.[1]?.toLowerCase()) || null
}

/** Without the dot that may end a name. Whether it is `http` or `https` makes no other picture of it. */
const hostOf = ({ hostname, port }: URL) => `${hostname.replace(/\.$/, '')}:${port}`

/**
 * Gives our own pictures one address each, whichever way they are named. Gives back what is wrong with names:
 * ends of sentences that start with "body".
 */
export function namePictures(tree: Root, origin: string): string[] {
  const concerns = new Set<string>()
  walk(tree, (node) => {
    if (node.type !== 'element' || node.tagName !== 'img') return
    const address = String(node.properties.src ?? '')
    const hash = hashOf(address, origin)
    if (hash) node.properties.src = FOLDER + hash
    else if (SCHEME.test(address)) {
      const shown = address.slice(0, MAX_SHOWN)
      concerns.add(
        `has a picture (${shown}) that is named by no hash; it has 64 digits, as POST /api/pictures answers it`,
      )
    }
  })
  return [...concerns]
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
