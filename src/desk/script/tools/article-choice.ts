/** A field that is completed from the newsroom's articles (ARIA 1.2, combobox with a list). */

import type { Suggestion } from '../../articles/suggestion'
import { element, isComposing } from '../elements'
import { suggestionsFor } from './suggestions'
import { WORDS } from './words'

/** In milliseconds since the last key. */
const PAUSE = 200
const LIST = 'link-articles'

export class ArticleChoice {
  readonly list = element('ul', {
    id: LIST,
    role: 'listbox',
    'aria-label': WORDS.articles,
    hidden: true,
  })
  private articles: Suggestion[] = []
  private at = -1
  private timer: ReturnType<typeof setTimeout> | undefined
  private asked = new AbortController()

  constructor(
    private readonly input: HTMLInputElement,
    private readonly says: HTMLElement,
    private readonly isSought: (typed: string) => boolean,
    private readonly choose: (article: Suggestion) => void,
  ) {
    input.setAttribute('role', 'combobox')
    input.setAttribute('aria-autocomplete', 'list')
    input.setAttribute('aria-controls', LIST)
    input.addEventListener('input', () => this.typed())
    input.addEventListener('keydown', (event) => this.keydown(event))
    this.show([])
  }

  /** The one that the arrows have chosen. */
  get chosen(): Suggestion | undefined {
    return this.articles[this.at]
  }

  stop(): void {
    clearTimeout(this.timer)
    this.asked.abort()
  }

  private typed(): void {
    this.stop()
    this.input.removeAttribute('aria-invalid')
    this.says.textContent = ''
    this.show([])
    const words = this.input.value.trim()
    if (words === '' || !this.isSought(words)) return
    this.timer = setTimeout(() => this.ask(words), PAUSE)
  }

  private async ask(words: string): Promise<void> {
    this.asked = new AbortController()
    const { signal } = this.asked
    const articles = await suggestionsFor(words, signal)
    if (signal.aborted) return
    this.says.textContent = articles ? WORDS.found(articles.length) : WORDS.notAsked
    this.show(articles ?? [])
  }

  private show(articles: Suggestion[]): void {
    this.articles = articles
    this.list.hidden = articles.length === 0
    this.input.setAttribute('aria-expanded', String(articles.length > 0))
    this.list.replaceChildren(...articles.map((article, i) => this.option(article, i)))
    this.goTo(-1)
  }

  private option(article: Suggestion, i: number): HTMLElement {
    return element(
      'li',
      {
        id: `${LIST}-${i}`,
        role: 'option',
        dir: 'auto',
        // The field keeps the focus.
        onmousedown: (event) => event.preventDefault(),
        onclick: () => this.choose(article),
      },
      article.title,
      ' ',
      element('span', { class: 'quiet' }, article.date),
    )
  }

  private keydown(event: KeyboardEvent): void {
    if (isComposing(event) || this.articles.length === 0) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const { length } = this.articles
    // Before the first and after the last is the field itself.
    this.goTo(((this.at + 1 + step + length + 1) % (length + 1)) - 1)
  }

  private goTo(at: number): void {
    this.at = at
    for (const [i, option] of [...this.list.children].entries()) {
      option.setAttribute('aria-selected', String(i === at))
      if (i === at) option.scrollIntoView({ block: 'nearest' })
    }
    if (at < 0) this.input.removeAttribute('aria-activedescendant')
    else this.input.setAttribute('aria-activedescendant', `${LIST}-${at}`)
  }
}
