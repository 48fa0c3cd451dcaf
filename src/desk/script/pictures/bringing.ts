/**
 * Pictures that came into the text with an address elsewhere: they are fetched into the newsroom's library, and
 * named from there. What cannot be fetched keeps its address, with a mark, and a sentence says so.
 */
import type { Node } from 'prosemirror-model'
import { type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { askWhatItShows } from './asking'
import { say } from './saying'
import { changeSource } from './source'
import { bringPicture, type Refused, type Uploaded } from './upload'
import { WORDS } from './words'

type State = 'wanted' | 'kept' | 'failed'
/** By address, what became of pictures. */
type Known = ReadonlyMap<string, { state: State; hash?: string }>

const key = new PluginKey<Known>('bringing')

/** Has pictures brought into the text of a form that `want` was called for. */
export function bringing(form: HTMLFormElement): Plugin {
  const started = new Set<string>()
  return new Plugin<Known>({
    key,
    state: {
      init: () => new Map(),
      apply(tr, known) {
        const change = tr.getMeta(key) as Known | undefined
        return change ? new Map([...known, ...change]) : known
      },
    },
    props: { decorations: marksIn },
    // What is undone and done again comes back as it was.
    appendTransaction: (done, _, state) =>
      done.some((tr) => tr.getMeta('history$')) ? named(state, state.tr) : null,
    view: () => ({
      update(view) {
        const wanted = [...(key.getState(view.state) ?? [])].flatMap(([src, { state }]) =>
          state === 'wanted' && !started.has(src) ? [src] : [],
        )
        for (const src of wanted) started.add(src)
        if (wanted.length > 0) void bringAll(form, view, wanted, started)
      },
    }),
  })
}

/** Has a transaction ask for the pictures at these addresses. */
export function want(tr: Transaction, sources: string[]): void {
  if (sources.length > 0) {
    tr.setMeta(key, new Map(sources.map((src) => [src, { state: 'wanted' as const }])))
  }
}

async function bringAll(
  form: HTMLFormElement,
  view: EditorView,
  sources: string[],
  started: Set<string>,
) {
  say(view.dom, WORDS.bringing(sources.length))
  const failed: { src: string; why: string }[] = []
  await Promise.all(
    sources.map(async (src) => {
      const kept = await bringPicture(src)
      if (!view.isDestroyed) settle(view, src, kept)
      else if ('hash' in kept) {
        changeSource(form, (source) => source.replaceAll(src, `picture:${kept.hash}`))
      }
      if ('hash' in kept) return
      failed.push({ src, why: kept.faults.join(' ') })
      // Pasted again, it is tried again.
      started.delete(src)
    }),
  )
  if (view.isDestroyed) return
  const reasons = [...new Set(failed.map(({ why }) => why))].join(' ')
  const addresses = failed.map(({ src }) => src)
  say(view.dom, failed.length > 0 ? WORDS.notBrought(addresses, reasons) : WORDS.brought)
}

function settle(view: EditorView, src: string, kept: Uploaded | Refused): void {
  const now =
    'hash' in kept ? { state: 'kept' as const, hash: kept.hash } : { state: 'failed' as const }
  view.dispatch(view.state.tr.setMeta(key, new Map([[src, now]])))
  const tr = named(view.state, view.state.tr)
  if (tr) view.dispatch(tr)
  if ('hash' in kept) askWhatItShows(view, kept)
}

/** Names the pictures that are kept by now: nothing that anybody would want to undo. Null where none is. */
function named(state: EditorState, tr: Transaction): Transaction | null {
  for (const { at, hash } of placesIn(state)) {
    if (hash) tr.setNodeAttribute(at, 'src', `picture:${hash}`)
  }
  return tr.docChanged ? tr.setMeta('addToHistory', false) : null
}

function placesIn(state: EditorState) {
  const known = key.getState(state) ?? new Map()
  const places: { at: number; image: Node; state: State; hash: string | undefined }[] = []
  if (known.size === 0) return places
  state.doc.descendants((node, at) => {
    const found = node.type.name === 'image' ? known.get(node.attrs.src) : undefined
    if (found) places.push({ at, image: node, state: found.state, hash: found.hash })
  })
  return places
}

/** Its address is shown where the picture cannot be: pages of the desk load nothing from elsewhere. */
function marksIn(state: EditorState): DecorationSet {
  const known = [...(key.getState(state)?.values() ?? [])]
  // With each key that is pressed: the text is not walked through for nothing.
  if (known.every(({ state }) => state === 'kept')) return DecorationSet.empty
  const marks = placesIn(state).flatMap(({ at, image, state }) =>
    state === 'kept'
      ? []
      : Decoration.node(at, at + image.nodeSize, {
          class: state === 'failed' ? 'not-brought' : 'bringing',
          'data-address': String(image.attrs.src),
        }),
  )
  return DecorationSet.create(state.doc, marks)
}
