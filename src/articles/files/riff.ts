/** The chunks of WebP files (RFC 9649, 2.3). */
import { CUT_SHORT, type Fault, IN_PIECES } from './bounds'
import { ascii, bytesOf, isAt, joined, lengthOf, viewOf } from './bytes'

export interface Chunk {
  type: string
  data: Uint8Array
}

export interface Size {
  width: number
  height: number
}

/** The chunks that fill some bytes, at most so many. */
export function chunksIn(bytes: Uint8Array, most: number): Chunk[] | Fault {
  const view = viewOf(bytes)
  const chunks: Chunk[] = []
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length) return CUT_SHORT
    const end = at + 8 + view.getUint32(at + 4, true)
    if (end > bytes.length) return CUT_SHORT
    if (chunks.length === most) return IN_PIECES
    chunks.push({ type: ascii(bytes, at, at + 4), data: bytes.subarray(at + 8, end) })
    at = end + (end & 1 ? 1 : 0)
  }
  return chunks
}

/** A chunk of some data, filled up to an even length: in pieces, which are copied once, at the end. */
export function chunkOf(type: string, data: Uint8Array[]): Uint8Array[] {
  const head = bytesOf(`${type}\0\0\0\0`)
  const length = lengthOf(data)
  viewOf(head).setUint32(4, length, true)
  return [head, ...data, new Uint8Array(length & 1)]
}

/** A file of chunks. */
export function riffOf(chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joined(chunkOf('RIFF', [bytesOf('WEBP'), ...chunks]))
}

/** Whether a chunk is a picture, and no part of one. */
export const isPicture = ({ type }: Chunk) => type === 'VP8 ' || type === 'VP8L'

/** A size as canvas and frames say it: each side less one, in 24 bits. */
export const sizeAt = (data: Uint8Array, at: number): Size => {
  const view = viewOf(data)
  return {
    width: (view.getUint32(at, true) & 0xffffff) + 1,
    height: (view.getUint32(at + 2, true) >>> 8) + 1,
  }
}

/** The size that a picture itself says, or null (RFC 6386, 9.1; RFC 9649, 3.4). */
export function sizeOf({ type, data }: Chunk): Size | null {
  if (data.length < 10) return null
  const view = viewOf(data)
  if (type === 'VP8 ') {
    const isKey = ((data[0] ?? 1) & 1) === 0 && isAt(data, 3, '\x9d\x01\x2a')
    if (!isKey) return null
    return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff }
  }
  if (data[0] !== 0x2f) return null
  const bits = view.getUint32(1, true)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}
