/** Footnotes: a mark in the text, and what it says at the end. */
import type { Node } from 'prosemirror-model'
import { type Command, TextSelection } from 'prosemirror-state'
import { schema } from '../text/schema'

/** Puts a mark at the selection, and its note at the end of the text, where writing goes on. */
export const insertFootnote: Command = (state, dispatch) => {
  const { footnote, footnote_reference, paragraph } = schema.nodes
  const { $from, $to } = state.selection
  if (!$from.parent.inlineContent || $from.parent.type.spec.code) return false
  const label = freeLabel(state.doc)
  const tr = state.tr.insert($to.pos, footnote_reference.create({ label }))
  const end = tr.doc.content.size
  tr.insert(end, footnote.create({ label }, paragraph.create()))
  tr.setSelection(TextSelection.near(tr.doc.resolve(end + 1)))
  dispatch?.(tr.scrollIntoView())
  return true
}

/** The lowest number that no note has. */
function freeLabel(doc: Node): string {
  const taken = new Set<string>()
  doc.descendants(({ attrs }) => {
    if (attrs.label !== undefined) taken.add(String(attrs.label))
  })
  let number = 1
  while (taken.has(String(number))) number++
  return String(number)
}
