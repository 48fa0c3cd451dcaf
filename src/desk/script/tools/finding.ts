/** What is looked for in the text, and shown there: a plugin that keeps its places. */
import type { Node } from 'prosemirror-model'
import { Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { Finder, type Found, type Match, type Sought } from './find'
import { afterwards } from './soon'

export interface Finding extends Found {
  finder: Finder | null
  /** Which of the matches one stands at; -1: at none. */
  at: number
  all: DecorationSet
}

type Order = { seek: Sought | null; from: number } | { goTo: number } | 'again'

const KEY = new PluginKey<Finding>('finding')
const NOTHING: Finding = {
  finder: null,
  matches: [],
  isCut: false,
  at: -1,
  all: DecorationSet.empty,
}
/** In milliseconds: until then, what was found moves along with what is typed. */
const PAUSE = 300

export const findingIn = (view: EditorView): Finding => KEY.getState(view.state) ?? NOTHING

/** Looks for something from a place on, or for nothing any more. */
export const seek = (tr: Transaction, sought: Sought | null, from: number) =>
  tr.setMeta(KEY, { seek: sought, from } satisfies Order)

/** Goes to one of the matches. */
export const goToMatch = (tr: Transaction, goTo: number) =>
  tr.setMeta(KEY, { goTo } satisfies Order)

/** Looks for the same again: what was found has been replaced. */
export const seekAgain = (tr: Transaction) => tr.setMeta(KEY, 'again' satisfies Order)

function found(finder: Finder | null, doc: Node, from: number): Finding {
  if (!finder) return NOTHING
  const { matches, isCut } = finder.findIn(doc)
  const after = matches.findIndex((match) => match.from >= from)
  const at = after < 0 && matches.length > 0 ? 0 : after
  const all = DecorationSet.create(
    doc,
    matches.map((match) => Decoration.inline(match.from, match.to, { class: 'found' })),
  )
  return { finder, matches, isCut, at, all }
}

function apply(tr: Transaction, before: Finding): Finding {
  const order = tr.getMeta(KEY) as Order | undefined
  const here = before.matches[before.at]?.from ?? 0
  if (order === 'again') return found(before.finder, tr.doc, tr.mapping.map(here))
  if (order && 'goTo' in order) return { ...before, at: order.goTo }
  if (order) return found(order.seek && new Finder(order.seek), tr.doc, order.from)
  if (!tr.docChanged || !before.finder) return before
  const matches = before.matches.map(({ from, to }) => ({
    from: tr.mapping.map(from, 1),
    to: tr.mapping.map(to, -1),
  }))
  return { ...before, matches, all: before.all.map(tr.mapping, tr.doc) }
}

const isThere = (match: Match | undefined): match is Match => !!match && match.from < match.to

export const finding = () =>
  new Plugin<Finding>({
    key: KEY,
    state: { init: () => NOTHING, apply },
    props: {
      decorations(state) {
        const { matches, at, all } = KEY.getState(state) ?? NOTHING
        const match = matches[at]
        if (!isThere(match)) return all
        return all.add(state.doc, [
          Decoration.inline(match.from, match.to, { class: 'found-here' }),
        ])
      },
    },
    view(view) {
      // Never while somebody composes: what is drawn anew there would end it.
      const later = afterwards(() => {
        if (view.composing) later.again()
        else view.dispatch(seekAgain(view.state.tr))
      }, PAUSE)
      return {
        update(_, { doc }) {
          if (findingIn(view).finder && view.state.doc !== doc) later.again()
        },
        destroy: later.stop,
      }
    },
  })
