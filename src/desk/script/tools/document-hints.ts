/** The hints to a document. Pure. */
import type { Node } from 'prosemirror-model'
import type { Hint } from './hint'
import { hintsIn } from './hints'
import { eachTextBlock, textOf } from './text-of'

/** More than this are not told: such a text is of another kind. */
export const MOST_HINTS = 1_000

/** What is no prose: code, and where a line ends in the source alone. */
const isHidden = ({ marks }: Node) =>
  marks.some(({ type }) => type.name === 'code' || type.name === 'line_end')

const known = new WeakMap<Node, Hint[]>()

function hintsOf(block: Node): Hint[] {
  if (block.type.spec.code) return []
  const hints =
    known.get(block) ?? hintsIn(textOf(block, isHidden), block.type.name !== 'paragraph')
  known.set(block, hints)
  return hints
}

/** All hints, in order, at their places in the document; at most `MOST_HINTS`. */
export function hintsInDocument(doc: Node): Hint[] {
  const hints: Hint[] = []
  /** A quotation that its paragraph does not close: it goes on in the next, if that opens it anew (4.8.3). */
  let open: Hint | null = null
  eachTextBlock(doc, (block, start) => {
    if (open && !/^[“‘「『]/.test(block.textContent)) hints.push(open)
    open = null
    for (const hint of hintsOf(block)) {
      const placed = { ...hint, from: start + hint.from, to: start + hint.to }
      const opens = hint.kind === 'pair' && hint.from === 0 && /^[“‘「『]/.test(block.textContent)
      if (opens && hint.fix === null) open = placed
      else hints.push(placed)
    }
  })
  if (open) hints.push(open)
  return hints.sort((a, b) => a.from - b.from).slice(0, MOST_HINTS)
}
