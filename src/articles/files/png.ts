/** PNG and its animations (W3C PNG, third edition): chunks, of which those stay that it is drawn from. */
import {
  CUT_SHORT,
  DAMAGED,
  type Fault,
  IN_PIECES,
  type Kept,
  MAX_PARTS,
  sizeFault,
} from './bounds'
import { ascii, bytesOf, joined, viewOf } from './bytes'
import { crcOf } from './crc'
import { exifOf, orientationOf, turned } from './exif'

/** Chunks that stay as they are, each with the most bytes it has: longer ones hide something. */
const STAY: Record<string, number> = {
  PLTE: 768,
  tRNS: 256,
  gAMA: 4,
  cHRM: 32,
  sRGB: 1,
  cICP: 4,
  mDCV: 24,
  cLLI: 8,
  sBIT: 4,
  bKGD: 6,
  pHYs: 9,
  IDAT: Number.POSITIVE_INFINITY,
}

/** Chunks of animations, which stay if there is one. */
const ANIMATED: Record<string, number> = { fcTL: 26, fdAT: Number.POSITIVE_INFINITY }

const SIGNATURE = 8
const HEADER = 13

interface Png {
  width: number
  height: number
  /** Frames promised before the picture begins; null if it is no animation. */
  promised: number | null
  frames: number
  orientation: number | null
  hasProfile: boolean
  parts: Uint8Array[]
  /** Where in `parts` the picture begins. */
  picture: number | null
}

function chunkOf(type: string, ...data: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const chunk = joined([new Uint8Array(4), bytesOf(type), ...data, new Uint8Array(4)])
  const view = viewOf(chunk)
  view.setUint32(0, chunk.length - 12)
  view.setUint32(chunk.length - 4, crcOf(chunk.subarray(4, -4)))
  return chunk
}

/** The first chunk, which says the size. */
function headerOf(bytes: Uint8Array): Png | Fault {
  const end = SIGNATURE + 12 + HEADER
  if (bytes.length < end) return CUT_SHORT
  const view = viewOf(bytes)
  const chunk = bytes.subarray(SIGNATURE + 4, end - 4)
  const isHeader = view.getUint32(SIGNATURE) === HEADER && ascii(chunk, 0, 4) === 'IHDR'
  if (!isHeader || crcOf(chunk) !== view.getUint32(end - 4)) return DAMAGED
  const [width, height] = [view.getUint32(SIGNATURE + 8), view.getUint32(SIGNATURE + 12)]
  return (
    sizeFault(width, height) ?? {
      width,
      height,
      promised: null,
      frames: 0,
      orientation: null,
      hasProfile: false,
      parts: [bytes.subarray(0, end)],
      picture: null,
    }
  )
}

function takeAnimation(png: Png, data: Uint8Array): Fault | null {
  if (png.picture !== null || png.promised !== null || data.length !== 8) return DAMAGED
  png.promised = viewOf(data).getUint32(0)
  return sizeFault(png.width, png.height, png.promised)
}

/** A profile under a name that says nothing. The profile stays as it is, with its own copyright. */
function takeProfile(png: Png, data: Uint8Array): void {
  const name = data.subarray(0, 80).indexOf(0)
  if (png.hasProfile || name < 1) return
  png.hasProfile = true
  png.parts.push(chunkOf('iCCP', bytesOf('icc\0'), data.subarray(name + 1)))
}

/** Takes of one chunk what stays. */
function takeChunk(png: Png, type: string, chunk: Uint8Array): Fault | null {
  const data = chunk.subarray(8, -4)
  if (type === 'IHDR') return DAMAGED
  if (type === 'acTL') {
    const fault = takeAnimation(png, data)
    if (fault) return fault
  }
  if (type === 'IDAT') png.picture ??= png.parts.length
  if (type === 'eXIf') png.orientation ??= orientationOf(data)
  if (type === 'iCCP') takeProfile(png, data)
  if (type === 'fcTL' && png.promised !== null) png.frames++
  const stays =
    type === 'acTL' ||
    data.length <= (STAY[type] ?? -1) ||
    (png.promised !== null && data.length <= (ANIMATED[type] ?? -1))
  if (stays) png.parts.push(chunk)
  return null
}

function keptOf(png: Png): Kept | Fault {
  if (png.picture === null) return DAMAGED
  const orientation = png.orientation ?? 1
  // It may stand behind the picture as well, where many do not look.
  if (orientation !== 1) png.parts.splice(png.picture, 0, chunkOf('eXIf', exifOf(orientation)))
  const frames = Math.max(1, png.promised ?? 1, png.frames)
  return (
    sizeFault(png.width, png.height, frames) ?? {
      ...turned(png.width, png.height, orientation),
      frames,
      bytes: joined([...png.parts, chunkOf('IEND')]),
    }
  )
}

/** Reads a PNG file, which begins as one. */
export function readPng(bytes: Uint8Array): Kept | Fault {
  const png = headerOf(bytes)
  if ('fault' in png) return png
  const view = viewOf(bytes)
  let at = SIGNATURE + 12 + HEADER
  for (let i = 0; i < MAX_PARTS; i++) {
    if (at + 12 > bytes.length) return CUT_SHORT
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) return CUT_SHORT
    const type = ascii(bytes, at + 4, at + 8)
    if (type === 'IEND') return keptOf(png)
    const fault = takeChunk(png, type, bytes.subarray(at, end))
    if (fault) return fault
    at = end
  }
  return IN_PIECES
}
