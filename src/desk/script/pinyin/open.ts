/** Pinyin for a text, from the toolbar. What proposes it is large, and loaded when it is first asked for. */
import type { EditorView } from 'prosemirror-view'
import { WORDS } from '../writing/words'
import type { Scope } from './panel'
import { withoutPinyin } from './without'

/** Opens the panel that proposes pinyin for what is selected, for difficult characters, or for everything. */
export function openPinyin(view: EditorView, scope: Scope): void {
  import('./panel').then(
    ({ openPanel }) => openPanel(view, scope),
    () => alert(WORDS.cannotLoad),
  )
}

/** Takes away the pinyin of the selection, or at the cursor. */
export function removePinyin(view: EditorView): void {
  const tr = withoutPinyin(view.state)
  if (tr) view.dispatch(tr)
  view.focus()
}
