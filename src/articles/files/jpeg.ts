/**
 * JPEG (ITU-T T.81): segments, then scans of entropy-coded data between them, up to the end of the
 * first picture. What is behind it (the film of a motion photo, the second picture of MPF) is cut, and
 * of the segments only those stay that the picture is drawn from.
 */
import {
  CUT_SHORT,
  DAMAGED,
  type Fault,
  IN_PIECES,
  type Kept,
  MAX_PARTS,
  sizeFault,
} from './bounds'
import { bytesOf, isAt, joined, viewOf } from './bytes'
import { exifOf, orientationOf, turned } from './exif'

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const APP0 = 0xe0
const APP1 = 0xe1
const APP2 = 0xe2
const APP14 = 0xee

/** Tables for quantization and Huffman codes, restart intervals, the number of lines. */
const TABLES = new Set([0xdb, 0xc4, 0xdd, 0xdc])

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

const NOT_SHOWN: Fault = {
  fault: 'is a kind of JPEG that browsers do not show; save it as a baseline or progressive JPEG',
}

interface Jpeg {
  jfif: Uint8Array | null
  orientation: number | null
  frame: { width: number; height: number } | null
  hasScan: boolean
  /** Segments as they stay, from their marker on, without JFIF and Exif. */
  parts: Uint8Array[]
}

/** Where the next 0xff is, or -1. A few bytes are looked at here: dense ones would each cost a call. */
function nextMark(bytes: Uint8Array, from: number): number {
  const near = Math.min(from + 16, bytes.length)
  for (let at = from; at < near; at++) if (bytes[at] === 0xff) return at
  return bytes.indexOf(0xff, near)
}

/** Where entropy-coded data ends, which is at a marker that is none of its own; -1 if at none. */
function scanEnd(bytes: Uint8Array, from: number): number {
  let at = nextMark(bytes, from)
  while (at !== -1) {
    const next = bytes[at + 1]
    if (next === undefined) return -1
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at
    at = next === 0xff ? at + 1 : nextMark(bytes, at + 2)
  }
  return -1
}

/** The size, and whether browsers draw it: 8 bits, sequential or progressive, with Huffman codes. */
function takeFrame(jpeg: Jpeg, marker: number, segment: Uint8Array): Fault | null {
  if (jpeg.frame || segment.length < 10) return DAMAGED
  if (marker > 0xc2 || segment[4] !== 8 || ![1, 3, 4].includes(segment[9] ?? 0)) return NOT_SHOWN
  const view = viewOf(segment)
  jpeg.frame = { width: view.getUint16(7), height: view.getUint16(5) }
  return sizeFault(jpeg.frame.width, jpeg.frame.height)
}

/** Takes of one segment, given from its marker on, what stays. */
function takeSegment(jpeg: Jpeg, marker: number, segment: Uint8Array): Fault | null {
  if (isFrame(marker)) {
    const fault = takeFrame(jpeg, marker, segment)
    if (fault) return fault
    jpeg.parts.push(segment)
  } else if (marker === APP0 && isAt(segment, 4, 'JFIF\0') && segment.length >= 18) {
    // Version and density; its thumbnail goes.
    jpeg.jfif ??= joined([bytesOf('\xff\xe0\0\x10'), segment.subarray(4, 16), bytesOf('\0\0')])
  } else if (marker === APP1 && isAt(segment, 4, 'Exif\0\0')) {
    jpeg.orientation ??= orientationOf(segment.subarray(4))
  } else if (marker === APP14 && isAt(segment, 4, 'Adobe') && segment.length >= 16) {
    // Which colours CMYK and RGB files have.
    jpeg.parts.push(joined([bytesOf('\xff\xee\0\x0e'), segment.subarray(4, 16)]))
  } else if (TABLES.has(marker) || (marker === APP2 && isAt(segment, 4, 'ICC_PROFILE\0'))) {
    // Profiles stay as they are, with the name and the copyright of the profile that they hold.
    jpeg.parts.push(segment)
  }
  return null
}

function keptOf({ jfif, orientation, frame, hasScan, parts }: Jpeg): Kept | Fault {
  if (!frame || !hasScan) return DAMAGED
  const exif =
    (orientation ?? 1) === 1 ? [] : [bytesOf('\xff\xe1\0\x22Exif\0\0'), exifOf(orientation ?? 1)]
  return {
    ...turned(frame.width, frame.height, orientation ?? 1),
    frames: 1,
    bytes: joined([
      bytesOf('\xff\xd8'),
      ...(jfif ? [jfif] : []),
      ...exif,
      ...parts,
      bytesOf('\xff\xd9'),
    ]),
  }
}

/** Reads a JPEG file, which begins as one. */
export function readJpeg(bytes: Uint8Array): Kept | Fault {
  const jpeg: Jpeg = { jfif: null, orientation: null, frame: null, hasScan: false, parts: [] }
  const view = viewOf(bytes)
  let at = 2
  for (let i = 0; i < MAX_PARTS; i++) {
    // Bytes between segments are skipped, as decoders do, and do not stay.
    at = bytes.indexOf(0xff, at)
    if (at === -1) return CUT_SHORT
    while (bytes[at + 1] === 0xff) at++
    const marker = bytes[at + 1]
    if (marker === EOI) return keptOf(jpeg)
    if (marker === undefined || at + 4 > bytes.length) return CUT_SHORT
    if (marker <= 1 || marker === SOI || isRestart(marker)) {
      at += 2
      continue
    }
    const length = view.getUint16(at + 2)
    if (length < 2) return DAMAGED
    let end = at + 2 + length
    if (end > bytes.length) return CUT_SHORT
    if (marker === SOS) {
      if (!jpeg.frame) return DAMAGED
      jpeg.hasScan = true
      end = scanEnd(bytes, end)
      if (end === -1) return CUT_SHORT
      jpeg.parts.push(bytes.subarray(at, end))
    } else {
      const fault = takeSegment(jpeg, marker, bytes.subarray(at, end))
      if (fault) return fault
    }
    at = end
  }
  return IN_PIECES
}
