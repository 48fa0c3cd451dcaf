/**
 * Asks what pictures show once they are in the text: one after the other, in a panel below the text's last line
 * that takes no focus, as somebody may be writing on.
 */
import type { Node } from 'prosemirror-model'
import type { EditorView } from 'prosemirror-view'
import { element, isComposing } from '../elements'
import type { Uploaded } from './upload'
import { WORDS } from './words'

/** The pictures that are still to be asked for, of each view; the first is being asked for. */
const waiting = new WeakMap<EditorView, Uploaded[]>()

/** Asks for one picture, after those that were asked for before. One of which everything is known is not asked for. */
export function askWhatItShows(view: EditorView, picture: Uploaded): void {
  if (picture.alt !== null || placesOf(view, picture.hash).length === 0) return
  const pictures = waiting.get(view) ?? []
  waiting.set(view, pictures)
  if (pictures.some(({ hash }) => hash === picture.hash)) return
  if (pictures.push(picture) === 1) show(view, picture)
}

/** Where a picture stands that nothing is said of. */
function placesOf(view: EditorView, hash: string): number[] {
  const places: number[] = []
  view.state.doc.descendants(({ attrs, type }: Node, at) => {
    if (type.name === 'image' && attrs.src === `picture:${hash}` && attrs.alt === null)
      places.push(at)
  })
  return places
}

function show(view: EditorView, { hash, path }: Uploaded): void {
  const input = element('input', { type: 'text', id: 'shows', autocomplete: 'off' })
  const close = () => {
    const hadFocus = panel.contains(document.activeElement)
    panel.remove()
    const pictures = waiting.get(view)
    pictures?.shift()
    if (hadFocus) view.focus()
    const next = pictures?.[0]
    if (next) show(view, next)
  }
  const put = (alt: string) => {
    const tr = view.state.tr
    for (const at of placesOf(view, hash)) tr.setNodeAttribute(at, 'alt', alt)
    view.dispatch(tr)
    close()
  }
  const keep = () => {
    const alt = input.value.trim()
    if (alt) put(alt)
    else input.focus()
  }
  input.addEventListener('keydown', (event) => {
    if (isComposing(event)) return
    if (event.key === 'Enter') {
      event.preventDefault()
      keep()
    } else if (event.key === 'Escape') close()
  })
  const button = (label: string, onclick: () => void, name = '') =>
    element('button', { type: 'button', class: name, onclick }, label)
  const panel = element(
    'div',
    { class: 'shows', role: 'group', 'aria-label': WORDS.panel },
    element('img', { src: path, alt: '' }),
    element('label', { for: 'shows' }, WORDS.whatItShows),
    input,
    element('p', { class: 'hint' }, WORDS.hint),
    element(
      'p',
      { class: 'buttons' },
      button(WORDS.keep, keep, 'first'),
      button(WORDS.decorates, () => put('')),
      button(WORDS.later, close),
    ),
  )
  view.dom.after(panel)
}
