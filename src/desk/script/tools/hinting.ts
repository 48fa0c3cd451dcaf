/** Hints to the punctuation, shown in the text: a plugin that keeps them. */
import type { Node } from 'prosemirror-model'
import { Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { AROUND, type Hint, nameOf, type ShownHint } from './hint'
import { replaceAll } from './replace'
import { afterwards } from './soon'

interface Hinting {
  /** Each has its `ShownHint` as its `spec`. */
  marks: DecorationSet
  /** Names of hints that the editor does not want to see. */
  ignored: ReadonlySet<string>
}

type Order = { isOn: boolean } | { ignore: string }

/** What finds them: loaded for the first text that is looked at. Texts in other languages do without. */
let find: typeof import('./document-hints').hintsInDocument | null = null

const KEY = new PluginKey<Hinting>('hinting')
/** In milliseconds since the last change: who is typing has not finished the sentence. */
const PAUSE = 600

/** The hints that are shown, in order. */
export function hintsShown({ state }: EditorView): ShownHint[] {
  const marks = KEY.getState(state)?.marks.find() ?? []
  return marks
    .map(({ from, to, spec }) => ({ ...(spec as ShownHint), from, to }))
    .sort((a, b) => a.from - b.from)
}

/** Mends what can be, as one change. */
export function mend(view: EditorView, hints: ShownHint[]): void {
  const { tr } = view.state
  const mended = hints.flatMap(({ from, to, fix }) =>
    fix === null ? [] : [{ from, to, text: fix }],
  )
  view.dispatch(look(replaceAll(tr, mended), true))
}

/** Shows a hint no more, as long as the page is open. */
export const ignore = ({ state, dispatch }: EditorView, hint: ShownHint): void =>
  dispatch(state.tr.setMeta(KEY, { ignore: nameOf(hint) } satisfies Order))

const look = (tr: Transaction, isOn: boolean) => tr.setMeta(KEY, { isOn } satisfies Order)

function withSurroundings(doc: Node, hint: Hint): ShownHint {
  const $from = doc.resolve(hint.from)
  const textOf = (from: number, to: number) => doc.textBetween(from, to, '', ' ')
  return {
    ...hint,
    before: textOf(Math.max($from.start(), hint.from - AROUND), hint.from),
    text: textOf(hint.from, hint.to),
    after: textOf(hint.to, Math.min($from.end(), hint.to + AROUND)),
  }
}

function marksFor(doc: Node, ignored: ReadonlySet<string>): DecorationSet {
  const hints = (find?.(doc) ?? [])
    .map((hint) => withSurroundings(doc, hint))
    .filter((hint) => !ignored.has(nameOf(hint)))
  return DecorationSet.create(
    doc,
    hints.map((hint) => Decoration.inline(hint.from, hint.to, { class: 'hinted' }, hint)),
  )
}

function apply(tr: Transaction, { marks, ignored }: Hinting): Hinting {
  const order = tr.getMeta(KEY) as Order | undefined
  if (!order) return { marks: marks.map(tr.mapping, tr.doc), ignored }
  if ('ignore' in order) {
    const more = new Set([...ignored, order.ignore])
    return { marks: marksFor(tr.doc, more), ignored: more }
  }
  return { marks: order.isOn ? marksFor(tr.doc, ignored) : DecorationSet.empty, ignored }
}

/**
 * The plugin. `isOn` says whether the text is one to give hints to, and `listen` has it look anew whenever that
 * may have changed; `changed` follows when other hints are shown.
 */
export const hinting = (
  isOn: () => boolean,
  listen: (look: () => void) => void,
  changed: (view: EditorView | null) => void,
) => {
  let again = () => {}
  listen(() => again())
  return new Plugin<Hinting>({
    key: KEY,
    state: { init: () => ({ marks: DecorationSet.empty, ignored: new Set() }), apply },
    props: { decorations: (state) => KEY.getState(state)?.marks },
    view(view) {
      // Never while somebody composes: what is drawn anew there would end it.
      const later = afterwards(async () => {
        if (isOn()) find ??= (await import('./document-hints')).hintsInDocument
        if (view.isDestroyed) return
        if (view.composing) later.again()
        else view.dispatch(look(view.state.tr, isOn()))
      }, PAUSE)
      again = later.again
      later.again()
      return {
        update(_, before) {
          if (view.state.doc !== before.doc) later.again()
          if (KEY.getState(view.state) !== KEY.getState(before)) changed(view)
        },
        destroy() {
          later.stop()
          again = () => {}
          changed(null)
        },
      }
    },
  })
}
