/** Pasting and dropping into the text of an article. */
import type { Node } from 'prosemirror-model'
import { type EditorState, Plugin, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { arriving, insertPictures, isPicture, takeOut } from '../pictures/arriving'
import { bringing, want } from '../pictures/bringing'
import { say } from '../pictures/saying'
import { WORDS } from '../pictures/words'
import { fileOf } from './data'
import { readInert } from './inert'
import { relabelled } from './labels'
import { readPlain } from './plain'

/** The plugins that take in what is pasted into the text of a form and dropped there, and the pictures in it. */
export const pasting = (form: HTMLFormElement): Plugin[] => [
  arriving(form),
  bringing(form),
  taking(),
]

/** Loaded with what is pasted or dropped first. */
let cleaning: { cleanPasted(html: string): string } | null = null

/** Without a network what is pasted is kept as it is: of that, too, only what the schema knows gets into the text. */
async function loadCleaning(): Promise<void> {
  cleaning ??= await import('./clean').catch(() => ({ cleanPasted: (html: string) => html }))
}

const cleanPasted = (html: string) => cleaning?.cleanPasted(html) ?? html

/** Takes what is pasted now, and pastes it once it can be cleaned: a clipboard can be read within its event only. */
function pasteLater(view: EditorView, event: ClipboardEvent): boolean {
  const data = event.clipboardData
  const html = data?.getData('text/html')
  if (cleaning || !data || !html) return false
  const kept = new DataTransfer()
  for (const type of data.types) if (type !== 'Files') kept.setData(type, data.getData(type))
  for (const file of data.files) kept.items.add(file)
  event.preventDefault()
  void loadCleaning().then(() => {
    const again = new ClipboardEvent('paste', { clipboardData: kept, cancelable: true })
    view.dom.dispatchEvent(again)
  })
  return true
}

const taking = () =>
  new Plugin({
    props: {
      handleDOMEvents: {
        paste: pasteLater,
        dragenter: () => void loadCleaning(),
      },
      transformPastedHTML(html, view) {
        const lost = html.match(/<img\b[^>]*\bsrc\s*=\s*["']?file:/gi)?.length ?? 0
        if (lost > 0) say(view.dom, WORDS.unreachable(lost))
        return cleanPasted(html)
      },
      clipboardTextParser: (text, _, isPlain) => readPlain(text, isPlain),
      // What is only moved keeps its name.
      transformPasted: (slice, view) => (view.dragging ? slice : relabelled(slice, view.state.doc)),
      handlePaste(view, { clipboardData }) {
        // An editor of code gives lines in colours beside the text that they are.
        if (clipboardData?.types.includes('vscode-editor-data')) {
          return view.pasteText(clipboardData.getData('text/plain'))
        }
        const files = filesIn(clipboardData)
        if (files.length === 0 || hasWords(clipboardData)) return false
        insertPictures(view, files, view.state.selection.to)
        return true
      },
      handleDrop(view, event, _, isMoved) {
        const files = [...(event.dataTransfer?.files ?? [])]
        if (isMoved || files.length === 0) return false
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos
        insertPictures(view, files, at ?? view.state.doc.content.size)
        event.preventDefault()
        return true
      },
    },
    appendTransaction: (done, _, state) => takePictures(done, state),
  })

const filesIn = (data: DataTransfer | null) => [...(data?.files ?? [])].filter(isPicture)

/** Word puts a drawing of the text beside the text: the text is what was copied. */
function hasWords(data: DataTransfer | null): boolean {
  const html = data?.getData('text/html') ?? ''
  if (html)
    return Boolean(
      readInert(cleanPasted(html))
        .textContent?.replace(/^\s*\[picture\]\s*$|^［图片］$/, '')
        .trim(),
    )
  return Boolean(data?.getData('text/plain').trim())
}

/** What came in with a paste or a drop: pictures with their bytes are sent, those from elsewhere fetched. */
function takePictures(done: readonly Transaction[], state: EditorState): Transaction | null {
  const came = done.filter(
    (tr) => tr.getMeta('paste') || /^(paste|drop)$/.test(tr.getMeta('uiEvent') ?? ''),
  )
  if (came.length === 0) return null
  const found = imagesIn(state, rangesOf(done, came))
  const held = found.flatMap(({ at, image }) => {
    const file = fileOf(String(image.attrs.src))
    return file ? [{ at, image, file }] : []
  })
  const away = found.flatMap(({ image }) =>
    /^https?:/i.test(image.attrs.src) ? [String(image.attrs.src)] : [],
  )
  if (held.length === 0 && away.length === 0) return null
  const { tr } = state
  if (held.length > 0) takeOut(tr, held)
  want(tr, [...new Set(away)])
  return tr
}

/** What these transactions put in, as places of the text after all of them. */
function rangesOf(done: readonly Transaction[], came: Transaction[]): [number, number][] {
  return came.flatMap((tr) => {
    const later = done.slice(done.indexOf(tr) + 1)
    const after = (at: number) => later.reduce((place, { mapping }) => mapping.map(place), at)
    return tr.mapping.maps.flatMap((map, i) => {
      const ranges: [number, number][] = []
      const rest = tr.mapping.slice(i + 1)
      map.forEach((_from, _to, from, to) => {
        ranges.push([after(rest.map(from, -1)), after(rest.map(to))])
      })
      return ranges
    })
  })
}

function imagesIn({ doc }: EditorState, ranges: [number, number][]) {
  const found = new Map<number, Node>()
  for (const [from, to] of ranges) {
    doc.nodesBetween(from, Math.min(to, doc.content.size), (node, at) => {
      if (node.type.name === 'image' && at >= from && at < to) found.set(at, node)
    })
  }
  return [...found].map(([at, image]) => ({ at, image })).sort((a, b) => a.at - b.at)
}

/** For a toolbar: asks for picture files, and puts them in at the selection. */
export function choosePictures(view: EditorView): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = 'image/*'
  input.multiple = true
  input.onchange = () => insertPictures(view, input.files ?? [], view.state.selection.to)
  input.click()
}
