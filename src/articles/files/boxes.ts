/** Boxes of ISO base media files (ISO/IEC 14496-12, 4.2), and reading in them within their bounds. */
import { MAX_PARTS } from './bounds'
import { ascii, viewOf } from './bytes'

/** Where a box is in its file. */
export interface Box {
  type: string
  /** Where its header begins. */
  start: number
  /** Where its contents begin. */
  from: number
  end: number
}

/** The boxes that fill a stretch of a file; null if one goes beyond it, or they are too many. */
export function boxesIn(bytes: Uint8Array, from: number, end: number): Box[] | null {
  const view = viewOf(bytes)
  const boxes: Box[] = []
  for (let at = from; at < end; ) {
    if (at + 8 > end || boxes.length === MAX_PARTS) return null
    const type = ascii(bytes, at + 4, at + 8)
    const short = view.getUint32(at)
    if (short === 1 && at + 16 > end) return null
    const size = short === 1 ? Number(view.getBigUint64(at + 8)) : short === 0 ? end - at : short
    const contents = at + (short === 1 ? 16 : 8)
    if (at + size < contents || at + size > end) return null
    boxes.push({ type, start: at, from: contents, end: at + size })
    at += size
  }
  return boxes
}

/** Whether one of some boxes, which are in order, holds a stretch in its contents. */
export function areAround(boxes: Box[], from: number, end: number): boolean {
  let [low, high] = [0, boxes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((boxes[middle]?.from ?? 0) <= from) low = middle + 1
    else high = middle
  }
  return end <= (boxes[low - 1]?.end ?? -1)
}

/** Empties a box where it stands, so that nothing behind it moves. */
export function blank(bytes: Uint8Array, { start, from, end }: Box): void {
  for (let i = 0; i < 4; i++) bytes[start + 4 + i] = 'free'.charCodeAt(i)
  bytes.fill(0, from, end)
}

/** Reads numbers one after the other; past its end they are 0, and `isPast` says so. */
export class Cursor {
  isPast = false
  at: number
  readonly end: number
  #view: DataView

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.at = at
    this.end = end
    this.#view = viewOf(bytes)
  }

  /** A number of 0, 1, 2, 4 or 8 bytes; in 8, one that no file reaches is rounded. */
  uint(size: number): number {
    const at = this.at
    if (this.isPast || at + size > this.end) {
      this.isPast = true
      return 0
    }
    this.at += size
    if (size === 1) return this.#view.getUint8(at)
    if (size === 2) return this.#view.getUint16(at)
    if (size === 4) return this.#view.getUint32(at)
    return size === 8 ? Number(this.#view.getBigUint64(at)) : 0
  }
}
