/**
 * The text of an article's form: shown as it will look, or as its source. The form's `textarea` always holds
 * the source of what is shown, and says so by an `input` event: whatever keeps or sends it looks there.
 */
import type { Node } from 'prosemirror-model'
import type { EditorState, Plugin, Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { element } from '../elements'
import { opens } from '../text/gate'
import { parse } from '../text/parse'
import { serialize } from '../text/serialize'
import type { Toolbar } from './toolbar'
import { Journal, openSteps, type Steps, stepsOf, withHistory } from './undone'
import { open, stateOf } from './view'
import { WORDS } from './words'

/** What others bring to the text: plugins for it, and tools for its toolbar. */
export interface Extras {
  plugins: Plugin[]
  toolbar(view: EditorView): Toolbar
}

const CHOICE = 'desk-writes-in'
/** From this size on, in characters, writing out the source takes longer than a frame: it comes after the paint, in ms. */
const LONG = 30_000
const AFTER_PAINT = 40

export class Writing {
  private view: EditorView | null = null
  private bar: Toolbar | null = null
  private journal: Journal | null = null
  /** What was written into the field last. */
  private source = ''
  private timer: ReturnType<typeof setTimeout> | undefined
  /** The document as it was opened, and its source, to the byte: what nobody changed is not written anew. */
  private opened: { doc: Node; source: string } | null = null
  private readonly frame: HTMLElement
  private readonly place = element('div', { class: 'text' })
  private readonly says = element('p', { class: 'hint', role: 'status' })
  private readonly turn: HTMLButtonElement
  private readonly label: HTMLLabelElement | null
  /** How the source is written. */
  private readonly hint: HTMLElement | null

  private constructor(
    private readonly form: HTMLFormElement,
    private readonly field: HTMLTextAreaElement,
    private readonly steps: Steps,
    private readonly extras: Extras,
  ) {
    this.label = form.querySelector<HTMLLabelElement>('label[for=body]')
    this.hint = form.querySelector('#body-hint')
    this.turn = element('button', { type: 'button', class: 'turn', onclick: () => this.toggle() })
    this.frame = element('div', { class: 'writing' }, this.place)
    field.before(this.frame)
    this.frame.before(this.turn, this.says)
    field.addEventListener('input', () => this.takeOver())
    // Before anybody looks at what the form holds.
    const settle = () => this.settle()
    addEventListener('submit', settle, { capture: true })
    for (const type of ['click', 'pagehide', 'visibilitychange']) {
      addEventListener(type, settle, { capture: true, passive: true })
    }
  }

  /** Shows the text of a form as it will look, where that can be, and unless its editor chose the source. */
  static async begin(form: HTMLFormElement, extras: Extras): Promise<Writing> {
    const field = form.elements.namedItem('body') as HTMLTextAreaElement
    const writing = new Writing(form, field, await openSteps(), extras)
    const format = form.elements.namedItem('format') as HTMLSelectElement
    format.addEventListener('change', () => writing.follow(format))
    if (localStorage.getItem(CHOICE) === 'source') writing.showSource('')
    else await writing.follow(format)
    return writing
  }

  private article(): string {
    const { article, person } = this.form.dataset
    const once = this.form.elements.namedItem('once') as HTMLInputElement | null
    return `${person} ${article || once?.value}`
  }

  /** Only Markdown is shown as it will look: the other ways of writing have what it cannot say. */
  private async follow(format: HTMLSelectElement): Promise<void> {
    if (format.value === 'markdown') await this.showText()
    else this.showSource(WORDS.bodyIs(format.selectedOptions[0]?.text ?? format.value))
    this.turn.hidden = format.value !== 'markdown'
  }

  private async toggle(): Promise<void> {
    if (!this.frame.hidden) {
      localStorage.setItem(CHOICE, 'source')
      this.showSource('')
      this.field.focus()
    } else {
      localStorage.removeItem(CHOICE)
      await this.showText()
      this.view?.focus()
    }
  }

  private showSource(why: string): void {
    this.settle()
    this.view?.destroy()
    this.view = null
    this.bar?.dom.remove()
    this.bar = null
    this.place.replaceChildren()
    this.frame.hidden = true
    this.hint?.removeAttribute('hidden')
    this.field.hidden = false
    this.field.id = 'body'
    if (this.label) this.label.htmlFor = 'body'
    this.turn.textContent = WORDS.toVisual
    this.says.textContent = why
  }

  /** Opens the view, if what it would save is what readers get now. Meanwhile the source can be changed. */
  private async showText(): Promise<void> {
    this.says.textContent = WORDS.opening
    let source = this.field.value
    let gate = await opens(source)
    // Typed on while the desk was asked.
    while (source !== this.field.value) {
      source = this.field.value
      gate = await opens(source)
    }
    if ('why' in gate) {
      this.showSource(gate.why)
      return
    }
    this.says.textContent = ''
    this.turn.textContent = WORDS.toSource
    await this.openView(gate.doc, source)
  }

  private async openView(doc: Node, source: string): Promise<void> {
    const { field, place, extras } = this
    const written = await stepsOf(this.steps, this.article())
    this.opened = { doc, source }
    this.source = source
    // The one that is called `body` is the one that links lead to, and that has the label.
    field.id = 'body-source'
    if (this.label) {
      this.label.htmlFor = ''
      this.label.id = 'body-label'
      this.label.onclick = () => this.view?.focus()
    }
    const plugins = extras.plugins
    const view = open(place, {
      doc,
      plugins,
      attributes: {
        id: 'body',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-labelledby': 'body-label',
        dir: 'auto',
        ...(field.getAttribute('aria-invalid')
          ? { 'aria-invalid': 'true', 'aria-describedby': 'body-fault' }
          : {}),
      },
      changed: (_, transaction) => this.changed(transaction),
    })
    this.view = view
    const base = written && parse(written.base)
    const past =
      base &&
      withHistory(
        view.state,
        base,
        written.steps,
        (from): EditorState => stateOf({ doc: from, plugins }),
      )
    if (past) view.updateState(past)
    this.journal = past
      ? new Journal(this.steps, this.article(), written?.base ?? source, written?.steps ?? [])
      : new Journal(this.steps, this.article(), source, [])
    this.bar = extras.toolbar(view)
    this.frame.prepend(this.bar.dom)
    this.bar.update(view)
    field.hidden = true
    this.hint?.setAttribute('hidden', '')
    this.frame.hidden = false
  }

  /** What somebody else wrote into the field: put back from what was kept, or another tab's. One step to undo. */
  private takeOver(): void {
    const { view, field } = this
    if (!view || field.value === this.source) return
    const now = parse(field.value)
    if (!now) {
      this.showSource('')
      return
    }
    const { doc, tr } = view.state
    const start = doc.content.findDiffStart(now.content)
    const end = doc.content.findDiffEnd(now.content)
    if (start === null || !end) return
    const overlap = Math.max(0, start - Math.min(end.a, end.b))
    view.dispatch(tr.replace(start, end.a + overlap, now.slice(start, end.b + overlap)))
  }

  private changed(transaction: Transaction): void {
    const { view } = this
    if (!view) return
    this.bar?.update(view)
    if (!transaction.docChanged) return
    this.journal?.add(transaction)
    if (view.state.doc.content.size < LONG) this.writeOut()
    else this.timer ??= setTimeout(() => this.writeOut(), AFTER_PAINT)
  }

  /** Writes the source of what is shown into the form's field, and says so. */
  private writeOut(): void {
    const { view, opened, field, journal } = this
    clearTimeout(this.timer)
    this.timer = undefined
    if (!view) return
    const { doc } = view.state
    this.source = opened?.doc.eq(doc) ? opened.source : serialize(doc).trimEnd()
    field.value = this.source
    if (journal?.isFull) journal.restart(field.value)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  /** Whatever is still to be written out is. */
  private settle(): void {
    if (this.timer !== undefined) this.writeOut()
  }
}
