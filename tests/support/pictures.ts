/** Small picture files, made by hand: workerd has no encoder. */
import { deflateRawSync } from 'node:zlib'
import { crcOf } from '../../src/articles/files/crc'

const text = (value: string) => Uint8Array.from(value, (letter) => letter.charCodeAt(0))

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = joined(text(type), data)
  return joined(u32(data.length), named, u32(crcOf(named)))
}

/** As PNG has it (RFC 1950): with a head, and a checksum (Adler-32) at the end. */
function deflated(bytes: Uint8Array): Uint8Array {
  let [a, b] = [1, 0]
  for (const byte of bytes) {
    a = (a + byte) % 65521
    b = (b + a) % 65521
  }
  const body = new Uint8Array(deflateRawSync(bytes, {}))
  return joined(Uint8Array.of(0x78, 0x9c), body, u32(((b << 16) | a) >>> 0))
}

/** A PNG of one colour, which differs from number to number. `told` is what it says of itself. */
export function png(width = 64, height = 48, n = 0, told = ''): Uint8Array<ArrayBuffer> {
  const row = new Uint8Array(1 + width * 3)
  for (let i = 1; i < row.length; i += 3) row.set([n & 255, (n >> 8) & 255, 128], i)
  const rows = new Uint8Array(row.length * height)
  for (let y = 0; y < height; y++) rows.set(row, y * row.length)
  return joined(
    text('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', joined(u32(width), u32(height), Uint8Array.of(8, 2, 0, 0, 0))),
    ...(told ? [chunk('tEXt', text(`Location\0${told}`))] : []),
    chunk('IDAT', deflated(rows)),
    chunk('IEND', new Uint8Array()),
  )
}

/** A JPEG of so many pixels, as far as anybody here reads it: nothing is in its scan. */
export const jpeg = (width: number, height: number): Uint8Array<ArrayBuffer> =>
  joined(
    Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 17, 8),
    u32((height << 16) | width),
    Uint8Array.of(3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1),
    Uint8Array.of(0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0, 0),
    Uint8Array.of(0xff, 0xd9),
  )
