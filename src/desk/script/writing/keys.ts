/** What keys do. ProseMirror asks none of it while somebody composes. */
import {
  baseKeymap,
  chainCommands,
  exitCode,
  joinTextblockBackward,
  selectNodeBackward,
} from 'prosemirror-commands'
import { undoInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list'
import type { Command, Plugin } from 'prosemirror-state'
import { goToNextCell } from 'prosemirror-tables'
import { schema } from '../text/schema'
import { ACTS, type Act } from './acts'

const { list_item } = schema.nodes

/** In a cell, Enter does not split it: Markdown has one line there. */
const stayInCell: Command = ({ selection: { $from } }) =>
  /^table_/.test($from.parent.type.name) || /^table_/.test($from.node(-1)?.type.name ?? '')

const acts: Record<string, Command> = Object.fromEntries(
  Object.values<Act>(ACTS).flatMap(({ keys, run }) => keys.map((key) => [key, run])),
)

export const keys: Plugin[] = [
  keymap({
    ...acts,
    'Shift-Enter': chainCommands(exitCode, ACTS.lineBreak.run),
    'Mod-Enter': chainCommands(exitCode, ACTS.lineBreak.run),
    Backspace: chainCommands(undoInputRule, joinTextblockBackward, selectNodeBackward),
    Enter: chainCommands(stayInCell, splitListItem(list_item)),
    Tab: chainCommands(goToNextCell(1), sinkListItem(list_item)),
    'Shift-Tab': chainCommands(goToNextCell(-1), liftListItem(list_item)),
  }),
  keymap(baseKeymap),
]
