/** A text to paste into, with nothing of the desk around it. Bundled by desk-pasting.test.ts. */
import { history, redo, undo } from 'prosemirror-history'
import type { Node } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { cleanPasted } from '../../../src/desk/script/pasting/clean'
import { copyForWeixin } from '../../../src/desk/script/pasting/copying'
import { readInert, withStyles } from '../../../src/desk/script/pasting/inert'
import { pasting } from '../../../src/desk/script/pasting/pasting'
import { dressForWeixin, type Site } from '../../../src/desk/script/pasting/weixin-styles'
import { insertPictures } from '../../../src/desk/script/pictures/arriving'
import { parse } from '../../../src/desk/script/text/parse'
import { serialize } from '../../../src/desk/script/text/serialize'
import { pictureView } from '../../../src/desk/script/writing/pictures'

const place = document.querySelector('#text') as HTMLElement
const form = document.querySelector('form') as HTMLFormElement

let view: EditorView

const files = (given: [name: string, type: string, base64: string][]) =>
  given.map(([name, type, text]) => {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    return new File([bytes], name, { type })
  })

function transferOf(data: Record<string, string>, given: Parameters<typeof files>[0]) {
  const transfer = new DataTransfer()
  for (const [type, text] of Object.entries(data)) transfer.setData(type, text)
  for (const file of files(given)) transfer.items.add(file)
  return transfer
}

const desk = {
  cleanPasted,
  begin(source: string) {
    view?.destroy()
    place.replaceChildren()
    const doc = parse(source) as Node
    const state = EditorState.create({ doc, plugins: [...pasting(form), history()] })
    view = new EditorView(place, { state, nodeViews: { image: pictureView } })
    view.focus()
    desk.select(-1)
  },
  /** Where a text begins; -1 for the end. */
  select(at: number) {
    const { doc, tr } = view.state
    const near = doc.resolve(at < 0 ? doc.content.size : at)
    view.dispatch(tr.setSelection(TextSelection.near(near, at < 0 ? -1 : 1)))
  },
  selectAll() {
    const { tr, doc } = view.state
    view.dispatch(
      tr.setSelection(TextSelection.between(doc.resolve(0), doc.resolve(doc.content.size))),
    )
  },
  paste(data: Record<string, string>, given: Parameters<typeof files>[0] = []) {
    const clipboardData = transferOf(data, given)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    view.dom.dispatchEvent(event)
  },
  drop(given: Parameters<typeof files>[0], at: number) {
    const { left, top } = view.coordsAtPos(at)
    const dataTransfer = transferOf({}, given)
    const where = { clientX: left + 1, clientY: top + 1 }
    view.dom.dispatchEvent(
      new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true, ...where }),
    )
  },
  copied() {
    const { dom } = view.serializeForClipboard(view.state.selection.content())
    return dom.innerHTML
  },
  insert: (given: Parameters<typeof files>[0]) =>
    insertPictures(view, files(given), view.state.selection.to),
  type: (text: string) => view.dispatch(view.state.tr.insertText(text)),
  markdown: () => serialize(view.state.doc),
  json: () => JSON.stringify(view.state.doc),
  close: () => view.destroy(),
  source: () => (form.elements.namedItem('body') as HTMLTextAreaElement).value,
  undo: () => undo(view.state, view.dispatch),
  redo: () => redo(view.state, view.dispatch),
  seen: (html: string) => readInert(html).textContent,
  /** The words of pages, as a browser reads them and as we do. It moves what stands wrongly in a table. */
  seenAndLeft: (pages: string[]) =>
    pages.map((html) => [desk.seen(html), desk.seen(cleanPasted(html))] as const),
  dressed(html: string, site: Site) {
    const body = readInert(html)
    dressForWeixin(body, site)
    return withStyles(body)
  },
  copyForWeixin: () => copyForWeixin(form),
}

export type Harness = typeof desk

Object.assign(window, { desk })
