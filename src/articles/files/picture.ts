/**
 * Picture files as editors send them: what they are, how large they are shown, and their bytes without
 * what says where, when, by whom and with what they were taken. The picture itself stays as it is, byte
 * for byte: nothing is decoded. Colour profiles stay too, with the name and copyright of the profile.
 */
import { readAvif } from './avif'
import { type Fault, type Kept, MAX_BYTES } from './bounds'
import { readGif } from './gif'
import { readJpeg } from './jpeg'
import { type Kind, kindOf, type NoPicture } from './kinds'
import { readPng } from './png'
import { readWebp } from './webp'

export interface PictureFile {
  type: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | 'image/avif'
  extension: Kind
  /** In pixels, as it is shown: turned where its orientation says so. */
  width: number
  /** In pixels, as it is shown. */
  height: number
  /** 1 unless it is animated. */
  frames: number
  /** As kept: without what says where, when and by whom it was taken. */
  bytes: Uint8Array<ArrayBuffer>
}

interface Format {
  type: PictureFile['type']
  read: (bytes: Uint8Array) => Kept | NoPicture
}

const FORMATS: Record<Kind, Format> = {
  jpg: { type: 'image/jpeg', read: readJpeg },
  png: { type: 'image/png', read: readPng },
  webp: { type: 'image/webp', read: readWebp },
  gif: { type: 'image/gif', read: readGif },
  avif: { type: 'image/avif', read: readAvif },
}

/** The shortest picture there can be, a GIF of one pixel, is longer. */
const MIN_BYTES = 16

/**
 * Reads a picture file.
 *
 * @returns the picture, or what is wrong with it and what to do: the end of a sentence that begins with
 *   “picture”. `isHeic` is there for one that Cloudflare Images could convert.
 */
export function readPicture(bytes: Uint8Array): PictureFile | NoPicture {
  const fault = lengthFault(bytes.length)
  if (fault) return fault
  const kind = kindOf(bytes)
  if (typeof kind === 'object') return kind
  const { type, read } = FORMATS[kind]
  const kept = read(bytes)
  return 'fault' in kept ? kept : { type, extension: kind, ...kept }
}

function lengthFault(length: number): Fault | null {
  if (length === 0) return { fault: 'is empty; send the bytes of a file' }
  if (length < MIN_BYTES) return { fault: 'is too short to be a picture; send the whole file' }
  if (length <= MAX_BYTES) return null
  return { fault: `has more than ${MAX_BYTES / 1e6} MB; send it smaller or packed more tightly` }
}
