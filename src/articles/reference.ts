/**
 * Where a text lies that is not in the catalogue. In place of the text, `content` and `html` of its revision
 * hold a reference then: which text database, and which row of it. Pure.
 */

/** The text `id` in the text database `TEXT_{store}`. */
export interface Reference {
  /** 1 to 255. */
  store: number
  id: number
}

/**
 * What a reference begins with. No deflated text does: the third kind of block, after BFINAL, is reserved
 * (RFC 1951, section 3.2.3).
 */
const MARK = '07'
/** The same for a text that should be there, and is not. */
const LOST = '06'

/** In hexadecimal digits: the store takes a byte, and the id four. */
const LENGTH = { store: 2, id: 8 }

/** Bytes that a reference takes. */
export const REFERENCE_SIZE = (MARK.length + LENGTH.store + LENGTH.id) / 2

/** As the catalogue keeps it, in hexadecimal. */
export const toHexadecimal = ({ store, id }: Reference) =>
  MARK + digits(store, LENGTH.store) + digits(id, LENGTH.id)

const digits = (n: number, length: number) => n.toString(16).toUpperCase().padStart(length, '0')

/** The reference that a column holds, as `hex` gives it; null where it holds anything else. */
export function toReference(column: unknown): Reference | null {
  if (typeof column !== 'string' || !column.startsWith(MARK)) return null
  const at = MARK.length + LENGTH.store
  return {
    store: Number.parseInt(column.slice(MARK.length, at), 16),
    id: Number.parseInt(column.slice(at), 16),
  }
}

/** Whether a column holds anything but a text: a reference, or what stands for a lost one. */
export const isMark = (column: string) => column.startsWith(MARK) || column.startsWith(LOST)

/** What stands for a text that its database does not have. */
export const lost = (reference: Reference) => LOST + toHexadecimal(reference).slice(MARK.length)

/** What stands for a lost text, as a reference to where it should be; null for anything else. */
export const toLost = (column: string): Reference | null =>
  column.startsWith(LOST) ? toReference(MARK + column.slice(LOST.length)) : null

/** SQL for whether a column of the catalogue refers to a text database: to one, or with 0 to none. */
export const refersTo = (column: string, store: number) =>
  store === 0
    ? `hex(substr(${column}, 1, 1)) <> '${MARK}'`
    : `hex(substr(${column}, 1, 2)) = '${MARK}${digits(store, LENGTH.store)}'`

/** SQL for the first bytes of a column, in hexadecimal: as many as tell a reference. */
export const headOf = (column: string) => `hex(substr(${column}, 1, ${REFERENCE_SIZE}))`

/**
 * Rows that an article may have in a text database's index at once: of its text as it is, of one that is about to
 * be that, and of some that never were. Few, because FTS5 keeps the distance from one row to the next for each
 * token. The first of them is left to the catalogue's own index, which has one row for an article.
 */
const ROWS = 8
/** Those that a text database may take, as a JSON array. */
export const OWN_ROWS = JSON.stringify(Array.from({ length: ROWS - 1 }, (_, i) => i + 1))

/**
 * A place in a walk through all indexes, the newest first: a sequence number, or close to that in a text
 * database, which is written to before the number is given; and which of the rows there.
 */
export interface Place {
  sequence: number
  row: number
}

/** The first row of the index that an article has. */
export const firstRow = (sequence: number) => sequence * ROWS

/** A place as one number: a row of a text database's index. */
export const rowAt = ({ sequence, row }: Place) => firstRow(sequence) + row

export const placeAt = (found: number): Place => ({
  sequence: Math.floor(found / ROWS),
  row: found % ROWS,
})
