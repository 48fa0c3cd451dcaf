/**
 * The notes of an article, in the form of ours. Every writer gives them ids and classes of its own (Word
 * `_ftn1`, Google Docs `ftnt1`, WordPress a UUID, kramdown and Hugo `fn:1`, GitHub `user-content-fn-1`,
 * Wikipedia `cite_note-1`, Asciidoctor `_footnotedef_1`); what they have in common is a short mark that leads
 * to the note, and another in the note that leads back.
 */
import type { Element, Root } from 'hast'
import { element } from './ruby'
import { textOf } from './walk'

/** A link that has a fragment. */
export interface Link {
  node: Element
  /** The `sup` that it stands in directly. */
  sup: Element | null
  /** The list that it stands in. */
  list: Element | null
  /** What stands before its fragment; empty where it leads into the article. */
  base: string
  /** The id that its fragment means. */
  target: string
  /** Its own ids, and those of what it stands in. */
  homes: string[]
}

/** `1`, `[12]`, `(a)`, `*`, `↩︎`: short, and no words. */
const MARK =
  /^[[(（【〔]?\s*(?:\p{Nd}{1,4}|\p{L}|[*†‡§¶※①-⑳]{1,3}|[↑↩⤴⏎^]\p{M}*\p{Nd}{0,4})\s*[\])）】〕]?$/u
const MAX_MARK = 10
/** More marks than that lead back from no note. */
const MAX_BACK = 20

/** Two short marks that lead to each other are a note's: the first leads to it, the second back. */
export function markNotes(tree: Root, links: Link[]): void {
  const marks = links.filter(({ node }) => isMark(node))
  const byHome = Map.groupBy(
    marks.flatMap((link) => link.homes.map((home) => ({ home, link }))),
    ({ home }) => home,
  )
  const seen = new Set<Link>()
  const lists = new Set<Element>()
  const raised = new Set<Element>()
  for (const link of marks) {
    if (seen.has(link)) continue
    const there = byHome.get(link.target)?.slice(0, MAX_BACK) ?? []
    const back = there.find(
      ({ link: other }) =>
        other !== link && other.base === link.base && link.homes.includes(other.target),
    )?.link
    if (!back) continue
    for (const one of [link, back]) {
      seen.add(one)
      // An old address of the article's: what it leads to is here.
      one.base = ''
    }
    back.node.properties.className = ['footnote-backref']
    delete link.node.properties.className
    if (link.sup) link.sup.properties.className = ['footnote-ref']
    else raised.add(lowered(link.node))
    if (back.list) lists.add(back.list)
  }
  if (raised.size + lists.size > 0) setApart(tree, raised, lists, false)
}

function isMark(node: Element): boolean {
  const said = textOf(node, MAX_MARK).trim()
  return said.length <= MAX_MARK && MARK.test(said)
}

/** `a > sup` as `a`: the `sup` comes around it. */
function lowered(node: Element): Element {
  const [only] = node.children
  if (node.children.length === 1 && only?.type === 'element' && only.tagName === 'sup') {
    node.children = only.children
  }
  return node
}

/** Puts a `sup` around marks that stand in none, and a part of their own around lists of notes. */
function setApart(
  parent: Root | Element,
  raised: Set<Element>,
  lists: Set<Element>,
  isWithin: boolean,
): void {
  const children: Root['children'] = []
  for (const child of parent.children) {
    if (child.type !== 'element') {
      children.push(child)
      continue
    }
    const { className } = child.properties
    const isPart = Array.isArray(className) && className.includes('footnotes')
    setApart(child, raised, lists, isWithin || isPart || lists.has(child))
    if (raised.has(child)) children.push(element('sup', [child], { className: ['footnote-ref'] }))
    else if (!isWithin && lists.has(child)) {
      children.push(element('div', [child], { className: ['footnotes'] }))
    } else children.push(child)
  }
  parent.children = children as typeof parent.children
}
