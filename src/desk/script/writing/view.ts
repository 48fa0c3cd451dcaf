/** The text as it will look, to be written in. */
import { dropCursor } from 'prosemirror-dropcursor'
import { gapCursor } from 'prosemirror-gapcursor'
import { history } from 'prosemirror-history'
import type { Node } from 'prosemirror-model'
import { EditorState, type Plugin, type Transaction } from 'prosemirror-state'
import { tableEditing } from 'prosemirror-tables'
import { EditorView } from 'prosemirror-view'
import { edges } from './edges'
import { typed } from './inputs'
import { keys } from './keys'
import { pictureView } from './pictures'

/** How many steps can be undone. */
const DEPTH = 500

export interface Given {
  doc: Node
  /** What others do to the text: pasting, finding, hints. */
  plugins: Plugin[]
  attributes: Record<string, string>
  /** After each change, of the text or of what is selected. */
  changed(view: EditorView, transaction: Transaction): void
}

/** The document with everything that belongs to writing in it. */
export const stateOf = ({ doc, plugins }: Pick<Given, 'doc' | 'plugins'>) =>
  EditorState.create({
    doc,
    plugins: [
      ...plugins,
      typed,
      edges,
      ...keys,
      history({ depth: DEPTH }),
      dropCursor({ class: 'drop', color: false, width: 2 }),
      gapCursor(),
      tableEditing(),
    ],
  })

/** Shows it in a place of the page. */
export function open(place: HTMLElement, { changed, attributes, ...given }: Given): EditorView {
  const view = new EditorView(place, {
    state: stateOf(given),
    attributes,
    nodeViews: { image: pictureView },
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction))
      changed(view, transaction)
    },
  })
  return view
}
