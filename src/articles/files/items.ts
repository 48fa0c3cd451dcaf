/** Items of a HEIF file (ISO/IEC 14496-12, 8.11): what there is, and where its bytes are. */
import { MAX_PARTS } from './bounds'
import { type Box, boxesIn, Cursor } from './boxes'
import { ascii } from './bytes'

/** Properties of one item; `ipma` counts them in a byte. */
const MAX_PROPERTIES = 255

export interface Item {
  /** Such as `av01`, `grid`, `Exif`. */
  type: string
  /** Where its name begins, which may be any text; it ends with the box of the item. */
  name: number
  end: number
}

/** A stretch of bytes of an item. */
export interface Extent {
  item: number
  /** 0: from the start of the file; 1: from the start of `idat`; others are elsewhere. */
  method: number
  offset: number
  /** 0 for all there is. */
  length: number
}

/** The items that `iinf` lists, by their numbers; null if it cannot be read. */
export function itemsOf(bytes: Uint8Array, { from, end }: Box): Map<number, Item> | null {
  const cursor = new Cursor(bytes, from, end)
  const version = cursor.uint(4) >>> 24
  cursor.uint(version === 0 ? 2 : 4)
  const boxes = cursor.isPast ? null : boxesIn(bytes, cursor.at, end)
  if (!boxes) return null
  const items = new Map<number, Item>()
  for (const box of boxes) {
    const entry = new Cursor(bytes, box.from, box.end)
    const kind = entry.uint(4) >>> 24
    const number = entry.uint(kind === 2 ? 2 : 4)
    entry.uint(2)
    entry.uint(4)
    // Versions 0 and 1 have no types, and are none of HEIF’s.
    const isKnown = box.type === 'infe' && (kind === 2 || kind === 3)
    if (!isKnown || entry.isPast || items.has(number)) return null
    items.set(number, { type: ascii(bytes, entry.at - 4, entry.at), name: entry.at, end: box.end })
  }
  return items
}

/** The stretches that `iloc` lists; null if it cannot be read, or leads into other files. */
export function extentsOf(bytes: Uint8Array, { from, end }: Box): Extent[] | null {
  const cursor = new Cursor(bytes, from, end)
  const version = cursor.uint(4) >>> 24
  const sizes = cursor.uint(2)
  const [forOffset, forLength, forBase] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15]
  const forIndex = version === 0 ? 0 : sizes & 15
  if (
    version > 2 ||
    [forOffset, forLength, forBase, forIndex].some((size) => size % 4 || size > 8)
  ) {
    return null
  }
  const extents: Extent[] = []
  for (let items = cursor.uint(version < 2 ? 2 : 4); items > 0; items--) {
    const item = cursor.uint(version < 2 ? 2 : 4)
    const method = version === 0 ? 0 : cursor.uint(2) & 15
    const otherFile = cursor.uint(2)
    const base = cursor.uint(forBase)
    for (let left = cursor.uint(2); left > 0; left--) {
      cursor.uint(forIndex)
      const offset = base + cursor.uint(forOffset)
      extents.push({ item, method, offset, length: cursor.uint(forLength) })
      if (cursor.isPast || extents.length > MAX_PARTS) return null
    }
    if (cursor.isPast || otherFile !== 0) return null
  }
  return cursor.isPast ? null : extents
}

/** The number of the item that is shown, as `pitm` says. */
export function primaryOf(bytes: Uint8Array, { from, end }: Box): number {
  const cursor = new Cursor(bytes, from, end)
  return cursor.uint(cursor.uint(4) >>> 24 === 0 ? 2 : 4)
}

/** Which properties an item has, as `ipma` says: places in `ipco`, from 1 on. */
export function propertiesOf(bytes: Uint8Array, { from, end }: Box, item: number): number[] {
  const cursor = new Cursor(bytes, from, end)
  const head = cursor.uint(4)
  const [forItem, forPlace] = [head >>> 24 === 0 ? 2 : 4, head & 1 ? 2 : 1]
  const places: number[] = []
  for (let entries = cursor.uint(4); entries > 0 && !cursor.isPast; entries--) {
    const isIt = cursor.uint(forItem) === item
    for (let left = cursor.uint(1); left > 0; left--) {
      // The highest bit says that it must be understood.
      const place = cursor.uint(forPlace) & (forPlace === 2 ? 0x7fff : 0x7f)
      if (isIt && places.length < MAX_PROPERTIES) places.push(place)
    }
  }
  return places
}
