/**
 * Pictures on their way into the text. Until they are kept, a mark stands where each will be: nothing of it is
 * in the document, so what is saved meanwhile is whole, and undoing takes back the picture alone.
 */
import type { Node } from 'prosemirror-model'
import { type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { element } from '../elements'
import { schema } from '../text/schema'
import { askWhatItShows } from './asking'
import { say } from './saying'
import { changeSource } from './source'
import { type Refused, type Uploaded, uploadPicture } from './upload'
import { WORDS } from './words'

interface Arrival {
  /** Who came first is put in first. */
  number: number
  file: File
  alt: string | null
  title: string | null
  /** Whether it is to be a paragraph of its own. */
  isAlone: boolean
  mark: HTMLElement
  bar: HTMLProgressElement
}

interface Change {
  add?: { at: number; arrival: Arrival }[]
  gone?: Arrival
}

const key = new PluginKey<DecorationSet>('arriving')

/** The marks of pictures that arrive in the text of a form. */
export function arriving(form: HTMLFormElement): Plugin {
  const started = new WeakSet<Arrival>()
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, marks) => changed(tr, marks.map(tr.mapping, tr.doc)),
    },
    props: { decorations: (state) => key.getState(state) },
    view: () => ({
      update(view) {
        const all =
          key
            .getState(view.state)
            ?.find()
            .map(({ spec }) => spec.arrival as Arrival) ?? []
        const fresh = all
          .filter((arrival) => !started.has(arrival))
          .sort((a, b) => a.number - b.number)
        for (const arrival of fresh) started.add(arrival)
        if (fresh.length > 0) void bringIn(form, view, fresh)
      },
    }),
  })
}

function changed(tr: Transaction, marks: DecorationSet): DecorationSet {
  const change = tr.getMeta(key) as Change | undefined
  if (!change) return marks
  const gone = marks.find(undefined, undefined, (spec) => spec.arrival === change.gone)
  const added = (change.add ?? []).map(({ at, arrival }) =>
    Decoration.widget(at, arrival.mark, { arrival, ignoreSelection: true }),
  )
  return marks.remove(gone).add(tr.doc, added)
}

/** Sends them, two at a time, and puts each in its place in the order in which they came. */
async function bringIn(
  form: HTMLFormElement,
  view: EditorView,
  arrivals: Arrival[],
): Promise<void> {
  const sent = arrivals.map((arrival) =>
    uploadPicture(arrival.file, {
      alt: arrival.alt,
      onProgress: (share) => {
        arrival.bar.value = share
      },
    }),
  )
  for (const [i, arrival] of arrivals.entries()) {
    const kept = await (sent[i] as Promise<Uploaded | Refused>)
    if (view.isDestroyed) {
      if ('hash' in kept) changeSource(form, (source) => atEnd(source, kept.hash))
      continue
    }
    const tr = view.state.tr.setMeta(key, { gone: arrival } satisfies Change)
    const at = placeOf(view.state, arrival)
    if ('hash' in kept && at !== null) insert(tr, at, imageOf(arrival, kept), arrival.isAlone)
    view.dispatch(tr)
    if ('faults' in kept) say(view.dom, WORDS.notTaken(arrival.file.name, kept.faults.join(' ')))
    else if (at !== null && arrival.alt === null) askWhatItShows(view, kept)
  }
}

/** Its place is not known any more: better at the end than nowhere. */
const atEnd = (source: string, hash: string) =>
  `${source.trimEnd()}\n\n![](picture:${hash})\n`.trimStart()

const imageOf = ({ alt, title }: Arrival, { hash, alt: known }: Uploaded): Node =>
  // What the library says of it already need not be said again.
  schema.nodes.image.create({ src: `picture:${hash}`, alt: known === null ? alt : null, title })

/** Null where what it stood in was removed meanwhile. */
const placeOf = (state: EditorState, arrival: Arrival): number | null =>
  key.getState(state)?.find(undefined, undefined, (spec) => spec.arrival === arrival)[0]?.from ??
  null

function insert(tr: Transaction, at: number, image: Node, isAlone: boolean): void {
  const place = isAlone ? besideText(tr.doc, at) : at
  const { parent } = tr.doc.resolve(place)
  const isInline = parent.inlineContent && !parent.type.spec.code
  tr.insert(place, isInline ? image : schema.nodes.paragraph.create(null, image))
}

let count = 0

function arrivalOf(file: File, { alt, title }: Node['attrs'], isAlone: boolean): Arrival {
  const bar = element('progress', { max: '1', value: '0', 'aria-label': WORDS.sending(file.name) })
  const mark = element('span', { class: 'arriving', contenteditable: 'false' }, bar)
  return { number: ++count, file, alt, title, isAlone, mark, bar }
}

/**
 * Sends picture files to the newsroom, and puts each into the text as a paragraph of its own, at or after
 * `position`; in a table, into the cell. Other files are told.
 */
export function insertPictures(view: EditorView, files: Iterable<File>, position: number): void {
  const all = [...files]
  const pictures = all.filter(isPicture)
  const others = all.filter((file) => !isPicture(file))
  if (others.length > 0) say(view.dom, WORDS.noPictures(others.map(({ name }) => name)))
  if (pictures.length === 0) return
  const first = besideText(view.state.doc, position)
  const $first = view.state.doc.resolve(first)
  // An empty paragraph takes one, and the others come after it.
  const next = $first.parent.inlineContent && !isCell($first.parent) ? $first.after() : first
  const add = pictures.map((file, i) => ({
    at: i === 0 ? first : next,
    arrival: arrivalOf(file, UNSAID, true),
  }))
  view.dispatch(view.state.tr.setMeta(key, { add } satisfies Change))
}

const UNSAID = { alt: null, title: null }

/** What its bytes are, the newsroom sees. */
export const isPicture = ({ type, name }: File): boolean =>
  type.startsWith('image/') || /\.(jpe?g|png|gif|webp|avif|hei[cf])$/i.test(name)

const isCell = ({ type }: Node) =>
  type === schema.nodes.table_cell || type === schema.nodes.table_header

/** Where a picture can stand by itself: in an empty paragraph, or after the text at `position`. */
function besideText(doc: Node, position: number): number {
  const $at = doc.resolve(position)
  const { parent } = $at
  if (!parent.inlineContent) return position
  if (isCell(parent) || (parent.type === schema.nodes.paragraph && parent.content.size === 0))
    return position
  return $at.parentOffset === 0 && parent.content.size > 0 ? $at.before() : $at.after()
}

/** Takes pictures that are in the text with all their bytes (`data:`) out of it, and sends them. In their order. */
export function takeOut(tr: Transaction, found: { at: number; image: Node; file: File }[]): void {
  const add = found.map(({ at, image, file }) => {
    const place = tr.mapping.map(at)
    tr.delete(place, place + image.nodeSize)
    return { at: place, arrival: arrivalOf(file, image.attrs, false) }
  })
  tr.setMeta(key, { add } satisfies Change)
}
