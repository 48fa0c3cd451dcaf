/**
 * AVIF (AV1 Image File Format 1.1) and its sequences: boxes, one after the other. Offsets lead from one
 * into another, so what goes is emptied where it stands; only at the end of a file is it cut.
 */
import { CUT_SHORT, type Kept, sizeFault } from './bounds'
import { type Box, blank, boxesIn } from './boxes'
import { type Stretch, takeMeta } from './heif'
import type { NoPicture } from './kinds'
import { takeTracks } from './tracks'

/** Boxes that stay; all others (notes, films, padding) are emptied, and so is a second one of these. */
const STAY = ['ftyp', 'meta', 'moov']

/** Empties what lies in boxes of data and is drawn from by nothing. Both are in order. */
function emptyBetween(bytes: Uint8Array, boxes: Box[], drawn: Stretch[]): void {
  let next = 0
  for (const { from, end } of boxes) {
    let at = from
    for (; next < drawn.length; next++) {
      const stretch = drawn[next]
      if (!stretch) break
      if (stretch.from > at) bytes.fill(0, at, Math.min(stretch.from, end))
      at = Math.max(at, stretch.end)
      // It may reach into the next box.
      if (at >= end) break
    }
    bytes.fill(0, at, end)
  }
}

/** Empties what does not stay, and gives where the last one that does ends. */
function emptyOthers(bytes: Uint8Array, boxes: Box[]): number {
  const stay = new Set(STAY.map((name) => boxes.find(({ type }) => type === name)))
  let end = 0
  for (const box of boxes) {
    if (stay.has(box) || box.type === 'mdat') end = box.end
    else blank(bytes, box)
  }
  return end
}

/** Reads an AVIF file, which begins as one. */
export function readAvif(given: Uint8Array): Kept | NoPicture {
  const boxes = boxesIn(given, 0, given.length)
  if (!boxes) return CUT_SHORT
  const named = (name: string) => boxes.find(({ type }) => type === name)
  const [meta, moov] = [named('meta'), named('moov')]
  if (!meta) return { fault: 'has no still to begin with; save it anew as AVIF, or as WebP' }
  const bytes = given.slice()
  const data = boxes.filter(({ type }) => type === 'mdat')
  const still = takeMeta(bytes, meta, data)
  if ('fault' in still) return still
  const tracks = moov ? takeTracks(bytes, moov) : { frames: 1 }
  if ('fault' in tracks) return tracks
  const { width, height, drawn } = still
  const fault = sizeFault(width, height, tracks.frames)
  if (fault) return fault
  const end = emptyOthers(bytes, boxes)
  if (!moov) {
    // What the frames of a sequence are drawn from is not looked up.
    emptyBetween(
      bytes,
      data,
      drawn.toSorted((one, other) => one.from - other.from),
    )
  }
  const all = end === bytes.length ? bytes : bytes.slice(0, end)
  return { width, height, frames: tracks.frames, bytes: all }
}
