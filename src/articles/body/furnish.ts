/** What clean HTML still needs before it is shown: links, pictures, embeds, tables and notes. */
import type { Element, ElementContent, Root } from 'hast'
import { CONTINUE, SKIP, visit } from 'unist-util-visit'
import type { Site } from '../../site'
import { element } from './ruby'

/** The part of the site's configuration that decides where links lead and what may be embedded. */
export type Hosts = Pick<Site, 'origin' | 'embeds'>

/** The most concerns, and the most of an address, that anybody will read. */
const MAX_CONCERNS = 20
const MAX_SHOWN = 120

/**
 * Completes a cleaned tree in place. Gives back what an editor should put right, each the end of a
 * sentence that starts with "body"; what must not be shown as it stands is left out.
 */
export function furnish(tree: Root, hosts: Hosts): string[] {
  const concerns = new Set<string>()
  const ids = new Set<string>()
  let pictures = 0
  visit(tree, 'element', (node, index, parent) => {
    const { properties, tagName } = node
    if (properties.id) {
      // An id names one element: the first that has it.
      if (ids.has(String(properties.id))) delete properties.id
      ids.add(String(properties.id))
    }
    // When none of a class was let through, an empty one is left.
    if (Array.isArray(properties.className) && properties.className.length === 0) {
      delete properties.className
    }
    if (tagName === 'a') furnishLink(node, hosts.origin)
    if (tagName === 'sup' && hasClass(node, 'footnote-ref')) nameReference(node)
    if (tagName === 'div' && hasClass(node, 'footnotes')) {
      node.tagName = 'section'
      properties.role = 'doc-endnotes'
    }
    if (!parent || index === undefined) return CONTINUE
    if (tagName === 'img') {
      if (!properties.src) return remove(parent.children, index)
      furnishPicture(node, ++pictures === 1, concerns)
    }
    if (tagName === 'iframe' && !furnishEmbed(node, hosts.embeds, concerns)) {
      return remove(parent.children, index)
    }
    const isWrapped = parent.type === 'element' && hasClass(parent, 'table')
    if (tagName === 'table' && !isWrapped) {
      // Wider than a phone, a table scrolls; for a keyboard to do so it must take the focus.
      parent.children[index] = element('div', [node], { className: ['table'], tabIndex: 0 })
      return [SKIP, index]
    }
    return CONTINUE
  })
  return [...concerns].slice(0, MAX_CONCERNS)
}

function remove(children: unknown[], index: number): [typeof SKIP, number] {
  children.splice(index, 1)
  return [SKIP, index]
}

const hasClass = ({ properties }: Element, name: string) =>
  Array.isArray(properties.className) && properties.className.includes(name)

const WEB = /^https?:$/

/** Marks a link that leads elsewhere; what an editor says about it (`nofollow`) stays. */
function furnishLink(link: Element, origin: string): void {
  const { properties } = link
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

/** The first picture is likely in view and comes at once; the others when they are scrolled to. */
function furnishPicture(picture: Element, isFirst: boolean, concerns: Set<string>): void {
  const { properties } = picture
  keepWholeSizes(picture)
  properties.decoding = 'async'
  if (!isFirst) properties.loading = 'lazy'
  if (properties.alt !== undefined) return
  concerns.add(
    `has a picture without alt (${String(properties.src).slice(0, MAX_SHOWN)}); say what it shows in alt="…", or alt="" if it only decorates`,
  )
}

/** Whether the frame may stay. It runs in a sandbox, and in an origin that is not ours. */
function furnishEmbed(frame: Element, embeds: string[], concerns: Set<string>): boolean {
  const { properties } = frame
  const url = URL.parse(String(properties.src ?? ''), 'https://localhost')
  if (!url || !embeds.includes(url.origin)) {
    const allowed = embeds.length > 0 ? `only ${embeds.join(', ')} may be` : 'nothing may be'
    concerns.add(
      `embeds ${url?.origin ?? 'nothing'}, and ${allowed} (SITE_EMBEDS); link to it instead`,
    )
    return false
  }
  if (!String(properties.title ?? '').trim()) {
    concerns.add(
      `embeds ${url.href.slice(0, MAX_SHOWN)} without a title; say what it is in title="…"`,
    )
  }
  keepWholeSizes(frame)
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
