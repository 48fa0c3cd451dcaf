/** What a picture of the text shows, and what stands below it; or a new picture, where none is selected. */
import { NodeSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { element } from '../elements'
import { openPanel } from '../panel'
import { choosePictures } from '../pasting/pasting'
import { schema } from '../text/schema'
import { WORDS } from './words'

/** Asks about the picture that is selected, or for files. */
export function askPicture(view: EditorView): void {
  const { selection } = view.state
  if (selection instanceof NodeSelection && selection.node.type === schema.nodes.image) {
    describe(view, selection.from)
    return
  }
  choosePictures(view)
}

function describe(view: EditorView, at: number): void {
  const { alt, title } = view.state.doc.nodeAt(at)?.attrs ?? {}
  const shows = element('input', { type: 'text', id: 'shows-now', autocomplete: 'off' })
  shows.value = String(alt ?? '')
  const decorates = element('input', { type: 'checkbox' })
  decorates.checked = alt === ''
  const caption = element('input', { type: 'text', id: 'caption-now', autocomplete: 'off' })
  caption.value = String(title ?? '')
  const apply = () => {
    const tr = view.state.tr
      .setNodeAttribute(at, 'alt', decorates.checked ? '' : shows.value.trim() || null)
      .setNodeAttribute(at, 'title', caption.value.trim() || null)
    view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, at)))
    panel.close()
  }
  const parts = [
    element('label', { for: 'shows-now' }, WORDS.shows),
    shows,
    element('p', { class: 'hint' }, WORDS.asInLibrary),
    element('label', { class: 'choice' }, decorates, WORDS.decorates),
    element('label', { for: 'caption-now' }, WORDS.caption),
    caption,
    element(
      'p',
      { class: 'buttons' },
      element('button', { type: 'button', class: 'first', onclick: apply }, WORDS.apply),
    ),
  ]
  const panel = openPanel(view, at, WORDS.picture, parts, apply)
}
