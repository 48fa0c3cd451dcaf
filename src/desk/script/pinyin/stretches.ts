/** The text of a document, block by block, and the readings that stand in it. */
import type { Mark, Node } from 'prosemirror-model'
import { schema } from '../text/schema'

/** What stands in place of anything that is no text to be read: it is one long in a document, too. */
const OTHER = '\ufffc'

/** Characters that share a reading. Places are those of the document. */
export interface Ruby {
  from: number
  to: number
  annotation: string
}

/** The text of a block. What stands at `i` in it stands in the document at `start + i`. */
export interface Stretch {
  start: number
  text: string
  rubies: Ruby[]
}

/** The blocks of text that a range of a document touches, without code. */
export function stretchesOf(doc: Node, from: number, to: number): Stretch[] {
  const stretches: Stretch[] = []
  doc.nodesBetween(from, to, (node, at) => {
    if (!node.isTextblock) return true
    if (!node.type.spec.code) stretches.push(stretchOf(node, at + 1))
    return false
  })
  return stretches
}

function stretchOf(block: Node, start: number): Stretch {
  let text = ''
  const rubies: Ruby[] = []
  let last: Mark | undefined
  block.forEach((node, offset) => {
    const isRead = node.isText && !schema.marks.code.isInSet(node.marks)
    text += isRead ? node.text : OTHER.repeat(node.nodeSize)
    const mark = schema.marks.ruby.isInSet(node.marks)
    const [from, to] = [start + offset, start + offset + node.nodeSize]
    const before = rubies.at(-1)
    // A word that is bold in part is one all the same.
    if (mark && last && before?.to === from && mark.eq(last)) before.to = to
    else if (mark) rubies.push({ from, to, annotation: String(mark.attrs.annotation) })
    last = mark
  })
  return { start, text, rubies }
}
