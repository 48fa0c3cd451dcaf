/** Tables: made, and changed row by row and column by column. Their first row is their head, as Markdown has it. */
import type { Node } from 'prosemirror-model'
import { type Command, TextSelection } from 'prosemirror-state'
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
  selectedRect,
} from 'prosemirror-tables'
import { schema } from '../text/schema'
import { WORDS } from './words'

const ROWS = 3
const COLUMNS = 3

/** A table of three by three in place of the selection. */
export const insertTable: Command = (state, dispatch) => {
  if (isInTable(state)) return false
  const { table, table_row, table_cell, table_header } = schema.nodes
  const row = (type: typeof table_cell) =>
    table_row.create(
      null,
      Array.from({ length: COLUMNS }, () => type.createAndFill() as Node),
    )
  const rows = Array.from({ length: ROWS }, (_, i) => row(i === 0 ? table_header : table_cell))
  const tr = state.tr.replaceSelectionWith(table.create(null, rows))
  tr.setSelection(TextSelection.near(tr.doc.resolve(state.selection.from + 1)))
  dispatch?.(tr.scrollIntoView())
  return true
}

/** A row above the head would be a second head: below it is where there is room. */
const addRowAbove: Command = (state, dispatch) => {
  if (!isInTable(state)) return false
  return selectedRect(state).top === 0
    ? addRowAfter(state, dispatch)
    : addRowBefore(state, dispatch)
}

/** Markdown has no table without a head. */
const removeRow: Command = (state, dispatch) =>
  isInTable(state) && selectedRect(state).top > 0 && deleteRow(state, dispatch)

/** Aligns a whole column: Markdown says it once, below the head. */
const align =
  (value: 'left' | 'center' | 'right'): Command =>
  (state, dispatch) => {
    if (!isInTable(state)) return false
    const { map, tableStart, left, right } = selectedRect(state)
    const { tr } = state
    for (let row = 0; row < map.height; row++) {
      for (let column = left; column < right; column++) {
        const at = tableStart + (map.map[row * map.width + column] ?? 0)
        const cell = tr.doc.nodeAt(at)
        if (!cell) continue
        tr.setNodeAttribute(at, 'align', cell.attrs.align === value ? null : value)
      }
    }
    dispatch?.(tr)
    return true
  }

/** What can be done within a table. */
export const TABLE_ACTS: { label: string; run: Command }[] = [
  { label: WORDS.rowAbove, run: addRowAbove },
  { label: WORDS.rowBelow, run: addRowAfter },
  { label: WORDS.columnBefore, run: addColumnBefore },
  { label: WORDS.columnAfter, run: addColumnAfter },
  { label: WORDS.alignStart, run: align('left') },
  { label: WORDS.alignCenter, run: align('center') },
  { label: WORDS.alignEnd, run: align('right') },
  { label: WORDS.removeRow, run: removeRow },
  { label: WORDS.removeColumn, run: deleteColumn },
  { label: WORDS.removeTable, run: deleteTable },
]
