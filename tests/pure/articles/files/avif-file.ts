/** AVIF files put together from a picture that was packed, and what a test adds. */
import { drawn, HEIGHT, join, text, u16, u32, WIDTH } from './files'

type Part = Uint8Array | string

export const box = (type: string, ...parts: Part[]) => {
  const contents = join(...parts)
  return join(u32(contents.length + 8), type, contents)
}
/** A box with a version and flags. */
export const full = (type: string, version: number, ...parts: Part[]) =>
  box(type, u32(version << 24), ...parts)

interface Item {
  number: number
  type: string
  name: string
  /** 0: in the file; 1: in `idat`. */
  method: number
  bytes: Uint8Array
}

export interface Parts {
  brand?: string
  properties?: Uint8Array[]
  inMeta?: Uint8Array[]
  behind?: Uint8Array[]
  /** Where Exif and XMP stand. */
  method?: number
  /** Bytes in the data that nothing is drawn from. */
  unused?: string
  size?: [number, number]
  type?: string
  /** False for `iloc`, or `iprp`, that a test brings. */
  hasPlaces?: boolean
  hasProperties?: boolean
}

const EXIF = text('\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0Acme Camera 9')

/** The contents of the first box of a type, wherever it is. */
function contentsOf(file: Buffer, type: string): Buffer {
  const at = file.indexOf(type)
  return file.subarray(at + 4, at - 4 + file.readUInt32BE(at - 4))
}

const entryOf = ({ number, type, name }: Item) =>
  full('infe', 2, u16(number, 0), type, name, '\0', type === 'mime' ? 'application/rdf+xml\0' : '')

function placesOf(items: Item[], start: number): Uint8Array {
  const at = [start, 0]
  const entries = items.map(({ number, method, bytes }) => {
    const offset = at[method] ?? 0
    at[method] = offset + bytes.length
    return join(u16(number, method, 0, 1), u32(offset, bytes.length))
  })
  return full('iloc', 1, u16(0x4400, items.length), ...entries)
}

/** A still with Exif, XMP, names of items, and bytes in its data that nothing is drawn from. */
export async function avif(parts: Parts = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { method = 0, size = [WIDTH, HEIGHT], properties = [] } = parts
  const packed = await drawn().avif().toBuffer()
  const picture = contentsOf(packed, 'mdat')
  const items: Item[] = [
    { number: 1, type: parts.type ?? 'av01', name: 'Jane', method: 0, bytes: picture },
    { number: 2, type: 'Exif', name: 'Jane', method, bytes: EXIF },
    { number: 3, type: 'mime', name: 'Jane', method, bytes: text('<x:xmpmeta>Whistle') },
  ]
  const own = [
    full('ispe', 0, u32(...size)),
    box('av1C', contentsOf(packed, 'av1C')),
    box('pixi', contentsOf(packed, 'pixi')),
    ...properties,
  ]
  const stored = (of: number) =>
    items.filter((item) => item.method === of).map(({ bytes }) => bytes)
  const ftyp = box('ftyp', parts.brand ?? 'avif', '\0\0\0\0', 'mif1miaf')
  const iprp = box(
    'iprp',
    box('ipco', ...own),
    full('ipma', 0, u32(1), u16(1), Uint8Array.of(own.length, ...own.map((_, i) => i + 1))),
  )
  const metaAt = (start: number) =>
    full(
      'meta',
      0,
      full('hdlr', 0, u32(0), 'pict', u32(0, 0, 0), '\0'),
      full('pitm', 0, u16(1)),
      parts.hasPlaces === false ? '' : placesOf(items, start),
      full('iinf', 0, u16(items.length), ...items.map(entryOf)),
      parts.hasProperties === false ? '' : iprp,
      ...(method === 1 ? [box('idat', ...stored(1))] : []),
      ...(parts.inMeta ?? []),
    )
  const start = ftyp.length + metaAt(0).length + 8
  return join(
    ftyp,
    metaAt(start),
    box('mdat', ...stored(0), parts.unused ?? 'unused Jane'),
    ...(parts.behind ?? []),
  )
}
