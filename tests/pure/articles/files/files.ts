/** Picture files as editors send them, with everything in them that a camera and a desk write. */
import sharp, { type Sharp } from 'sharp'
import { expect } from 'vitest'
import { bytesOf, joined, viewOf } from '../../../../src/articles/files/bytes'
import { type PictureFile, readPicture } from '../../../../src/articles/files/picture'

export const WIDTH = 64
export const HEIGHT = 48

/** What no kept file may hold. */
export const TOLD = ['Acme', 'Camera 9', 'Jane', '51/1', '2024:05', 'GPS', 'xmpmeta', 'Whistle']

const XMP =
  '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ' +
  'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ' +
  'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="Whistle"/></rdf:RDF></x:xmpmeta>' +
  '<?xpacket end="w"?>'

/** Pixels of a gradient with some grain, the same each time. */
export function grain(width = WIDTH, height = HEIGHT, channels: 3 | 4 = 3): Buffer {
  return Buffer.from(
    Array.from({ length: width * height * channels }, (_, i) => (i * 7 + ((i * i) >> 5)) & 255),
  )
}

export function drawn(width = WIDTH, height = HEIGHT, channels: 3 | 4 = 3): Sharp {
  return sharp(grain(width, height, channels), { raw: { width, height, channels } })
}

/** Frames of an animation, one below the other. */
export function animated(frames: number): Sharp {
  const raw = { width: WIDTH, height: HEIGHT * frames, channels: 3, pageHeight: HEIGHT } as const
  return sharp(grain(WIDTH, HEIGHT * frames), { raw })
}

/** With the place, the time, the camera and the name of who took it, and a colour profile. */
export function telling(picture: Sharp, orientation = 1): Sharp {
  return picture
    .withMetadata({ orientation })
    .withIccProfile('p3')
    .withExifMerge({
      IFD0: { Make: 'Acme', Model: 'Camera 9', Artist: 'Jane', DateTime: '2024:05:01 10:00:00' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100' },
    })
    .withXmp(XMP)
}

export function kept(bytes: Uint8Array): PictureFile {
  const picture = readPicture(bytes)
  if ('fault' in picture) throw new Error(picture.fault)
  return picture
}

export function faultOf(bytes: Uint8Array): string {
  const picture = readPicture(bytes)
  return 'fault' in picture ? picture.fault : 'none'
}

export const has = (bytes: Uint8Array, text: string) =>
  Buffer.from(bytes).includes(text, 0, 'latin1')

/** Which of the things that no kept file may hold a file holds. */
export const toldIn = (bytes: Uint8Array, more: string[] = []) =>
  [...TOLD, ...more].filter((text) => has(bytes, text))

/** All frames, decoded. */
export async function pixelsOf(bytes: Uint8Array): Promise<Buffer> {
  return sharp(bytes, { animated: true }).raw().toBuffer()
}

/** That the same picture is seen, pixel for pixel. */
export async function expectSame(one: Uint8Array, other: Uint8Array): Promise<void> {
  expect((await pixelsOf(one)).equals(await pixelsOf(other))).toBe(true)
}

export const text = bytesOf
export const join = (...parts: (Uint8Array | string)[]) =>
  joined(parts.map((part) => (typeof part === 'string' ? bytesOf(part) : part)))

/** Numbers as big-endian bytes. */
export function u32(...numbers: number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(numbers.length * 4)
  numbers.forEach((number, i) => {
    viewOf(bytes).setUint32(i * 4, number)
  })
  return bytes
}

export function u16(...numbers: number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(numbers.flatMap((number) => [number >> 8, number & 255]))
}

/** Bytes with others in their place at some point. */
export function insert(bytes: Uint8Array, at: number, part: Uint8Array): Uint8Array<ArrayBuffer> {
  return join(bytes.subarray(0, at), part, bytes.subarray(at))
}
