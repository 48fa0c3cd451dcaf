/** The panel in which a link is made: an address, or an article of the newsroom by its words. */
import type { EditorView } from 'prosemirror-view'
import type { Suggestion } from '../../articles/suggestion'
import { element } from '../elements'
import { openPanel } from '../panel'
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
  const put = (href: string, title: string | null) => {
    setLink(view, place, href, title)
    panel.close()
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
    panel.close()
  }
  const parts = [
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
  ]
  const panel = openPanel(view, place.from, WORDS.link, parts, apply)
  panel.dom.addEventListener('toggle', ({ newState }) => {
    if (newState === 'closed') choice.stop()
  })
  input.select()
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
