/** Where a link may lead, and which one stands at a place. Pure. */
import type { Mark } from 'prosemirror-model'
import type { EditorState } from 'prosemirror-state'
import { addressFault } from '../../../articles/body/addresses'
import { extentOf } from './replace'

export type LinkFault = 'empty' | 'scheme' | 'address' | 'words'

/** A host and what follows, without its scheme. */
const HOST = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/:?#]|$)/i
const SCHEME = /^([a-z][a-z0-9+.-]*):/i
const ALLOWED = ['http', 'https', 'mailto', 'tel']

/**
 * The address that somebody typed or pasted, as articles hold it: one of `origin`, the newsroom's own, as a
 * path, as it may move; one without a scheme with https. Or what is wrong with it.
 */
export function readLink(typed: string, origin: string): { href: string } | { fault: LinkFault } {
  const text = typed.trim()
  if (text === '') return { fault: 'empty' }
  if (/\s/.test(text)) return { fault: 'words' }
  if (/^[/#](?!\/)/.test(text)) return addressFault(text) ? { fault: 'address' } : { href: text }
  const address = text.startsWith('//')
    ? `https:${text}`
    : HOST.test(text)
      ? `https://${text}`
      : text
  const scheme = SCHEME.exec(address)?.[1]?.toLowerCase()
  if (scheme === undefined) return { fault: 'words' }
  if (!ALLOWED.includes(scheme)) return { fault: 'scheme' }
  if (scheme === 'mailto')
    return /^mailto:[^@]+@[^@]+$/i.test(address) ? { href: address } : { fault: 'address' }
  if (scheme === 'tel')
    return /^tel:\+?[\d().-]+$/i.test(address) ? { href: address } : { fault: 'address' }
  const url = URL.parse(address)
  if (!url || addressFault(address)) return { fault: 'address' }
  return { href: url.origin === origin ? url.pathname + url.search + url.hash : address }
}

/** Whether it leads elsewhere than to the newsroom's own articles, so that none need be looked for. */
export function isElsewhere(typed: string, origin: string): boolean {
  const read = readLink(typed, origin)
  return 'href' in read ? !read.href.startsWith('/') : read.fault === 'scheme'
}

export interface LinkPlace {
  from: number
  to: number
  /** The link that is there. */
  link: Mark | null
}

/** What a link would be put on: the whole of the one at the selection, or the selection. */
export function linkPlace({ selection, schema }: EditorState): LinkPlace {
  const { from, to, $from } = selection
  const type = schema.marks.link
  const marksOf = [$from.nodeAfter, $from.nodeBefore].slice(0, selection.empty ? 2 : 1)
  const link = marksOf.map((node) => type?.isInSet(node?.marks ?? [])).find(Boolean) ?? null
  if (!link) return { from, to, link }
  const extent = extentOf($from.parent, $from.start(), from, link)
  return to <= extent.to ? { ...extent, link } : { from, to, link: null }
}
