/** Other text in place of some, in the marks of what it stands for. Pure. */
import { Fragment, type Mark, type Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'

/** What is to stand between two places of one block. */
export interface Replacement {
  from: number
  to: number
  text: string
}

/** Marks that belong to the very characters they are on: a reading, and where a line of the source ends. */
const OWN = ['ruby', 'line_end']

/**
 * Replaces all of those, which are in order. A reading of which a part goes, goes whole. One step for each
 * block: one for each of thousands of places would take seconds.
 */
export function replaceAll(tr: Transaction, all: Replacement[]): Transaction {
  for (const { from, to } of all) for (const at of [from, to]) dropReadingAcross(tr, at)
  const blocks = new Map<number, Replacement[]>()
  for (const one of all) {
    const start = tr.doc.resolve(one.from).start()
    const others = blocks.get(start)
    if (others) others.push(one)
    else blocks.set(start, [one])
  }
  for (const [start, some] of [...blocks].toReversed()) replaceInBlock(tr, start, some)
  return tr
}

/** Those of a block whose content begins at `start`: from the first of them to the last, it is made anew. */
function replaceInBlock(tr: Transaction, start: number, all: Replacement[]): void {
  const { parent } = tr.doc.resolve(start)
  const nodes: Node[] = []
  const begin = all[0]?.from ?? start
  let end = begin
  for (const { from, to, text } of all) {
    nodes.push(...parent.content.cut(end - start, from - start).content)
    const marks = parent.nodeAt(from - start)?.marks ?? []
    const kept = marks.filter(({ type }) => !OWN.includes(type.name))
    if (text !== '') nodes.push(parent.type.schema.text(text, kept))
    end = to
  }
  tr.replaceWith(begin, end, Fragment.fromArray(nodes))
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
