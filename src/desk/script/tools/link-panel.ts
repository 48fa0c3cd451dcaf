/** The panel in which a link is made: an address, or an article of the newsroom by its words. */
import type { EditorView } from 'prosemirror-view'
import type { Suggestion } from '../../articles/suggestion'
import { element, isComposing } from '../elements'
import { schema } from '../text/schema'
import { ArticleChoice } from './article-choice'
import { isElsewhere, type LinkPlace, linkPlace, readLink } from './links'
import { WORDS } from './words'

/** Asks where the selection, or the link at it, is to lead. */
export function askLink(view: EditorView): void {
  const place = linkPlace(view.state)
  const { origin } = location
  const input = element('input', {
    type: 'text',
    id: 'link-address',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
  })
  input.value = String(place.link?.attrs.href ?? '')
  const says = element('p', { class: 'hint', role: 'status' })
  const panel = element('div', {
    class: 'panel link-panel',
    popover: 'auto',
    role: 'dialog',
    'aria-label': WORDS.link,
  })

  const put = (href: string, title: string | null) => {
    setLink(view, place, href, title)
    panel.hidePopover()
  }
  const choose = ({ path, title }: Suggestion) => put(path, title)
  const choice = new ArticleChoice(input, says, (typed) => !isElsewhere(typed, origin), choose)
  const apply = () => {
    const chosen = choice.chosen
    if (chosen) return choose(chosen)
    const read = readLink(input.value, origin)
    if ('href' in read) put(read.href, null)
    else {
      says.textContent = WORDS.linkFaults[read.fault]
      input.setAttribute('aria-invalid', 'true')
    }
  }
  const unlink = () => {
    view.dispatch(view.state.tr.removeMark(place.from, place.to, schema.marks.link))
    panel.hidePopover()
  }
  input.addEventListener('keydown', (event) => {
    if (isComposing(event) || event.key !== 'Enter') return
    event.preventDefault()
    apply()
  })
  panel.append(
    element('label', { for: 'link-address' }, WORDS.address),
    input,
    choice.list,
    says,
    element(
      'p',
      { class: 'buttons' },
      element('button', { type: 'button', class: 'first', onclick: apply }, WORDS.apply),
      ...(place.link ? [element('button', { type: 'button', onclick: unlink }, WORDS.unlink)] : []),
    ),
  )
  // None of it is a part of the article.
  panel.addEventListener('input', (event) => event.stopPropagation())
  // Before the browser gives the focus back, which would put the cursor at the text's beginning.
  panel.addEventListener('beforetoggle', ({ newState }) => {
    if (newState === 'closed' && panel.contains(document.activeElement)) view.focus()
  })
  panel.addEventListener('toggle', ({ newState }) => {
    if (newState !== 'closed') return
    choice.stop()
    panel.remove()
  })
  view.dom.parentElement?.append(panel)
  panel.showPopover()
  placeAt(panel, view, place.from)
  input.focus()
  input.select()
}

function placeAt(panel: HTMLElement, view: EditorView, at: number): void {
  const { left, bottom } = view.coordsAtPos(at)
  const { clientWidth, clientHeight } = document.documentElement
  panel.style.left = `${Math.max(8, Math.min(left, clientWidth - panel.offsetWidth - 8))}px`
  panel.style.top = `${Math.max(8, Math.min(bottom + 6, clientHeight - panel.offsetHeight - 8))}px`
}

/** Where nothing is selected, the article's title is the text, or the address. */
function setLink(
  view: EditorView,
  { from, to, link }: LinkPlace,
  href: string,
  title: string | null,
): void {
  const { tr } = view.state
  const type = schema.marks.link
  const mark = type.create({ ...(link?.attrs ?? {}), href })
  if (from === to) {
    const marks = mark.addToSet(view.state.selection.$from.marks())
    tr.replaceWith(from, to, schema.text(title ?? href, marks)).removeStoredMark(type)
  } else tr.removeMark(from, to, type).addMark(from, to, mark)
  view.dispatch(tr.scrollIntoView())
}
