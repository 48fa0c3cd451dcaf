/** The line below the text that says how long it is. */
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { element } from '../elements'
import {
  type Count,
  countNode,
  countRange,
  countSource,
  lengthOf,
  lengthWithoutMarks,
  minutesToRead,
} from './count'
import { soon } from './soon'
import { shown, WORDS } from './words'

const ROWS: [label: string, of: (count: Count) => number][] = [
  [WORDS.withoutMarks, lengthWithoutMarks],
  [WORDS.han, ({ han }) => han],
  [WORDS.words, ({ words }) => words],
  [WORDS.numbers, ({ numbers }) => numbers],
  [WORDS.marks, ({ marks }) => marks],
  [WORDS.otherMarks, ({ otherMarks }) => otherMarks],
  [WORDS.paragraphs, ({ paragraphs }) => paragraphs],
  [WORDS.pictures, ({ pictures }) => pictures],
]

/** Puts the line below the text's field. It counts what is in the view while there is one, and else the source. */
export function countLine(field: HTMLTextAreaElement): Plugin {
  // It has a name before anything is counted: that waits until there is time.
  const summary = element('summary', {}, WORDS.count(shown(0), 0))
  const values = ROWS.map(() => element('dd'))
  const rows = ROWS.map(([label], i) =>
    element('div', {}, element('dt', {}, label), values[i] as Node),
  )
  const line = element(
    'details',
    { class: 'count' },
    summary,
    element('dl', {}, ...rows),
    element('p', { class: 'hint' }, WORDS.countHint),
  )
  field.after(line)

  let view: EditorView | null = null
  const count = soon(() => {
    const { whole, part } = view ? countsOf(view) : sourceCounts(field)
    const length = shown(lengthOf(whole))
    summary.textContent = part
      ? WORDS.countOfSelection(shown(lengthOf(part)), length)
      : WORDS.count(length, minutesToRead(whole))
    for (const [i, [, of]] of ROWS.entries()) {
      const value = values[i] as HTMLElement
      value.textContent = shown(of(part ?? whole))
    }
  })
  for (const event of ['input', 'select']) field.addEventListener(event, count)
  count()
  return new Plugin({
    view(opened) {
      view = opened
      count()
      return {
        update: count,
        destroy() {
          view = null
          count()
        },
      }
    },
  })
}

interface Counts {
  whole: Count
  /** What is selected. */
  part: Count | null
}

function countsOf({ state: { doc, selection } }: EditorView): Counts {
  const { from, to, empty } = selection
  return { whole: countNode(doc), part: empty ? null : countRange(doc, from, to) }
}

function sourceCounts({
  value,
  selectionStart: from,
  selectionEnd: to,
}: HTMLTextAreaElement): Counts {
  return {
    whole: countSource(value),
    part: from === to ? null : countSource(value.slice(from, to)),
  }
}
