/** Puts readings above a text: in one step, which can be undone. */
import type { Node } from 'prosemirror-model'
import type { EditorState, Transaction } from 'prosemirror-state'
import { rubyMark } from '../text/ruby-mark'
import { schema } from '../text/schema'
import type { Character, Row } from './rows'

const { ruby } = schema.marks

/**
 * Puts what was chosen in the rows that are taken above their characters, each with its own. `from` is the document
 * that the rows were made of: what has changed since is left alone. Null: nothing is to be done.
 */
export function applied(state: EditorState, from: Node, rows: Row[]): Transaction | null {
  const { tr } = state
  const moved = movedSince(from, state.doc)
  for (const { characters } of rows.filter(({ isTaken }) => isTaken)) {
    for (const shared of groupsOf(characters)) {
      const change = moved(shared)
      if (!change) continue
      const [first, last] = [shared[0] as Character, shared.at(-1) as Character]
      tr.removeMark(first.from + change.by, last.to + change.by, ruby)
      for (const { from, to, chosen } of shared) {
        if (chosen)
          tr.addMark(
            from + change.by,
            to + change.by,
            rubyMark(tr.doc, from + change.by, to + change.by, chosen),
          )
      }
    }
  }
  return tr.docChanged ? tr : null
}

/** Characters that are to change, with those that share their reading. */
function groupsOf(characters: Character[]): Character[][] {
  const groups: Character[][] = []
  for (const character of characters) {
    const last = groups.at(-1)
    if (character.ruby && last?.[0]?.ruby === character.ruby) last.push(character)
    else groups.push([character])
  }
  return groups.filter((group) =>
    group.some(({ isAsked, chosen, present }) => isAsked && chosen !== (present ?? '')),
  )
}

/** Where characters of one document stand in a later one; null where something changed. */
function movedSince(before: Node, now: Node) {
  const start = before.content.findDiffStart(now.content)
  const end = before.content.findDiffEnd(now.content)
  const by = now.content.size - before.content.size
  return (shared: Character[]): { by: number } | null => {
    if (start === null || end === null) return { by: 0 }
    if ((shared.at(-1)?.to ?? 0) <= start) return { by: 0 }
    return (shared[0]?.from ?? 0) >= Math.max(end.a, start) ? { by } : null
  }
}
