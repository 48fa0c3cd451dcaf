/** Tables without merged cells, as Markdown has them: each row with a cell for each column. */
import { nameOf } from './styles'

export interface Cell {
  /** Null where none is. */
  cell: Element | null
  /** It stands above, and goes on to here. */
  isText: boolean
}

/** And rows that a cell may be merged over: no table of an article has more. */
const MOST_COLUMNS = 100

/**
 * A table's rows, all equally long, without empty rows and columns; and what comes before it: its caption,
 * and a first row that is one cell across, which is a caption too. A cell merged over several rows stands in
 * each (every row can be read by itself), one over several columns in the first.
 */
export function rowsOf(table: Element): { before: Element[]; rows: Cell[][] } {
  const before = [...table.querySelectorAll(':scope > caption')]
  const rows = filled(ownRows(table))
  const isEmpty = ({ cell, isText }: Cell) =>
    !cell || (!isText && !holds(cell)) || (isText && !cell.textContent?.trim())
  const full = rows.filter((row) => row.some((cell) => !isEmpty(cell) && !cell.isText))
  const width = Math.max(0, ...full.map(({ length }) => length))
  const even = full.map((row) => [...row, ...Array<Cell>(width - row.length).fill(NONE)])
  const columns = [...Array(width).keys()].filter((i) =>
    even.some((row) => !isEmpty(row[i] ?? NONE)),
  )
  const [first, ...others] = even
  const title = first?.[0]?.cell
  const isTitle = title && width > 1 && others.length > 0 && spanOf(title, 'colspan') >= width
  const kept = (isTitle ? others : even).map((row) => columns.map((i) => row[i] ?? NONE))
  return { before: isTitle ? [...before, asLine(title)] : before, rows: kept }
}

const NONE: Cell = { cell: null, isText: false }

const holds = (cell: Element) =>
  Boolean(cell.textContent?.trim()) || cell.querySelector('img') !== null

/** Not those of tables within. */
const ownRows = (table: Element) =>
  [...table.querySelectorAll('tr')].filter((row) => row.closest('table') === table)

const spanOf = (cell: Element, name: 'colspan' | 'rowspan') =>
  Math.min(Math.max(Number.parseInt(cell.getAttribute(name) ?? '', 10) || 1, 1), MOST_COLUMNS)

function filled(rows: Element[]): Cell[][] {
  /** By column, what goes on from above, and for how many rows. */
  const going = new Map<number, { cell: Cell; rows: number }>()
  return rows.map((row) => {
    const made: Cell[] = []
    const takeGoing = () => {
      for (
        let above = going.get(made.length);
        above && above.rows > 0;
        above = going.get(made.length)
      ) {
        above.rows--
        made.push(above.cell)
      }
    }
    for (const cell of row.children) {
      if (!/^t[dh]$/.test(nameOf(cell))) continue
      takeGoing()
      // Beyond that, cells stand as they come: merged ones there would be many times as many.
      const isWithin = made.length < MOST_COLUMNS
      const across = isWithin ? spanOf(cell, 'colspan') : 1
      const down = isWithin ? spanOf(cell, 'rowspan') - 1 : 0
      for (let i = 0; i < across; i++) {
        if (down > 0)
          going.set(made.length, { cell: i === 0 ? { cell, isText: true } : NONE, rows: down })
        made.push(i === 0 ? { cell, isText: false } : NONE)
      }
    }
    takeGoing()
    return made
  })
}

function asLine(cell: Element): Element {
  const line = cell.ownerDocument.createElement('div')
  line.append(...cell.childNodes)
  return line
}
