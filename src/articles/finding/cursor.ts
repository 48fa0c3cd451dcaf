/** Where a list goes on, as text that travels in addresses: of each part its last key. Pure. */

/** What the last row that was looked at is ordered by: a time and a number, or a place and which row there. */
export type Key = [first: number, id: number]

/** Where a part goes on: null at its beginning. */
export type Place = Key | 'end' | null

const NUMBER = '-?[0-9]{1,15}'
const PLACE = new RegExp(`^(?:(${NUMBER})\\.(${NUMBER})|(end)|(start))$`)

export const toCursor = (places: Place[]) =>
  places
    .map((place) => (place === null ? 'start' : place === 'end' ? place : place.join('.')))
    .join('_')

/** The places of so many parts: at the beginning, where the text is none that `toCursor` made. */
export function readCursor(cursor: string | null, length: number): Place[] {
  const places = (cursor ?? '').split('_').map(readPlace)
  const isRead = places.length === length && places.every((place) => place !== undefined)
  return isRead ? (places as Place[]) : Array.from({ length }, () => null)
}

function readPlace(text: string): Place | undefined {
  const [whole, first, id, end] = PLACE.exec(text) ?? []
  if (whole === undefined) return undefined
  if (end) return 'end'
  return first === undefined ? null : [Number(first), Number(id)]
}
