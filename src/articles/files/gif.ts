/**
 * GIF (87a and 89a): a screen, then frames and extensions in sub-blocks. Of the extensions stay how long
 * frames are shown and how often the whole is; comments, texts and XMP go, and what follows the trailer.
 */
import { CUT_SHORT, DAMAGED, type Fault, type Kept, MAX_ALL_PIXELS, sizeFault } from './bounds'
import { ascii, bytesOf, joined, viewOf } from './bytes'

const FRAME = 0x2c
const EXTENSION = 0x21
const TRAILER = 0x3b
const CONTROL = 0xf9
const PLAIN_TEXT = 0x01
const APPLICATION = 0xff
const LOOPS = ['NETSCAPE2.0', 'ANIMEXTS1.0']

const TOO_WIDE: Fault = {
  fault: 'has many frames larger than itself; save it anew and send that',
}

interface Gif {
  width: number
  height: number
  frames: number
  pixels: number
  /** How the next frame is to be shown. */
  control: Uint8Array | null
  hasLoop: boolean
  parts: Uint8Array[]
}

/** Bytes of the colours that a byte of flags announces. */
const coloursOf = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

/** Where sub-blocks end, past their empty last one; -1 if they do not. */
function blocksEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length) {
    const size = bytes[at] ?? 0
    at += 1 + size
    if (size === 0) return at
  }
  return -1
}

/** Takes a frame, and gives where it ends. */
function takeFrame(gif: Gif, bytes: Uint8Array, at: number): number | Fault {
  if (at + 10 > bytes.length) return CUT_SHORT
  const view = viewOf(bytes)
  const [width, height] = [view.getUint16(at + 5, true), view.getUint16(at + 7, true)]
  if (gif.frames === 0) {
    // A first frame larger than the screen widens it, in browsers.
    gif.width = Math.max(gif.width, view.getUint16(at + 1, true) + width)
    gif.height = Math.max(gif.height, view.getUint16(at + 3, true) + height)
  }
  gif.frames++
  gif.pixels += Math.max(gif.width * gif.height, width * height)
  const fault = sizeFault(width, height) ?? sizeFault(gif.width, gif.height, gif.frames)
  if (fault) return fault
  if (gif.pixels > MAX_ALL_PIXELS) return TOO_WIDE
  // Past the colours there is the size of the first codes, then the sub-blocks.
  const end = blocksEnd(bytes, at + 10 + coloursOf(bytes[at + 9] ?? 0) + 1)
  if (end === -1) return CUT_SHORT
  if (gif.control) gif.parts.push(gif.control)
  gif.control = null
  gif.parts.push(bytes.subarray(at, end))
  return end
}

/** Takes what stays of an extension, and gives where it ends. */
function takeExtension(gif: Gif, bytes: Uint8Array, at: number): number | Fault {
  const end = blocksEnd(bytes, at + 2)
  if (end === -1) return CUT_SHORT
  const [label, size] = [bytes[at + 1], bytes[at + 2]]
  if (label === CONTROL && size === 4 && end - at >= 8) {
    gif.control = joined([bytes.subarray(at, at + 7), new Uint8Array(1)])
  }
  // How a text is shown must not be taken for how the frame behind it is.
  if (label === PLAIN_TEXT) gif.control = null
  const isLoop =
    label === APPLICATION &&
    size === 11 &&
    LOOPS.includes(ascii(bytes, at + 3, at + 14)) &&
    bytes[at + 14] === 3 &&
    bytes[at + 15] === 1
  if (isLoop && !gif.hasLoop && end - at >= 19) {
    gif.hasLoop = true
    gif.parts.push(joined([bytes.subarray(at, at + 18), new Uint8Array(1)]))
  }
  return end
}

/** Reads a GIF file, which begins as one. */
export function readGif(bytes: Uint8Array): Kept | Fault {
  const start = 13 + coloursOf(bytes[10] ?? 0)
  if (bytes.length < start) return CUT_SHORT
  const view = viewOf(bytes)
  const gif: Gif = {
    width: view.getUint16(6, true),
    height: view.getUint16(8, true),
    frames: 0,
    pixels: 0,
    control: null,
    hasLoop: false,
    parts: [bytes.subarray(0, start)],
  }
  const fault = sizeFault(Math.max(1, gif.width), Math.max(1, gif.height))
  if (fault) return fault
  for (let at = start; at < bytes.length; ) {
    const kind = bytes[at]
    if (kind === TRAILER) {
      const { width, height, frames, parts } = gif
      if (frames === 0) return DAMAGED
      return { width, height, frames, bytes: joined([...parts, bytesOf(';')]) }
    }
    if (kind !== FRAME && kind !== EXTENSION) return DAMAGED
    const end = kind === FRAME ? takeFrame(gif, bytes, at) : takeExtension(gif, bytes, at)
    if (typeof end === 'object') return end
    at = end
  }
  return CUT_SHORT
}
