/** Files that consist of one thing, over and over: what would be slow, if anything is. */
import { avif, box, full } from './avif-file'
import { join, text, u16, u32 } from './files'

/** What a file is filled with, behind its beginning and before its end. */
interface Shape {
  head: Uint8Array
  part: Uint8Array
  tail?: Uint8Array
}

const HEADER = '\xff\xd8\xff\xc0\0\x0b\x08\0\x08\0\x08\x01\x01\x11\0'
const SCAN = '\xff\xda\0\x08\x01\x01\0\0\x3f\0'

const jpeg = (part: string, isInScan = false): Shape => ({
  head: text(isInScan ? HEADER + SCAN : HEADER),
  part: text(part),
  tail: text('\xff\xd9'),
})
const png = (part: Uint8Array): Shape => ({
  head: text('\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90\x77\x53\xde'),
  part,
})
const gif = (part: string, head = ''): Shape => ({
  head: text(`GIF89a\x01\0\x01\0\0\0\0${head}`),
  part: text(part),
})
const le = (n: number) => Uint8Array.of(n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24)

/** A file of about so many bytes. */
function fileOf({ head, part, tail = new Uint8Array() }: Shape, length: number): Uint8Array {
  const filled = new Uint8Array(Math.floor(length / part.length) * part.length)
  for (let at = 0; at < filled.length; at += part.length) filled.set(part, at)
  return join(head, filled, tail)
}
const many = (part: Uint8Array, length: number) => fileOf({ head: text(''), part }, length)

function webp(length: number): Uint8Array {
  const head = text('WEBPVP8X\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0')
  const chunks = fileOf({ head, part: text('abcd\0\0\0\0') }, length)
  return join('RIFF', le(chunks.length), chunks)
}

/** Boxes that each hold all the others. */
function nested(length: number): Uint8Array {
  const bytes = new Uint8Array(length - (length % 8))
  for (let at = 0; at < bytes.length; at += 8) bytes.set(join(u32(bytes.length - at), 'trak'), at)
  return bytes
}

/** Where notes stand: each of them where all the data is. */
function again(length: number): Uint8Array {
  const part = join(u16(2, 0, 0, 1), u32(length + 2_000, length * 10))
  const count = Math.floor(length / part.length)
  return full('iloc', 1, fileOf({ head: u16(0x4400, count), part }, count * part.length))
}

/** Which properties items have: the first one, many times. */
function properties(length: number): Uint8Array {
  const part = join(u16(1), Uint8Array.of(255), new Uint8Array(255).fill(1))
  const list = box('ipco', full('ispe', 0, u32(4, 4)))
  const head = u32(Math.floor(length / part.length))
  return box('iprp', list, full('ipma', 0, fileOf({ head, part }, length)))
}

/** Boxes, and extents, that are looked at in full: less than `MAX_PARTS`. */
const few = (length: number) => length / 20

/** Files of about so many bytes, by what they consist of. */
export const SHAPES: Record<string, (length: number) => Uint8Array | Promise<Uint8Array>> = {
  'escaped bytes in a scan': (n) => fileOf(jpeg('\xff\0', true), n),
  'escaped bytes far apart': (n) => fileOf(jpeg(`\xff\0${'a'.repeat(20)}`, true), n),
  'restarts in a scan': (n) => fileOf(jpeg('\xff\xd0', true), n),
  'bytes that fill up': (n) => fileOf(jpeg('\xff'), n),
  'comments in a JPEG': (n) => fileOf(jpeg('\xff\xfe\0\x02'), n),
  'scans without end': (n) => fileOf(jpeg('\xff\xda\0\x02'), n),
  'bytes between segments': (n) => fileOf(jpeg('\xff\0'), n),
  'pieces of a picture in a PNG': (n) => fileOf(png(join(u32(0), 'IDAT', u32(0))), n),
  'texts in a PNG': (n) => fileOf(png(join(u32(0), 'tEXt', u32(0))), n),
  'one long profile': (n) => join(png(text('')).head, u32(n), 'iCCPa\0', new Uint8Array(n + 2)),
  'sub-blocks of a byte': (n) => fileOf(gif('\x01a', '!\xfe'), n),
  'comments in a GIF': (n) => fileOf(gif('!\xfe\0'), n),
  'frames of a GIF': (n) => fileOf(gif(',\0\0\0\0\x01\0\x01\0\0\x02\0'), n),
  'chunks of a WebP': webp,
  'boxes of an AVIF': (n) => join(box('ftyp', 'avif', '\0\0\0\0'), many(box('mdat'), n)),
  'data beside a picture': (n) => avif({ behind: [many(box('mdat'), few(n))] }),
  'boxes in a film': (n) => avif({ behind: [box('moov', many(box('trak'), n))] }),
  'boxes in boxes': (n) => avif({ behind: [box('moov', nested(n))] }),
  'items nowhere': (n) => {
    const part = u16(9, 0, 0, 65_535)
    const places = full('iloc', 1, fileOf({ head: u16(0, 65_535), part }, n))
    return avif({ inMeta: [places], hasPlaces: false })
  },
  'one note again and again': (n) =>
    avif({ inMeta: [again(few(n))], hasPlaces: false, unused: 'a'.repeat(n) }),
  'properties of items': (n) => avif({ inMeta: [properties(n)], hasProperties: false }),
}
