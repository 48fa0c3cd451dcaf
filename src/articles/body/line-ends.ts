/** Lines that an editor has ended by hand, within a paragraph. */
import type { Element, Root, Text } from 'hast'
import { isUnspaced, LOOK, withLineEnds } from '../white-space'
import { isNoteMark } from './ruby'

/** What stands in a line of text without ending it. */
const INLINE = new Set(
  'a abbr b bdi bdo cite code del dfn em i ins kbd mark q ruby s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
)

/** What is above or beside the text, and not in it. */
const ASIDE = new Set(['rt', 'rp'])
/** Here white space is meant. */
const VERBATIM = new Set(['pre', 'code', 'kbd', 'samp'])

/** White space of HTML: others, like U+3000, are meant. */
const isSpace = (text: string, place: number) => ' \t\n\f\r'.includes(text.charAt(place) || 'x')

/** Where a text begins, and where it ends, without white space around it. */
function boundsOf(text: string): [start: number, end: number] {
  let [start, end] = [0, text.length]
  while (start < end && isSpace(text, start)) start++
  while (end > start && isSpace(text, end - 1)) end--
  return [start, end]
}

/**
 * Takes out line ends between two characters that are set without a space: browsers would show one. In
 * place; each node is looked at once.
 */
export function joinLines(tree: Root): void {
  new Joining().within(tree, false)
}

class Joining {
  /** The text before, which ends in a line end perhaps; null at the start of a line. */
  private before: Text | null = null
  /** What was seen last in this line: as much as is looked at. */
  private last = ''

  within(parent: Root | Element, isVerbatim: boolean): void {
    for (const child of parent.children) {
      if (child.type === 'text') this.see(child, isVerbatim)
      if (child.type !== 'element' || ASIDE.has(child.tagName) || isNoteMark(child)) continue
      const isInline = INLINE.has(child.tagName)
      if (!isInline) this.end()
      this.within(child, isVerbatim || VERBATIM.has(child.tagName))
      if (!isInline) this.end()
    }
  }

  private end(): void {
    this.before = null
    this.last = ''
  }

  private see(node: Text, isVerbatim: boolean): void {
    if (!isVerbatim) this.join(node)
    const [start, end] = boundsOf(node.value)
    // Of white space alone nothing is seen: what stands before it still is before.
    if (start < end)
      this.last = (this.last + node.value.slice(Math.max(start, end - LOOK), end)).slice(-LOOK)
    if (start < end || this.before) this.before = isVerbatim ? null : node
  }

  /** Joins the lines within a text, and the first of them to what stands before it. */
  private join(node: Text): void {
    const { before } = this
    if (!node.value.includes('\n') && !before?.value.includes('\n')) return
    node.value = withLineEnds(node.value)
    const [start] = boundsOf(node.value)
    const [from, to] = boundsOf(before?.value ?? '')
    const end = from < to ? to : 0
    const between = (before?.value.slice(end) ?? '') + node.value.slice(0, start)
    const first = node.value.slice(start, start + LOOK)
    if (!between.includes('\n') || !isUnspaced(this.last, first)) return
    node.value = node.value.slice(start)
    if (before) before.value = before.value.slice(0, end)
  }
}
