/** Pinyin written by hand, above what is selected. */
import type { Mark, Node } from 'prosemirror-model'
import type { EditorView } from 'prosemirror-view'
import { isRuby } from '../../../articles/body/braces'
import { element } from '../elements'
import { openPanel } from '../panel'
import { schema } from '../text/schema'
import { WORDS } from './words'

const { ruby } = schema.marks

/** A reading for what stands at a place: another one than the same reading right before it. */
export function rubyAt(doc: Node, at: number, annotation: string): Mark {
  const before = ruby.isInSet(doc.resolve(at).nodeBefore?.marks ?? [])
  const group = before?.attrs.annotation === annotation ? Number(before.attrs.group) + 1 : 0
  return ruby.create({ annotation, group })
}

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
        ? tr.addMark(from, to, rubyAt(tr.doc, from, annotation))
        : tr.removeMark(from, to, ruby),
    )
    panel.close()
  }
  const label = element('label', { for: 'reading' }, text ? WORDS.readingOf(text) : WORDS.reading)
  const button = element('button', { type: 'button', class: 'first', onclick: apply }, WORDS.apply)
  const parts = [label, input, says, element('p', { class: 'buttons' }, button)]
  const panel = openPanel(view, from, WORDS.pinyinByHand, parts, apply)
}
