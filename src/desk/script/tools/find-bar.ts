/** The bar that finds and replaces. */
import { closeHistory } from 'prosemirror-history'
import { Plugin, TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { element, isComposing } from '../elements'
import { findingIn, goToMatch, seek, seekAgain } from './finding'
import { replaceAll } from './replace'
import { shown, WORDS } from './words'

/** Longer selections are not what somebody looks for. */
const MAX_PREFILLED = 100

class FindBar {
  readonly dom: HTMLElement
  private readonly sought = field(WORDS.find)
  private readonly other = field(WORDS.replaceWith)
  private readonly caseExact = box(WORDS.caseExact)
  private readonly wholeWord = box(WORDS.wholeWord)
  private readonly widthExact = box(WORDS.widthExact)
  private readonly says = element('span', { class: 'says', role: 'status' })
  private readonly replacing: HTMLElement
  /** What was done, until something else is looked for. */
  private done = ''

  constructor(private readonly view: EditorView) {
    this.replacing = element(
      'div',
      { class: 'row', hidden: true },
      this.other.dom,
      press(WORDS.replace, () => this.replace()),
      press(WORDS.replaceAll, () => this.replaceAll()),
    )
    this.dom = element(
      'div',
      { class: 'find-bar', role: 'search', 'aria-label': WORDS.findAndReplace, hidden: true },
      element(
        'div',
        { class: 'row' },
        this.sought.dom,
        press(WORDS.previous, () => this.go(-1)),
        press(WORDS.next, () => this.go(1)),
        press(WORDS.close, () => this.close()),
        this.says,
      ),
      this.replacing,
      element('div', { class: 'row' }, this.caseExact.dom, this.wholeWord.dom, this.widthExact.dom),
    )
    this.dom.addEventListener('keydown', (event) => this.keydown(event))
    // None of it is a part of the article.
    this.dom.addEventListener('change', (event) => event.stopPropagation())
    this.dom.addEventListener('input', (event) => {
      event.stopPropagation()
      if (event.target !== this.other.input) this.seek()
    })
  }

  open(isReplacing: boolean): void {
    const { state } = this.view
    const { from, to, $from, $to } = state.selection
    const selected = $from.sameParent($to) ? state.doc.textBetween(from, to) : ''
    if (selected && selected.length <= MAX_PREFILLED) this.sought.input.value = selected
    this.dom.hidden = false
    this.replacing.hidden = !isReplacing
    this.sought.input.focus()
    this.sought.input.select()
    this.seek()
  }

  /** Says where one stands. */
  update(): void {
    if (this.dom.hidden) return
    const { matches, at, isCut } = findingIn(this.view)
    const all = shown(matches.length)
    const cut = isCut ? WORDS.isCut : ''
    if (this.done) this.says.textContent = this.done
    else if (this.sought.input.value === '') this.says.textContent = ''
    else if (matches.length === 0) this.says.textContent = WORDS.noPlace
    else
      this.says.textContent = (at < 0 ? WORDS.places(all) : WORDS.place(shown(at + 1), all)) + cut
  }

  private seek(): void {
    this.done = ''
    const { state } = this.view
    const sought = {
      text: this.sought.input.value,
      isCaseExact: this.caseExact.input.checked,
      isWholeWord: this.wholeWord.input.checked,
      isWidthExact: this.widthExact.input.checked,
    }
    this.view.dispatch(seek(state.tr, sought, state.selection.from))
    this.show()
  }

  private go(step: 1 | -1): void {
    const { matches, at } = findingIn(this.view)
    if (matches.length === 0) return
    this.done = ''
    const next = (at + step + matches.length) % matches.length
    this.view.dispatch(goToMatch(this.view.state.tr, next))
    this.show()
  }

  private show(): void {
    this.view.dom.querySelector('.found-here')?.scrollIntoView({ block: 'center' })
  }

  /** Replaces the match one stands at, and goes on to the next. */
  private replace(): void {
    const { matches, at } = findingIn(this.view)
    const match = matches[at]
    if (!match) return
    const tr = replaceAll(this.view.state.tr, [{ ...match, text: this.other.input.value }])
    const end = match.from + this.other.input.value.length
    this.view.dispatch(seekAgain(closeHistory(tr)))
    // What was put there may hold what is looked for: the next is after it.
    const next = findingIn(this.view).matches.findIndex(({ from }) => from >= end)
    if (next >= 0) this.view.dispatch(goToMatch(this.view.state.tr, next))
    this.show()
  }

  /** One change, to be undone as one. */
  private replaceAll(): void {
    const { matches } = findingIn(this.view)
    if (matches.length === 0) return
    const text = this.other.input.value
    const tr = closeHistory(this.view.state.tr)
    replaceAll(
      tr,
      matches.map((match) => ({ ...match, text })),
    )
    this.done = WORDS.replaced(shown(matches.length))
    this.view.dispatch(seekAgain(tr))
  }

  private keydown(event: KeyboardEvent): void {
    if (isComposing(event)) return
    if (event.key === 'Escape') this.close()
    else if (event.key === 'Enter' && event.target === this.sought.input) {
      this.go(event.shiftKey ? -1 : 1)
    } else if (event.key === 'Enter' && event.target === this.other.input) this.replace()
    else if (event.key !== 'Enter' || event.target instanceof HTMLButtonElement) return
    event.preventDefault()
  }

  /** Back to the text, at what was found. */
  private close(): void {
    const { view } = this
    const { matches, at } = findingIn(view)
    const match = matches[at]
    const tr = seek(view.state.tr, null, 0)
    if (match) tr.setSelection(TextSelection.create(tr.doc, match.from, match.to))
    this.dom.hidden = true
    view.dispatch(tr)
    view.focus()
  }
}

function field(label: string) {
  const input = element('input', {
    type: 'text',
    autocomplete: 'off',
    'aria-label': label,
    placeholder: label,
  })
  return { dom: input, input }
}

function box(label: string) {
  const input = element('input', { type: 'checkbox' })
  return { dom: element('label', { class: 'choice' }, input, label), input }
}

const press = (label: string, onclick: () => void) =>
  element('button', { type: 'button', onclick }, label)

const bars = new WeakMap<EditorView, FindBar>()

/** Opens the bar of a view, with room for a replacement or without. */
export const openFind = (view: EditorView, isReplacing: boolean): void =>
  bars.get(view)?.open(isReplacing)

/** Puts the bar above the text, closed. */
export const findBar = () =>
  new Plugin({
    view(view) {
      const bar = new FindBar(view)
      bars.set(view, bar)
      view.dom.before(bar.dom)
      return { update: () => bar.update(), destroy: () => bar.dom.remove() }
    },
  })
