/** The outline above the text: its headings, each of which leads to its place. */
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { element } from '../elements'
import { goTo } from './go-to'
import { type Heading, outlineOf } from './outline'
import { soon } from './soon'
import { WORDS } from './words'

/** Fewer headings make no outline. */
const FEWEST = 2

export const outlineList = () =>
  new Plugin({
    view(view) {
      const list = element('ol')
      const nav = element('nav', { 'aria-label': WORDS.outline }, list)
      const dom = element(
        'details',
        { class: 'outline', hidden: true },
        element('summary', {}, WORDS.outline),
        nav,
      )
      view.dom.before(dom)
      let drawn = ''
      const draw = () => {
        const headings = outlineOf(view.state.doc)
        dom.hidden = headings.length < FEWEST
        // Their places are looked up when they are gone to.
        const next = JSON.stringify(headings.map(({ at: _, ...heading }) => heading))
        if (next === drawn) return
        drawn = next
        list.replaceChildren(...headings.map((heading, i) => item(view, heading, i)))
      }
      const later = soon(draw)
      draw()
      return {
        update(_, { doc }) {
          if (view.state.doc !== doc) later()
        },
        destroy: () => dom.remove(),
      }
    },
  })

function item(view: EditorView, { level, text, skipped }: Heading, i: number): HTMLElement {
  const go = () => {
    const heading = outlineOf(view.state.doc)[i]
    if (heading) goTo(view, heading.at)
  }
  const button = element(
    'button',
    { type: 'button', class: 'plain', onclick: go },
    text || WORDS.noText,
  )
  const hint =
    skipped === null ? [] : [' ', element('span', { class: 'quiet' }, WORDS.skipped(skipped))]
  return element('li', { class: `level-${level}` }, button, ...hint)
}
