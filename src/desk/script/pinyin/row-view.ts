/** One word of the panel: in its sentence, with a choice for each character, and whether to remember that. */
import { tidySyllables } from '../../../articles/body/pinyin'
import { element } from '../elements'
import type { Character, Row } from './rows'
import { WORDS } from './words'

/** What no reading is: the editor writes one. */
const OTHER = '…'

let made = 0

export class RowView {
  readonly dom: HTMLElement
  private readonly take: HTMLInputElement
  private readonly typed: HTMLInputElement[] = []
  private readonly memory: HTMLElement
  private readonly remember: HTMLInputElement
  private readonly word: HTMLInputElement
  private readonly pinyin: HTMLInputElement

  constructor(
    private readonly row: Row,
    find: () => void,
  ) {
    const id = `pinyin-${++made}`
    this.take = element('input', {
      type: 'checkbox',
      'aria-label': WORDS.take(row.word),
      onchange: () => {
        row.isTaken = this.take.checked
        this.update()
      },
    })
    this.remember = element('input', { type: 'checkbox', id: `${id}-remember` })
    this.word = element('input', {
      type: 'text',
      'aria-label': WORDS.rememberWord,
      autocomplete: 'off',
      value: row.word,
      oninput: () => this.readWord(),
    })
    this.pinyin = element('input', {
      type: 'text',
      'aria-label': WORDS.rememberPinyin,
      autocomplete: 'off',
      spellcheck: 'false',
    })
    this.memory = element(
      'div',
      { class: 'remember', hidden: true },
      element('label', { class: 'choice', for: this.remember.id }, this.remember, WORDS.remember),
      this.word,
      this.pinyin,
    )
    this.dom = element(
      'li',
      {},
      this.take,
      element(
        'button',
        { type: 'button', class: 'plain', onclick: find },
        row.before,
        element('strong', {}, row.word),
        row.after,
      ),
      element('div', { class: 'readings' }, ...this.choices()),
      this.memory,
    )
    this.update()
  }

  /** Shows what is so by now. */
  update(): void {
    this.take.checked = this.row.isTaken
    this.dom.classList.toggle('left', !this.row.isTaken)
    this.memory.hidden = !this.row.isTaken || !this.isCorrected()
    if (!this.memory.hidden) this.readWord()
  }

  focus(): void {
    ;(this.typed.find((input) => input.matches('[aria-invalid]')) ?? this.take).focus()
  }

  /** Whether all that was typed is pinyin; what is not is marked. */
  check(): boolean {
    if (!this.row.isTaken) return true
    let isGood = true
    for (const input of this.typed) {
      const isWrong = !input.hidden && input.value.trim() !== '' && !syllableIn(input.value)
      if (isWrong) input.setAttribute('aria-invalid', 'true')
      else input.removeAttribute('aria-invalid')
      input.title = isWrong ? WORDS.fault : ''
      isGood &&= !isWrong
    }
    return isGood
  }

  /** What is to be remembered; null: nothing. */
  remembered(): { word: string; pinyin: string } | null {
    if (this.memory.hidden || !this.remember.checked) return null
    return { word: this.word.value.trim(), pinyin: this.pinyin.value.trim() }
  }

  private isCorrected(): boolean {
    return this.row.characters.some(
      ({ isAsked, chosen, pinyin, present }) =>
        isAsked && chosen !== '' && chosen !== pinyin && chosen !== present,
    )
  }

  /** The pinyin of the word that is to be remembered, where it stands in the text. */
  private readWord(): void {
    const read = this.row.readingOf(this.word.value.trim())
    if (read !== null) this.pinyin.value = read
  }

  private choices(): HTMLElement[] {
    return this.row.characters.flatMap((character) =>
      character.isAsked ? [this.choice(character)] : [],
    )
  }

  private choice(character: Character): HTMLElement {
    const { word } = this.row
    const known = readingsFor(character)
    const typed = element('input', {
      type: 'text',
      class: 'typed',
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: 'false',
      'aria-label': WORDS.typedOf(character.character, word),
      oninput: () => {
        character.chosen = syllableIn(typed.value) ?? ''
        this.update()
      },
    })
    typed.hidden = known.length > 0
    const select = element('select', {
      'aria-label': WORDS.readingOf(character.character, word),
      onchange: () => {
        const isOther = select.value === OTHER
        typed.hidden = !isOther
        character.chosen = isOther ? (syllableIn(typed.value) ?? '') : select.value
        this.update()
        if (isOther) typed.focus()
      },
    })
    select.append(
      ...known.map((pinyin) => option(pinyin, labelOf(pinyin, character))),
      option('', WORDS.unread),
      option(OTHER, WORDS.other),
    )
    select.value = known.length > 0 ? character.chosen : OTHER
    this.typed.push(typed)
    return element('span', { class: 'reading' }, character.character, select, typed)
  }
}

const option = (value: string, text: string) => element('option', { value }, text)

const syllableIn = (text: string): string | null => {
  const syllables = tidySyllables(text)
  return syllables?.length === 1 ? (syllables[0] as string) : null
}

/** What it has, what is proposed, and what else it could be, each once. */
const readingsFor = ({ present, pinyin, others }: Character): string[] => [
  ...new Set([present ?? '', pinyin, ...others].filter((reading) => reading !== '')),
]

function labelOf(reading: string, { present, pinyin, source }: Character): string {
  if (reading === present) return WORDS.present(reading)
  return reading === pinyin && source === 'own' ? WORDS.own(reading) : reading
}
