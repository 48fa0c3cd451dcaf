/**
 * The `moov` box of an AVIF sequence (ISO/IEC 14496-12, 8.2): how many frames it has, with its notes
 * emptied where they stand and its dates set to nothing.
 */
import { DAMAGED, IN_PIECES, MAX_PARTS, sizeFault } from './bounds'
import { type Box, blank, boxesIn, Cursor } from './boxes'
import { ascii } from './bytes'
import type { NoPicture } from './kinds'

/** Boxes that boxes are looked for in. */
const WITH_BOXES = new Set(['trak', 'mdia', 'minf', 'stbl', 'edts', 'dinf'])

/** Boxes that hold notes. */
const NOTES = new Set(['udta', 'meta', 'uuid', 'free', 'skip'])

/** Boxes that begin with when they were made and changed. */
const DATED = new Set(['mvhd', 'tkhd', 'mdhd'])

/** What tracks show: pictures, films, and what belongs to another one, such as its alpha. */
const SHOWN = ['pict', 'vide', 'auxv']

/** How deep the boxes are that are looked for: `moov`, `trak`, `mdia`, `minf`, `stbl`. */
const DEPTH = 5

interface Tracks {
  frames: number
  /** Boxes seen so far. */
  boxes: number
  fault: NoPicture | null
}

/** When a box was made and changed, set to 0: 4 bytes each, 8 in version 1. */
function undate(bytes: Uint8Array, { from, end }: Box): void {
  const length = bytes[from] === 1 ? 16 : 8
  bytes.fill(0, from + 4, Math.min(from + 4 + length, end))
}

/** The size that a track says, in 16.16: its last 8 bytes. What is not seen has none. */
function trackFault(bytes: Uint8Array, { from, end }: Box): NoPicture | null {
  if (end - from < 84) return DAMAGED
  const cursor = new Cursor(bytes, end - 8, end)
  const [width, height] = [cursor.uint(4) / 0x10000, cursor.uint(4) / 0x10000]
  return sizeFault(Math.max(1, Math.ceil(width)), Math.max(1, Math.ceil(height)))
}

function takeBox(bytes: Uint8Array, box: Box, tracks: Tracks): void {
  if (NOTES.has(box.type)) blank(bytes, box)
  if (DATED.has(box.type)) undate(bytes, box)
  if (box.type === 'tkhd') tracks.fault ??= trackFault(bytes, box)
  if (box.type === 'hdlr') {
    // Its name, behind its type and 12 bytes of nothing, is any text.
    const shows = ascii(bytes, box.from + 8, box.from + 12)
    if (box.end > box.from + 24) bytes.fill(0, box.from + 24, box.end)
    if (SHOWN.includes(shows)) return
    tracks.fault ??= { fault: 'has sound or other tracks in it; send it without' }
  }
  if (box.type === 'stsz' || box.type === 'stz2') {
    const cursor = new Cursor(bytes, box.from + 8, box.end)
    tracks.frames = Math.max(tracks.frames, cursor.uint(4))
  }
}

function takeBoxes(bytes: Uint8Array, within: Box, tracks: Tracks, depth: number): void {
  const boxes = boxesIn(bytes, within.from, within.end)
  tracks.boxes += boxes?.length ?? 0
  if (!boxes) tracks.fault ??= DAMAGED
  if (tracks.boxes > MAX_PARTS) tracks.fault ??= IN_PIECES
  for (const box of boxes ?? []) {
    if (tracks.fault) return
    takeBox(bytes, box, tracks)
    if (depth < DEPTH && WITH_BOXES.has(box.type)) takeBoxes(bytes, box, tracks, depth + 1)
  }
}

/**
 * Reads and empties a `moov` box.
 *
 * @param bytes - the file, which is changed
 */
export function takeTracks(bytes: Uint8Array, moov: Box): { frames: number } | NoPicture {
  const tracks: Tracks = { frames: 0, boxes: 0, fault: null }
  takeBoxes(bytes, moov, tracks, 1)
  return tracks.fault ?? { frames: Math.max(1, tracks.frames) }
}
