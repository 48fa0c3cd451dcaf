/** What a file is, by its first bytes and never by its name. */
import type { Fault } from './bounds'
import { ascii, isAt } from './bytes'

export type Kind = 'jpg' | 'png' | 'webp' | 'gif' | 'avif'

export interface NoPicture extends Fault {
  /** A photo as telephones take it, which Cloudflare Images can convert. */
  isHeic?: true
}

const SEND = 'send it as JPEG, PNG or WebP'

export const HEIC: NoPicture = {
  fault: `is HEIC, which most browsers do not show; ${SEND}`,
  isHeic: true,
}

/** The brands of ISO/IEC 23008-12 (HEIF), and what they say of the codec. */
const AVIF_BRANDS = ['avif', 'avis']
const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1']

/** What some files begin with that are sent as pictures and are none we take. */
const OTHERS: [start: string, fault: string][] = [
  ['%PDF-', 'is a PDF; send its page as PNG or JPEG'],
  ['II*\0', `is a TIFF or a camera’s raw file; ${SEND}`],
  ['MM\0*', `is a TIFF or a camera’s raw file; ${SEND}`],
  ['BM', `is a BMP, which is not packed; ${SEND}`],
  ['\0\0\x01\0', 'is an icon (ICO); send it as PNG'],
  ['\0\0\x02\0', 'is a cursor (CUR); send it as PNG'],
  ['\xff\x0a', `is JPEG XL, which most browsers do not show; ${SEND}`],
  ['\0\0\0\x0cJXL ', `is JPEG XL, which most browsers do not show; ${SEND}`],
  ['\0\0\0\x0cjP  ', `is JPEG 2000, which most browsers do not show; ${SEND}`],
  ['\x1aE\xdf\xa3', 'is a film (WebM or Matroska); send one frame of it as JPEG, or link to it'],
  ['8BPS', `is a Photoshop file; ${SEND}`],
  ['PK\x03\x04', 'is a ZIP archive or an office document; send the picture in it'],
]

/** A file of ISO boxes: what its brands say it is. */
function boxed(bytes: Uint8Array): Kind | NoPicture {
  const size = Math.min(
    bytes.length,
    512,
    new DataView(bytes.buffer, bytes.byteOffset).getUint32(0),
  )
  const brands: string[] = []
  // The second one is a version.
  for (let at = 8; at + 4 <= size; at += 4) if (at !== 12) brands.push(ascii(bytes, at, at + 4))
  if (brands.some((brand) => AVIF_BRANDS.includes(brand))) return 'avif'
  if (brands.some((brand) => HEIC_BRANDS.includes(brand))) return HEIC
  return { fault: 'is a film (MP4 or QuickTime); send one frame of it as JPEG, or link to it' }
}

/** A file of text, if it is one. */
function written(bytes: Uint8Array): NoPicture | null {
  const start = new TextDecoder().decode(bytes.subarray(0, 4096)).trimStart().toLowerCase()
  if (!start.startsWith('<')) return null
  if (/<!doctype html|<html|<head|<body/.test(start)) {
    return { fault: 'is a web page; send the picture on it' }
  }
  if (!start.includes('<svg')) return { fault: `is XML; ${SEND}` }
  return { fault: 'is an SVG drawing, which can hold scripts; send it as PNG or WebP' }
}

/** What a file is, or why it is no picture that we take. */
export function kindOf(bytes: Uint8Array): Kind | NoPicture {
  if (isAt(bytes, 0, '\xff\xd8\xff')) return 'jpg'
  if (isAt(bytes, 0, '\x89PNG\r\n\x1a\n')) return 'png'
  if (isAt(bytes, 0, 'GIF87a') || isAt(bytes, 0, 'GIF89a')) return 'gif'
  if (isAt(bytes, 0, 'RIFF') && isAt(bytes, 8, 'WEBP')) return 'webp'
  if (isAt(bytes, 4, 'ftyp')) return boxed(bytes)
  const other = OTHERS.find(([start]) => isAt(bytes, 0, start))
  if (other) return { fault: other[1] }
  return written(bytes) ?? { fault: `is of no kind we know; ${SEND}` }
}
