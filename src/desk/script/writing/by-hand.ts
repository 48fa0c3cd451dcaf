/** Pinyin written by hand, above what is selected. */
import type { EditorView } from 'prosemirror-view'
import { isRuby } from '../../../articles/body/braces'
import { element } from '../elements'
import { openPanel } from '../panel'
import { rubyMark } from '../text/ruby-mark'
import { schema } from '../text/schema'
import { WORDS } from './words'

const { ruby } = schema.marks

/** Asks for the reading of the selection, in a small panel at it. An empty one takes it away. */
export function askReading(view: EditorView): void {
  const { from, to, $from } = view.state.selection
  const text = view.state.doc.textBetween(from, to)
  const present = ruby.isInSet($from.nodeAfter?.marks ?? [])?.attrs.annotation
  const input = element('input', { type: 'text', id: 'reading', autocomplete: 'off' })
  input.value = String(present ?? '')
  const says = element('p', { class: 'fault', role: 'status' }, text ? '' : WORDS.selectHan)
  const apply = () => {
    const annotation = input.value.trim().replace(/[{}|\n\\]/g, '')
    if (annotation && !isRuby(text, annotation)) {
      says.textContent = WORDS.selectHan
      return
    }
    const { tr } = view.state
    view.dispatch(
      annotation
        ? tr.addMark(from, to, rubyMark(tr.doc, from, to, annotation))
        : tr.removeMark(from, to, ruby),
    )
    panel.close()
  }
  const label = element('label', { for: 'reading' }, text ? WORDS.readingOf(text) : WORDS.reading)
  const button = element('button', { type: 'button', class: 'first', onclick: apply }, WORDS.apply)
  const parts = [label, input, says, element('p', { class: 'buttons' }, button)]
  const panel = openPanel(view, from, WORDS.pinyinByHand, parts, apply)
}
