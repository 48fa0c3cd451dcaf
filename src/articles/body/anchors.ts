/**
 * Links within an article, and its notes. Every writer gives notes ids and classes of its own (Word
 * `_ftn1`, Google Docs `ftnt1`, WordPress a UUID, kramdown and Hugo `fn:1`, GitHub `user-content-fn-1`,
 * Asciidoctor `_footnotedef_1`); what they have in common is a short mark that leads to the note, and
 * another in the note that leads back.
 */
import type { Element, ElementContent, Root } from 'hast'
import { element } from './ruby'
import { rebuild, walk } from './walk'

/** What markdown-it-footnote makes, and pandoc: nothing else on the page is called that. */
const OURS = /^fn(?:ref)?[0-9]{1,4}(?::[0-9]{1,4})?$/

/** Before every other id, so that none is one of the page's own. */
const PREFIX = 'in-'
const MAX_NAME = 90
/** An id that may stay. */
export const ANCHOR = /^(?:fn(?:ref)?[0-9]{1,4}(?::[0-9]{1,4})?|in-\S+)$/

/** How far up from a link an id still is its own: `li > p > a`. */
const MAX_LEVELS = 3

/** `1`, `[12]`, `(a)`, `*`, `↩︎`: short, and no words. */
const MARK =
  /^[[(（【〔]?\s*(?:\p{Nd}{1,4}|\p{L}|[*†‡§¶※①-⑳]{1,3}|[↑↩⤴⏎^]\p{M}*\p{Nd}{0,4})\s*[\])）】〕]?$/u
const MAX_MARK = 10

/** More marks than that lead back from no note. */
const MAX_BACK = 20

interface Link {
  node: Element
  /** What it stands in directly, when that is raised already. */
  sup: Element | null
  /** The id it leads to. */
  target: string
  /** Its own ids, and those of what it stands in. */
  homes: string[]
}

/**
 * Keeps the ids that links lead to, under names that are none of the page's, and gives notes the form of
 * ours. In place, before cleaning.
 */
export function nameAnchors(tree: Root): void {
  const links: Link[] = []
  const ids = new Set<string>()
  collect(tree, [], links, ids)
  const named = new Set(links.map(({ target }) => target).filter((target) => ids.has(target)))
  walk(tree, (node) => {
    if (node.type === 'element') keepId(node, named)
  })
  const raised = markNotes(links)
  for (const { node, target } of links) {
    if (named.has(target)) node.properties.href = `#${nameOf(target)}`
  }
  if (raised.size === 0) return
  rebuild(tree, (node) =>
    raised.has(node) ? [element('sup', [node], { className: ['footnote-ref'] })] : [node],
  )
}

const idOf = ({ properties, tagName }: Element) =>
  String(properties.id ?? (tagName === 'a' ? properties.name : undefined) ?? '')

function collect(parent: Element | Root, above: Element[], links: Link[], ids: Set<string>): void {
  for (const node of parent.children) {
    if (node.type !== 'element') continue
    const around = [node, ...above].slice(0, MAX_LEVELS + 1)
    ids.add(idOf(node))
    const target = node.tagName === 'a' ? fragmentOf(node) : ''
    if (target) {
      const sup = parent.type === 'element' && parent.tagName === 'sup' ? parent : null
      links.push({ node, sup, target, homes: around.map(idOf).filter(Boolean) })
    }
    collect(node, around, links, ids)
  }
}

/** The id a link within the article leads to, decoded; empty where it leads to none. */
function fragmentOf({ properties }: Element): string {
  const href = String(properties.href ?? '').trim()
  if (!href.startsWith('#')) return ''
  try {
    return decodeURIComponent(href.slice(1))
  } catch {
    return href.slice(1)
  }
}

/** An id that no link leads to is no use to anybody. Our own notes may stand without one. */
function keepId(node: Element, named: Set<string>): void {
  const id = idOf(node)
  delete node.properties.name
  if (named.has(id)) node.properties.id = nameOf(id)
  else if (!OURS.test(id)) delete node.properties.id
}

const nameOf = (id: string) =>
  OURS.test(id) ? id : PREFIX + [...id.replace(/\s/g, '_')].slice(0, MAX_NAME).join('')

/**
 * Two short marks that lead to each other are a note's: the first leads to it, the second back. Gives
 * those of the first kind that do not stand in a `sup` yet.
 */
function markNotes(links: Link[]): Set<Element> {
  const marks = links.filter(({ node }) => isMark(node))
  const byHome = new Map<string, Link[]>()
  for (const link of marks) {
    for (const home of link.homes) {
      const known = byHome.get(home)
      if (!known) byHome.set(home, [link])
      else if (known.length < MAX_BACK) known.push(link)
    }
  }
  const seen = new Set<Link>()
  const raised = new Set<Element>()
  for (const link of marks) {
    if (seen.has(link)) continue
    const back = byHome
      .get(link.target)
      ?.find((other) => other !== link && link.homes.includes(other.target))
    if (!back) continue
    seen.add(link).add(back)
    back.node.properties.className = ['footnote-backref']
    delete link.node.properties.className
    if (link.sup) link.sup.properties.className = ['footnote-ref']
    else raised.add(lowered(link.node))
  }
  return raised
}

/** `a > sup` as `a`: the `sup` comes around it. */
function lowered(node: Element): Element {
  const [only] = node.children
  if (node.children.length === 1 && only?.type === 'element' && only.tagName === 'sup') {
    node.children = only.children
  }
  return node
}

/** Whether a link says nothing but a mark. */
function isMark(node: Element): boolean {
  const said = textOf(node).trim()
  return said.length <= MAX_MARK && MARK.test(said)
}

/** The text of a node, or as much of it as tells that it is long. */
function textOf(node: ElementContent): string {
  if (node.type === 'text') return node.value.slice(0, MAX_MARK + 1)
  let said = ''
  for (const child of 'children' in node ? node.children : []) {
    said += textOf(child)
    if (said.length > MAX_MARK) break
  }
  return said
}
