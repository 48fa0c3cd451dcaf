/** The headings of a document. Pure. */
import type { Node } from 'prosemirror-model'

export interface Heading {
  level: number
  text: string
  /** Where its content begins. */
  at: number
  /** The level that was left out before it, as h3 between h2 and h4; null when none was. */
  skipped: number | null
}

/** The headings, in order. Those within quotations and lists are theirs, and not in the outline. */
export function outlineOf(doc: Node): Heading[] {
  const headings: Heading[] = []
  doc.forEach((node, at) => {
    if (node.type.name !== 'heading') return
    const level = Number(node.attrs.level)
    const before = headings.at(-1)?.level ?? level
    const skipped = level > before + 1 ? before + 1 : null
    headings.push({ level, text: node.textContent, at: at + 1, skipped })
  })
  return headings
}
