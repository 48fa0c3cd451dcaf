import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { crcOf } from '../../../../src/articles/files/crc'
import { exifOf } from '../../../../src/articles/files/exif'
import {
  drawn,
  expectSame,
  faultOf,
  HEIGHT,
  has,
  insert,
  join,
  kept,
  telling,
  toldIn,
  u16,
  u32,
  WIDTH,
} from './files'

const SIGNATURE = '\x89PNG\r\n\x1a\n'
/** Behind the header. */
const FIRST = 33

function chunk(type: string, data: Uint8Array | string) {
  const named = join(type, data)
  return join(u32(named.length - 4), named, u32(crcOf(named)))
}

const header = (width: number, height: number) =>
  chunk('IHDR', join(u32(width, height), '\x08\x02\0\0\0'))
const rows = () => deflateSync(Buffer.alloc(4 * (1 + 4 * 3), 0))
const control = (i: number) => chunk('fcTL', join(u32(i, 4, 4, 0, 0), u16(1, 10), '\0\0'))

function apng(promised: number, frames: number) {
  const more = Array.from({ length: frames - 1 }, (_, i) =>
    join(control(2 * i + 1), chunk('fdAT', join(u32(2 * i + 2), rows()))),
  )
  return join(
    SIGNATURE,
    header(4, 4),
    chunk('acTL', u32(promised, 0)),
    control(0),
    chunk('IDAT', rows()),
    ...more,
    chunk('IEND', ''),
  )
}

describe('a reader of a PNG', () => {
  test.each([3, 4] as const)('learns nothing of who took it (%i channels)', async (channels) => {
    const sent = await telling(drawn(WIDTH, HEIGHT, channels))
      .png()
      .toBuffer()
    expect(toldIn(sent)).not.toEqual([])
    const picture = kept(sent)
    expect(picture).toMatchObject({ type: 'image/png', extension: 'png', frames: 1 })
    expect(picture).toMatchObject({ width: WIDTH, height: HEIGHT })
    expect(toldIn(picture.bytes, ['eXIf', 'iTXt', 'tEXt', 'tIME'])).toEqual([])
    await expectSame(picture.bytes, sent)
  })

  test('sees the colours of its palette, and what is transparent', async () => {
    const sent = await drawn(WIDTH, HEIGHT, 4).png({ palette: true }).toBuffer()
    const { bytes } = kept(sent)
    expect(has(bytes, 'PLTE') && has(bytes, 'tRNS')).toBe(true)
    await expectSame(bytes, sent)
  })

  test('sees the colours of its profile, whose name is gone', async () => {
    const made = await telling(drawn()).png().toBuffer()
    const name = made.indexOf('iCCP') + 4
    const end = made.indexOf(0, name)
    const length = made.readUInt32BE(name - 8)
    const profile = chunk('iCCP', join('Jane’s screen', made.subarray(end, name + length)))
    const sent = join(made.subarray(0, name - 8), profile, made.subarray(name + length + 4))
    const { bytes } = kept(sent)
    const [before, after] = [await sharp(sent).metadata(), await sharp(bytes).metadata()]
    expect(before.icc?.length).toBeGreaterThan(100)
    expect(after.icc).toEqual(before.icc)
    expect(toldIn(bytes)).toEqual([])
  })

  test.each([3, 6, 8])('sees it turned as orientation %i says', async (orientation) => {
    const sent = await telling(drawn(), orientation).png().toBuffer()
    const { bytes, width, height } = kept(sent)
    const metadata = await sharp(bytes).metadata()
    expect(metadata.orientation).toBe(orientation)
    expect({ width, height }).toEqual(metadata.autoOrient)
    expect(toldIn(bytes)).toEqual([])
    await expectSame(bytes, sent)
  })

  test('sees it turned where only its end says so, as ExifTool writes it', async () => {
    const plain = await drawn().png().toBuffer()
    const exif = chunk('eXIf', exifOf(6))
    const { bytes, width, height } = kept(insert(plain, plain.length - 12, exif))
    expect({ width, height }).toEqual({ width: HEIGHT, height: WIDTH })
    expect((await sharp(bytes).metadata()).orientation).toBe(6)
  })

  test('gets no texts, times, private chunks, nor what stands behind the picture', async () => {
    const plain = await drawn().png().toBuffer()
    const secrets = [
      'tEXt',
      'zTXt',
      'iTXt',
      'tIME',
      'prVt',
      'caBX',
      'sPLT',
      'hIST',
      'acTL'.toUpperCase(),
    ]
    const parts = secrets.map((type) => chunk(type, 'secret'))
    // Longer than such a chunk can be.
    parts.push(chunk('gAMA', 'a secret'), chunk('bKGD', 'a secret'))
    const { bytes } = kept(join(insert(plain, FIRST, join(...parts)), 'PK\x03\x04secret'))
    expect(bytes).toEqual(kept(plain).bytes)
    expect(toldIn(bytes, ['secret'])).toEqual([])
    await expectSame(bytes, plain)
  })

  test('sees all frames of an animation', () => {
    const sent = apng(3, 3)
    const picture = kept(insert(sent, FIRST, chunk('tEXt', 'secret')))
    expect(picture).toMatchObject({ frames: 3, width: 4, height: 4 })
    expect(picture.bytes).toEqual(sent)
  })

  test('gets the same file whether it was sent once or sent again as kept', async () => {
    const { bytes } = kept(await telling(drawn(), 6).png().toBuffer())
    expect(kept(bytes).bytes).toEqual(bytes)
  })
})

describe('an editor is told', () => {
  test('that a PNG is cut short, wherever it ends', async () => {
    const sent = await telling(drawn(), 6).png().toBuffer()
    for (let length = 16; length < sent.length; length += 7) {
      expect(faultOf(sent.subarray(0, length))).toMatch(/^is cut short/)
    }
  })

  test('that the header of a PNG is damaged', async () => {
    const sent = await drawn().png().toBuffer()
    sent[19] = 1
    expect(faultOf(sent)).toMatch(/^is damaged/)
    expect(faultOf(join(SIGNATURE, chunk('CgBI', 'abcd'), sent.subarray(8)))).toMatch(/^is damaged/)
    expect(faultOf(join(SIGNATURE, header(4, 4), chunk('IEND', '')))).toMatch(/^is damaged/)
  })

  test('that a PNG is too large, from its header alone', () => {
    expect(faultOf(join(SIGNATURE, header(65_535, 65_535)))).toMatch(/^is 65,535 × 65,535 pixels/)
    expect(faultOf(join(SIGNATURE, header(0, 4)))).toMatch(/^is 0 × 4 pixels/)
  })

  test('that an animation has too many frames, whether promised or there', () => {
    expect(faultOf(apng(2_001, 1))).toMatch(/^has more than 2,000 frames/)
    expect(faultOf(apng(1, 2_001))).toMatch(/^has more than 2,000 frames/)
    const wide = join(SIGNATURE, header(7_000, 7_000), chunk('acTL', u32(5, 0)))
    expect(faultOf(wide)).toMatch(/^is 7,000 × 7,000 pixels in more than 4 frames/)
  })
})
