/**
 * Links within an article. The ids that they lead to stay, under names that are none of the page's; headings
 * have the ids that Markdown's writers expect of them.
 */
import type { Element, Root } from 'hast'
import { SHOWN } from './allowed'
import { type Link, markNotes } from './endnotes'
import { textOf, walk } from './walk'

/** What markdown-it-footnote makes, and pandoc: nothing else on the page is called that. */
const OURS = /^fn(?:ref)?[0-9]{1,4}(?::[0-9]{1,4})?$/

/** Before every other id, so that none is one of the page's own. */
const PREFIX = 'in-'
const MAX_NAME = 90

/** How far up from a link an id still is its own, and a list its note's: `ol > li > p > a`. */
const MAX_LEVELS = 3
const HEADING = /^h[1-6]$/
/** A heading that is longer is not looked for by its words. */
const MAX_HEADING = 300

/** What is there to lead, and to be led to. */
interface Found {
  links: Link[]
  ids: Set<string>
  headings: Map<string, Element>
}

/** As many dead links as anybody will read of. */
const MAX_DEAD = 5

/** In place, before cleaning. Gives notes: ends of sentences that begin with "body". */
export function nameAnchors(tree: Root): string[] {
  const found: Found = { links: [], ids: new Set(), headings: new Map() }
  collect(tree, [], found)
  const { links, ids, headings } = found
  markNotes(
    tree,
    links.filter(({ target }) => ids.has(target)),
  )
  const dead = new Set<string>()
  const named = new Set<string>()
  for (const { node, base, target } of links) {
    // Of addresses elsewhere, only those of notes are within the article.
    if (base !== '') continue
    const heading = ids.has(target) ? undefined : headings.get(target.toLowerCase())
    if (heading) heading.properties.id = target
    if (heading) ids.add(target)
    if (ids.has(target)) {
      named.add(target)
      node.properties.href = `#${nameOf(target)}`
    } else if (target !== 'top') {
      delete node.properties.href
      dead.add(`#${target.slice(0, MAX_NAME)}`)
    }
  }
  walk(tree, (node) => {
    if (node.type === 'element') keepId(node, named)
  })
  if (dead.size === 0) return []
  const more = dead.size > MAX_DEAD ? ` and ${dead.size - MAX_DEAD} more` : ''
  return [`lost links to what is not in it: ${[...dead].slice(0, MAX_DEAD).join(', ')}${more}`]
}

const idOf = ({ properties, tagName }: Element) =>
  String(properties.id ?? (tagName === 'a' ? properties.name : undefined) ?? '')

function collect(parent: Element | Root, above: Element[], found: Found): void {
  for (const node of parent.children) {
    if (node.type !== 'element') continue
    const around = [node, ...above].slice(0, MAX_LEVELS + 1)
    found.ids.add(idOf(node))
    const [base, target] = node.tagName === 'a' ? fragmentOf(node) : ['', '']
    if (target) {
      const sup = parent.type === 'element' && parent.tagName === 'sup' ? parent : null
      const list = around.find(({ tagName }) => tagName === 'ol') ?? null
      found.links.push({ node, sup, list, base, target, homes: around.map(idOf).filter(Boolean) })
    }
    if (HEADING.test(node.tagName) && idOf(node) === '') {
      const slug = slugOf(textOf(node, MAX_HEADING))
      if (!found.headings.has(slug)) found.headings.set(slug, node)
    }
    collect(node, around, found)
  }
}

/** A link taken apart: what stands before its fragment, and the id that this means; empty without one. */
function fragmentOf({ properties }: Element): [base: string, target: string] {
  const href = String(properties.href ?? '').trim()
  const start = href.indexOf('#')
  if (start < 0) return ['', '']
  const fragment = href.slice(start + 1)
  try {
    return [href.slice(0, start), decodeURIComponent(fragment)]
  } catch {
    return [href.slice(0, start), fragment]
  }
}

/** The id of a heading as GitHub makes it, and most who write Markdown expect it. */
const slugOf = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')

/** An id that no link leads to is no use to anybody. Our own notes may stand without one. */
function keepId(node: Element, named: Set<string>): void {
  const id = idOf(node)
  delete node.properties.name
  if (named.has(id)) {
    node.properties.id = nameOf(id)
    // Not to go with an element that only its text is left of.
    if (!SHOWN.has(node.tagName)) node.tagName = 'span'
  }
  if (!named.has(id) && !OURS.test(id)) delete node.properties.id
}

const nameOf = (id: string) =>
  OURS.test(id) ? id : PREFIX + [...id.replace(/\s/g, '_')].slice(0, MAX_NAME).join('')
