/** What the toolbar and the keyboard can do to the text, by name. One table for both, and for its list. */
import { lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands'
import { redo, undo } from 'prosemirror-history'
import type { MarkType, NodeType } from 'prosemirror-model'
import { liftListItem, wrapInList } from 'prosemirror-schema-list'
import type { Command, EditorState } from 'prosemirror-state'
import { schema } from '../text/schema'
import { insertFootnote } from './footnotes'
import { insertTable } from './tables'
import { WORDS } from './words'

export interface Act {
  label: string
  /** As prosemirror-keymap names keys; `Mod` is Ctrl, or Cmd on a Mac. */
  keys: string[]
  run: Command
  /** Whether it is in force where the selection is. */
  isOn?: (state: EditorState) => boolean
}

const { marks, nodes } = schema

function hasMark(type: MarkType) {
  return ({ doc, storedMarks, selection: { from, to, empty, $from } }: EditorState) =>
    empty ? !!type.isInSet(storedMarks ?? $from.marks()) : doc.rangeHasMark(from, to, type)
}

const mark = (type: MarkType, label: string, ...keys: string[]): Act => ({
  label,
  keys,
  run: toggleMark(type),
  isOn: hasMark(type),
})

/** Whether the selection stands in a node of a kind. */
export function isIn(type: NodeType, { selection: { $from } }: EditorState): boolean {
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === type) return true
  return false
}

/** Into a quotation or a list, or out of it. */
const around = (
  type: NodeType,
  into: Command,
  out: Command,
  label: string,
  ...keys: string[]
): Act => ({
  label,
  keys,
  run: (state, dispatch, view) => (isIn(type, state) ? out : into)(state, dispatch, view),
  isOn: (state) => isIn(type, state),
})

const kind = (
  type: NodeType,
  attributes: Record<string, unknown>,
  label: string,
  key: string,
): Act => ({
  label,
  keys: [key],
  run: setBlockType(type, attributes),
  isOn: ({ selection: { $from, to } }) =>
    to <= $from.end() && $from.parent.hasMarkup(type, { ...$from.parent.attrs, ...attributes }),
})

const insertRule: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.horizontal_rule.create()).scrollIntoView())
  return true
}

/** A line break within a paragraph. */
const insertBreak: Command = (state, dispatch) => {
  if (state.selection.$from.parent.type.spec.code) return false
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView())
  return true
}

export const ACTS = {
  undo: { label: WORDS.undo, keys: ['Mod-z'], run: undo },
  redo: { label: WORDS.redo, keys: ['Mod-y', 'Mod-Shift-z'], run: redo },
  paragraph: kind(nodes.paragraph, {}, WORDS.paragraph, 'Mod-Alt-0'),
  heading2: kind(nodes.heading, { level: 2 }, WORDS.heading2, 'Mod-Alt-2'),
  heading3: kind(nodes.heading, { level: 3 }, WORDS.heading3, 'Mod-Alt-3'),
  heading4: kind(nodes.heading, { level: 4 }, WORDS.heading4, 'Mod-Alt-4'),
  strong: mark(marks.strong, WORDS.strong, 'Mod-b'),
  em: mark(marks.em, WORDS.em, 'Mod-i'),
  strike: mark(marks.strike, WORDS.strike, 'Mod-Shift-x'),
  code: mark(marks.code, WORDS.code, 'Mod-e'),
  quotation: around(
    nodes.blockquote,
    wrapIn(nodes.blockquote),
    lift,
    WORDS.quotation,
    'Mod-Shift-9',
  ),
  bullets: around(
    nodes.bullet_list,
    wrapInList(nodes.bullet_list, { tight: true }),
    liftListItem(nodes.list_item),
    WORDS.bullets,
    'Mod-Shift-8',
  ),
  numbers: around(
    nodes.ordered_list,
    wrapInList(nodes.ordered_list, { tight: true }),
    liftListItem(nodes.list_item),
    WORDS.numbers,
    'Mod-Shift-7',
  ),
  codeBlock: kind(nodes.code_block, {}, WORDS.codeBlock, 'Mod-Shift-\\'),
  rule: { label: WORDS.rule, keys: ['Mod-Shift--'], run: insertRule },
  table: { label: WORDS.insertTable, keys: [], run: insertTable },
  footnote: { label: WORDS.footnote, keys: ['Mod-Alt-f'], run: insertFootnote },
  lineBreak: { label: WORDS.lineBreak, keys: ['Shift-Enter', 'Mod-Enter'], run: insertBreak },
} satisfies Record<string, Act>
