/** Other text in place of some, in the marks of what it stands for. Pure. */
import type { Mark, Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'

/** Marks that belong to the very characters they are on: a reading, and where a line of the source ends. */
const OWN = ['ruby', 'line_end']

/** Replaces what stands between two positions of one block. A reading of which a part goes, goes whole. */
export function replaceText(tr: Transaction, from: number, to: number, text: string): Transaction {
  for (const at of [from, to]) dropReadingAcross(tr, at)
  if (text === '') return tr.delete(from, to)
  const marks = tr.doc.nodeAt(from)?.marks ?? []
  const kept = marks.filter(({ type }) => !OWN.includes(type.name))
  return tr.replaceWith(from, to, tr.doc.type.schema.text(text, kept))
}

/** Takes away the reading that stands above both sides of a place. */
function dropReadingAcross(tr: Transaction, at: number): void {
  const $at = tr.doc.resolve(at)
  const ruby = rubyOf($at.nodeBefore)
  if (!ruby || !rubyOf($at.nodeAfter)?.eq(ruby)) return
  const { from, to } = extentOf($at.parent, $at.start(), at, ruby)
  tr.removeMark(from, to, ruby)
}

const rubyOf = (node: Node | null): Mark | undefined =>
  node?.marks.find(({ type }) => type.name === 'ruby')

/**
 * How far a mark goes on, to both sides of a place in a block whose content begins at `start`. A place where
 * the mark is on neither side has none of it.
 */
export function extentOf(block: Node, start: number, at: number, mark: Mark) {
  let found = { from: at, to: at }
  let run: { from: number; to: number } | null = null
  block.forEach((node, offset) => {
    const [from, to] = [start + offset, start + offset + node.nodeSize]
    if (!mark.isInSet(node.marks)) {
      run = null
      return
    }
    run = { from: run?.from ?? from, to }
    if (run.from <= at && at <= to) found = run
  })
  return found
}
