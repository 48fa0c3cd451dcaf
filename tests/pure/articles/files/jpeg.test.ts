import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { MAX_SIDE } from '../../../../src/articles/files/bounds'
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
  text,
  toldIn,
  u16,
  WIDTH,
} from './files'

const segment = (marker: number, contents: Uint8Array | string) =>
  join('\xff', Uint8Array.of(marker), u16(contents.length + 2), contents)

/** Behind the beginning, and behind JFIF. */
const FIRST = 2

describe('a reader of a JPEG', () => {
  test('learns neither where, when, with what nor by whom it was taken', async () => {
    const sent = await telling(drawn()).jpeg().toBuffer()
    expect(toldIn(sent)).not.toEqual([])
    const picture = kept(sent)
    expect(picture).toMatchObject({ type: 'image/jpeg', extension: 'jpg', frames: 1 })
    expect(picture).toMatchObject({ width: WIDTH, height: HEIGHT })
    expect(toldIn(picture.bytes, ['Exif', 'http'])).toEqual([])
    await expectSame(picture.bytes, sent)
  })

  test('sees the colours of its profile', async () => {
    const sent = await telling(drawn()).jpeg().toBuffer()
    const [before, after] = [await sharp(sent).metadata(), await sharp(kept(sent).bytes).metadata()]
    expect(before.icc?.length).toBeGreaterThan(100)
    expect(after.icc).toEqual(before.icc)
  })

  test.each([2, 3, 4, 5, 6, 7, 8])('sees it turned as orientation %i says', async (orientation) => {
    const sent = await telling(drawn(), orientation).jpeg().toBuffer()
    const { bytes, width, height } = kept(sent)
    const metadata = await sharp(bytes).metadata()
    expect(metadata.orientation).toBe(orientation)
    expect({ width, height }).toEqual(metadata.autoOrient)
    expect(metadata.exif?.length).toBe(6 + 26)
    expect(toldIn(bytes)).toEqual([])
    await expectSame(bytes, sent)
  })

  test('sees a progressive one with restart markers as it was', async () => {
    const sent = await telling(drawn(300, 200)).jpeg({ progressive: true }).toBuffer()
    await expectSame(kept(sent).bytes, sent)
    expect(kept(sent)).toMatchObject({ width: 300, height: 200 })
  })

  test('sees a CMYK one in its colours', async () => {
    const sent = await drawn().toColourspace('cmyk').jpeg().toBuffer()
    const { bytes } = kept(sent)
    expect(has(bytes, 'Adobe')).toBe(true)
    await expectSame(bytes, sent)
  })

  test('gets no thumbnail, comment, caption, second picture or maker’s note', async () => {
    const plain = await drawn().jpeg().toBuffer()
    const secrets = join(
      segment(0xe0, join('JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01', 'abc')),
      segment(0xe0, 'JFXX\0\x10thumbnail'),
      segment(0xe1, 'http://ns.adobe.com/xmp/extension/\0secret'),
      segment(0xe2, 'MPF\0secret'),
      ...Array.from({ length: 9 }, (_, i) => segment(0xe3 + i, 'secret')),
      segment(0xed, 'Photoshop 3.0\x008BIMsecret'),
      segment(0xee, 'Adobe\0\x64\0\0\0\0\x01secret'),
      segment(0xef, 'secret'),
      segment(0xf3, 'secret'),
      segment(0xfe, 'secret'),
      '\xff\xff\xff',
    )
    const { bytes } = kept(insert(plain, FIRST, secrets))
    expect(toldIn(bytes, ['secret', 'thumbnail', 'abc', 'MPF', '8BIM', 'JFXX'])).toEqual([])
    expect(bytes.subarray(0, 20)).toEqual(
      join('\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x02\0\0\x01\0\x01\0\0'),
    )
    await expectSame(bytes, plain)
  })

  test('gets nothing that stands behind the picture: no film, no archive', async () => {
    const plain = await drawn().jpeg().toBuffer()
    const { bytes } = kept(join(plain, '\0\0\0\x18ftypmp42secret', plain))
    expect(bytes).toEqual(kept(plain).bytes)
  })

  test('gets the same file whether it was sent once or sent again as kept', async () => {
    const { bytes } = kept(await telling(drawn(), 6).jpeg().toBuffer())
    expect(kept(bytes).bytes).toEqual(bytes)
  })
})

describe('an editor is told', () => {
  test('that a JPEG is cut short, wherever it ends', async () => {
    const sent = await telling(drawn(), 6).jpeg({ progressive: true }).toBuffer()
    for (let length = 16; length < sent.length - 1; length += 7) {
      expect(faultOf(sent.subarray(0, length))).toMatch(/^is cut short/)
    }
  })

  test('that a JPEG is too large, from its header alone', () => {
    const header = segment(0xc0, join('\x08', u16(65_535, 65_535), '\x01\x01\x11\0\xff'))
    expect(faultOf(join('\xff\xd8', header))).toBe(
      `is 65,535 × 65,535 pixels; send it with at most ${MAX_SIDE.toLocaleString('en')} on each side`,
    )
    const wide = segment(0xc0, join('\x08', u16(11_000, 11_000), '\x01\x01\x11\0\xff'))
    expect(faultOf(join('\xff\xd8', wide))).toMatch(/at most 50,000,000 in all$/)
  })

  test('that browsers do not show a lossless, arithmetic or 12-bit JPEG', () => {
    const header = join('\x08', u16(8, 8), '\x01\x01\x11\0\xff')
    const faults = [0xc3, 0xc9, 0xca].map((marker) =>
      faultOf(join('\xff\xd8', segment(marker, header))),
    )
    faults.push(faultOf(join('\xff\xd8', segment(0xc1, join('\x0c', header.subarray(1))))))
    for (const fault of faults) expect(fault).toMatch(/browsers do not show/)
  })

  test('that a JPEG without a picture, or with two headers, is damaged', async () => {
    const plain = await drawn().jpeg().toBuffer()
    const header = segment(0xc0, join('\x08', u16(8, 8), '\x01\x01\x11\0\xff'))
    expect(faultOf(join('\xff\xd8', header, '\xff\xd9'))).toMatch(/^is damaged/)
    expect(faultOf(insert(plain, FIRST, header))).toMatch(/^is damaged/)
    expect(faultOf(join('\xff\xd8\xff\xe1\0\x01', text('x'.repeat(20))))).toMatch(/^is damaged/)
  })
})
