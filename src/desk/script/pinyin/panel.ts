/** The panel that proposes pinyin, word by word: each is taken, changed or left. It leaves the text to be written in. */
import type { Node } from 'prosemirror-model'
import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { element, isComposing } from '../elements'
import { applied } from './apply'
import { ownOf } from './own'
import { learn, ownReadings } from './readings'
import { RowView } from './row-view'
import { type Row, rowsOf } from './rows'
import { WORDS } from './words'

/** As many rows as are shown at once: everything is proposed for all that. */
const SHOWN = 100

/** What is to have pinyin. */
export type Scope = 'selection' | 'difficult' | 'all'

let open: Panel | null = null

/** Opens it, in place of one that is open. */
export async function openPanel(view: EditorView, scope: Scope): Promise<void> {
  const { doc, selection } = view.state
  const range = scope === 'selection' ? selection : { from: 0, to: doc.content.size }
  const readings = await ownReadings()
  const which = scope === 'difficult' ? 'difficult' : 'all'
  const asked = { which, from: range.from, to: range.to } as const
  const rows = rowsOf(doc, ownOf(readings ?? []), asked)
  open?.close()
  open = new Panel(view, doc, rows, scope, readings === null ? WORDS.noReadings : '')
}

class Panel {
  private readonly dom: HTMLElement
  private readonly list = element('ul', { class: 'rows' })
  private readonly says: HTMLElement
  private readonly more = element('button', { type: 'button', onclick: () => this.showMore() })
  private readonly shown: RowView[] = []

  /** `doc` is what the rows were made of. */
  constructor(
    private readonly view: EditorView,
    private readonly doc: Node,
    private readonly rows: Row[],
    scope: Scope,
    says: string,
  ) {
    this.says = element('p', { class: 'hint', role: 'status' }, says)
    const title = element('h2', { id: 'pinyin-title', tabindex: '-1' }, WORDS.title)
    this.dom = element(
      'section',
      { class: 'pinyin', role: 'dialog', 'aria-labelledby': 'pinyin-title', onkeydown: this.key },
      title,
      element('p', { class: 'hint' }, rows.length > 0 ? WORDS.intro : WORDS.none[scope]),
      ...(rows.length > 0 ? [this.choices()] : []),
      this.list,
      this.more,
      this.says,
      this.buttons(),
    )
    this.showMore()
    // Not in the article's form, which sends its fields.
    document.body.append(this.dom)
    title.focus()
  }

  close(): void {
    this.dom.remove()
    if (open === this) open = null
  }

  private readonly key = (event: Event) => {
    const pressed = event as KeyboardEvent
    if (isComposing(pressed) || pressed.key !== 'Escape') return
    this.leave()
  }

  private leave(): void {
    this.close()
    this.view.focus()
  }

  private choices(): HTMLElement {
    const take = (isTaken: boolean) => () => {
      for (const row of this.rows) row.isTaken = isTaken
      for (const row of this.shown) row.update()
    }
    return element(
      'p',
      { class: 'facts' },
      element('span', {}, WORDS.counted(this.rows.length)),
      element('button', { type: 'button', class: 'plain', onclick: take(true) }, WORDS.takeAll),
      element('button', { type: 'button', class: 'plain', onclick: take(false) }, WORDS.takeNone),
    )
  }

  private buttons(): HTMLElement {
    const apply = element(
      'button',
      { type: 'button', class: 'first', onclick: () => this.apply() },
      WORDS.apply,
    )
    const close = element('button', { type: 'button', onclick: () => this.leave() }, WORDS.close)
    return element('p', { class: 'buttons' }, ...(this.rows.length > 0 ? [apply] : []), close)
  }

  private showMore(): void {
    const next = this.rows.slice(this.shown.length, this.shown.length + SHOWN)
    const views = next.map((row) => new RowView(row, () => this.find(row)))
    this.shown.push(...views)
    this.list.append(...views.map(({ dom }) => dom))
    const left = this.rows.length - this.shown.length
    this.more.hidden = left === 0
    this.more.textContent = WORDS.more(Math.min(left, SHOWN))
    views[0]?.dom.querySelector('input')?.focus()
  }

  /** Selects a word in the text, as long as it stands where it stood. */
  private find({ characters }: Row): void {
    const [from, to] = [characters[0]?.from ?? 0, characters.at(-1)?.to ?? 0]
    const { doc, tr } = this.view.state
    if (to > doc.content.size) return
    this.view.dispatch(tr.setSelection(TextSelection.create(doc, from, to)).scrollIntoView())
    this.view.focus()
  }

  private async apply(): Promise<void> {
    const wrong = this.shown.find((row) => !row.check())
    if (wrong) return wrong.focus()
    const tr = applied(this.view.state, this.doc, this.rows)
    if (tr) this.view.dispatch(tr.scrollIntoView())
    const wanted = this.shown.flatMap((row) => row.remembered() ?? [])
    if (wanted.length === 0) return this.leave()
    const said: string[] = []
    const kept: string[] = []
    for (const { word, pinyin } of wanted) {
      const reasons = await learn(word, pinyin)
      if (reasons === null) kept.push(word)
      else said.push(WORDS.notRemembered(word, reasons))
    }
    if (said.length === 0) return this.leave()
    if (kept.length > 0) said.unshift(WORDS.remembered(kept.join('、')))
    this.says.textContent = said.join(' ')
  }
}
