/** Pinyin written by hand, above what is selected. */
import type { Mark, Node } from 'prosemirror-model'
import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { isRuby } from '../../../articles/body/braces'
import { element, isComposing } from '../elements'
import { schema } from '../text/schema'
import { WORDS } from './words'

/** A reading for what stands at a place: another one than the same reading right before it. */
export function rubyAt(doc: Node, at: number, annotation: string): Mark {
  const { ruby } = schema.marks
  const before = ruby.isInSet(doc.resolve(at).nodeBefore?.marks ?? [])
  const group = before?.attrs.annotation === annotation ? Number(before.attrs.group) + 1 : 0
  return ruby.create({ annotation, group })
}

/** Asks for the reading of the selection, in a small panel at it. */
export function askReading(view: EditorView): void {
  const { from, to, $from } = view.state.selection
  const text = view.state.doc.textBetween(from, to)
  const ruby = schema.marks.ruby
  const present = ruby.isInSet($from.nodeAfter?.marks ?? [])?.attrs.annotation
  const panel = element('div', { class: 'panel', popover: 'auto' })
  const input = element('input', {
    type: 'text',
    id: 'reading',
    autocomplete: 'off',
    value: String(present ?? ''),
  })
  const says = element('p', { class: 'fault', role: 'status' })
  const apply = () => {
    const annotation = input.value.trim().replace(/[{}|\n\\]/g, '')
    if (!annotation) view.dispatch(view.state.tr.removeMark(from, to, ruby))
    else if (!isRuby(text, annotation)) {
      says.textContent = WORDS.selectHan
      return
    } else view.dispatch(view.state.tr.addMark(from, to, rubyAt(view.state.doc, from, annotation)))
    panel.hidePopover()
    view.focus()
  }
  input.addEventListener('keydown', (event) => {
    if (isComposing(event) || event.key !== 'Enter') return
    event.preventDefault()
    apply()
  })
  panel.append(
    element('label', { for: 'reading' }, text ? WORDS.readingOf(text) : WORDS.reading),
    input,
    says,
    element(
      'p',
      { class: 'buttons' },
      element('button', { type: 'button', class: 'first', onclick: apply }, WORDS.apply),
    ),
  )
  if (!(view.state.selection instanceof TextSelection) || text === '')
    says.textContent = WORDS.selectHan
  view.dom.parentElement?.append(panel)
  panel.addEventListener('toggle', () => {
    if (!panel.matches(':popover-open')) panel.remove()
  })
  panel.showPopover()
  const { left, bottom } = view.coordsAtPos(from)
  panel.style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - panel.offsetWidth - 8))}px`
  panel.style.top = `${bottom + 6}px`
  input.focus()
}
