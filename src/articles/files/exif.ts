/** Of all that Exif says, how a picture is to be turned is what we keep. */
import { isAt, viewOf } from './bytes'

const ORIENTATION = 0x0112
const SHORT = 3
const ENTRY = 12

/**
 * How a picture is to be turned, as its Exif says: 1 (as it is) to 8, and 1 if it says nothing sensible.
 * Takes the Exif from its byte order on (Exif 3.0, 4.6.2), or with the mark that JPEG puts before it.
 */
export function orientationOf(exif: Uint8Array): number {
  const tiff = isAt(exif, 0, 'Exif\0\0') ? exif.subarray(6) : exif
  const isLittle = isAt(tiff, 0, 'II*\0')
  if (tiff.length < 8 || !(isLittle || isAt(tiff, 0, 'MM\0*'))) return 1
  const view = viewOf(tiff)
  const start = view.getUint32(4, isLittle)
  if (start + 2 > tiff.length) return 1
  const entries = view.getUint16(start, isLittle)
  for (let i = 0; i < entries; i++) {
    const at = start + 2 + i * ENTRY
    if (at + ENTRY > tiff.length) return 1
    if (view.getUint16(at, isLittle) !== ORIENTATION) continue
    if (view.getUint16(at + 2, isLittle) !== SHORT) return 1
    const orientation = view.getUint16(at + 8, isLittle)
    return orientation >= 1 && orientation <= 8 ? orientation : 1
  }
  return 1
}

/** Exif that says how to turn a picture, and nothing else. */
export function exifOf(orientation: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(26))
  view.setUint32(0, 0x4d4d002a) // Big-endian TIFF,
  view.setUint32(4, 8) // its first directory right behind,
  view.setUint16(8, 1) // with one entry
  view.setUint16(10, ORIENTATION)
  view.setUint16(12, SHORT)
  view.setUint32(14, 1)
  view.setUint16(18, orientation)
  return new Uint8Array(view.buffer)
}

/** A size as it is shown: orientations from 5 on lay a picture on its side. */
export function turned(width: number, height: number, orientation: number) {
  return orientation >= 5 ? { width: height, height: width } : { width, height }
}
