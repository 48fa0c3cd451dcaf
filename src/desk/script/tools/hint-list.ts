/** The list of hints below a text: each to be gone to, mended or ignored. */
import { element } from '../elements'
import { HINT_KINDS, type HintKind, type ShownHint } from './hint'
import { shown, WORDS } from './words'

/** As many as somebody goes through; what is mended makes room. */
const MOST_SHOWN = 100

export interface HintActs {
  goTo(hint: ShownHint): void
  mend(hints: ShownHint[]): void
  ignore(hint: ShownHint): void
}

export class HintList {
  readonly dom = element('details', { class: 'hints', hidden: true, ontoggle: () => this.draw() })
  private readonly summary = element('summary')
  private readonly kinds = element('div')
  private hints: ShownHint[] = []

  constructor(
    private readonly title: (n: string) => string,
    private readonly acts: HintActs,
  ) {
    this.dom.append(this.summary, this.kinds)
  }

  show(hints: ShownHint[]): void {
    this.hints = hints
    this.dom.hidden = hints.length === 0
    this.summary.textContent = this.title(shown(hints.length))
    this.draw()
  }

  /** Only what is open is drawn. Who stood at a button that goes stands at the one in its place. */
  private draw(): void {
    if (!this.dom.open) {
      this.kinds.replaceChildren()
      return
    }
    const place = this.buttons().indexOf(document.activeElement as HTMLButtonElement)
    const listed = this.hints.slice(0, MOST_SHOWN)
    const further = this.hints.length - listed.length
    this.kinds.replaceChildren(
      ...HINT_KINDS.flatMap((kind) => this.kind(kind, listed)),
      ...(further > 0 ? [element('p', { class: 'hint' }, WORDS.further(shown(further)))] : []),
    )
    if (place < 0) return
    const buttons = this.buttons()
    const next = buttons[Math.min(place, buttons.length - 1)] ?? this.summary
    next.focus()
  }

  private readonly buttons = () => [...this.kinds.querySelectorAll('button')]

  private kind(kind: HintKind, listed: ShownHint[]): HTMLElement[] {
    const hints = listed.filter((hint) => hint.kind === kind)
    if (hints.length === 0) return []
    const all = this.hints.filter((hint) => hint.kind === kind && hint.fix !== null)
    const mendAll = element(
      'button',
      { type: 'button', class: 'plain', onclick: () => this.acts.mend(all) },
      WORDS.mendAll(all.length),
    )
    return [
      element('h3', {}, WORDS.kinds[kind], ...(all.length > 1 ? [' ', mendAll] : [])),
      element('ul', {}, ...hints.map((hint) => this.item(hint))),
    ]
  }

  private item(hint: ShownHint): HTMLElement {
    const { before, text, after, fix } = hint
    const button = (label: string, act: () => void) =>
      element(
        'button',
        {
          type: 'button',
          class: 'plain',
          'aria-label': `${label} (${before}${text}${after})`,
          onclick: act,
        },
        label,
      )
    return element(
      'li',
      {},
      element(
        'button',
        { type: 'button', class: 'plain', dir: 'auto', onclick: () => this.acts.goTo(hint) },
        before,
        element('mark', {}, text),
        after,
      ),
      ...(fix === null ? [] : [button(WORDS.mendTo(fix), () => this.acts.mend([hint]))]),
      button(WORDS.ignore, () => this.acts.ignore(hint)),
    )
  }
}
