/** Going to a place of the text. */
import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'

/** Selects from a place to another and shows it, in the middle: above and below, bars may stand over the text. */
export function goTo(view: EditorView, from: number, to = from): void {
  const { tr } = view.state
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, from, to)))
  view.focus()
  const { node } = view.domAtPos(from)
  const shown = node instanceof Element ? node : node.parentElement
  shown?.scrollIntoView({ block: 'center' })
}
