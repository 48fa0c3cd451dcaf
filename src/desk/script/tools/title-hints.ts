/** Hints to the punctuation of the title. */
import { AROUND, nameOf, type ShownHint } from './hint'
import { HintList } from './hint-list'
import { afterwards } from './soon'
import { WORDS } from './words'

/** In milliseconds, as with the text. */
const PAUSE = 600

/** Puts the list below the title's field. Gives what looks again, when the language may have changed. */
export function titleHints(input: HTMLInputElement, isOn: () => boolean): () => void {
  const ignored = new Set<string>()
  const list = new HintList(WORDS.titleHints, {
    goTo({ from, to }) {
      input.focus()
      input.setSelectionRange(from, to)
    },
    mend(hints) {
      for (const { from, to, fix } of hints.toReversed()) {
        if (fix !== null) input.setRangeText(fix, from, to)
      }
      input.dispatchEvent(new Event('input', { bubbles: true }))
      look()
    },
    ignore(hint) {
      ignored.add(nameOf(hint))
      look()
    },
  })
  const look = async () => {
    const hints = isOn() ? await hintsTo(input) : []
    list.show(hints.filter((hint) => !ignored.has(nameOf(hint))))
  }
  input.after(list.dom)
  input.addEventListener('input', afterwards(look, PAUSE).again)
  look()
  return look
}

async function hintsTo(input: HTMLInputElement): Promise<ShownHint[]> {
  const { hintsIn } = await import('./hints')
  const title = input.value
  return hintsIn(title, true).map((hint) => ({
    ...hint,
    before: title.slice(Math.max(0, hint.from - AROUND), hint.from),
    text: title.slice(hint.from, hint.to),
    after: title.slice(hint.to, hint.to + AROUND),
  }))
}
