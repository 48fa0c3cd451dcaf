/** The text of a document's blocks, unit for unit where it stands. Pure. */
import type { Node } from 'prosemirror-model'

/** Stands where there is no text: a picture, or what must not be looked at. */
export const OPAQUE = '\ufffc'

/**
 * The text of a block that holds text. Its nth UTF-16 unit stands at the nth position of the block's content,
 * since all that is no text there takes one position. `hides` says of which text nothing is to be seen.
 */
export function textOf(block: Node, hides: (node: Node) => boolean = () => false): string {
  const parts: string[] = []
  block.forEach((node) => {
    if (node.isText) {
      const text = node.text ?? ''
      parts.push(hides(node) ? OPAQUE.repeat(text.length) : text)
    } else parts.push(node.type.name === 'hard_break' ? '\n' : OPAQUE.repeat(node.nodeSize))
  })
  return parts.join('')
}

/** Each block that holds text, and where its content begins. */
export function eachTextBlock(doc: Node, work: (block: Node, start: number) => void): void {
  doc.descendants((node, at) => {
    if (node.isTextblock) work(node, at + 1)
    return !node.isTextblock
  })
}
