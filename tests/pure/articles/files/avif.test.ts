import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { readPicture } from '../../../../src/articles/files/picture'
import { avif, box, full } from './avif-file'
import {
  drawn,
  expectSame,
  faultOf,
  HEIGHT,
  has,
  join,
  kept,
  telling,
  text,
  toldIn,
  u16,
  u32,
  WIDTH,
} from './files'

/** A track of so many frames. */
function track(frames: number, shows = 'pict', size: [number, number] = [WIDTH, HEIGHT]) {
  const header = full('tkhd', 0, 'TIMETIME', u32(1, 0, 0, 0, 0, 0, 0), u32(...Array(9).fill(0)))
  const sized = join(header, u32(...size.map((side) => side * 0x10000)))
  sized.set(u32(sized.length))
  return box(
    'trak',
    sized,
    box('udta', 'Jane'),
    box(
      'mdia',
      full('mdhd', 1, 'TIMETIMETIMETIME', u32(0, 0)),
      full('hdlr', 0, u32(0), shows, u32(0, 0, 0), 'Jane\0'),
      box('minf', box('stbl', full('stsz', 0, u32(9, frames)))),
    ),
  )
}
const film = (...tracks: Uint8Array[]) =>
  box('moov', full('mvhd', 0, 'TIMETIME', u32(0, 0)), box('udta', 'Jane'), ...tracks)

describe('a reader of an AVIF', () => {
  test.each([3, 4] as const)('learns nothing of who took it (%i channels)', async (channels) => {
    const sent = await telling(drawn(WIDTH, HEIGHT, channels))
      .avif()
      .toBuffer()
    expect(toldIn(sent)).not.toEqual([])
    const picture = kept(sent)
    expect(picture).toMatchObject({ type: 'image/avif', extension: 'avif', frames: 1 })
    expect(picture).toMatchObject({ width: WIDTH, height: HEIGHT })
    expect(picture.bytes.length).toBe(sent.length)
    expect(toldIn(picture.bytes)).toEqual([])
    await expectSame(picture.bytes, sent)
  })

  test('sees the colours of its profile', async () => {
    const sent = await telling(drawn()).avif().toBuffer()
    const [before, after] = [await sharp(sent).metadata(), await sharp(kept(sent).bytes).metadata()]
    expect(before.icc?.length).toBeGreaterThan(100)
    expect(after.icc).toEqual(before.icc)
  })

  test.each([0, 1])('learns nothing, wherever notes stand (method %i)', async (method) => {
    const sent = await avif({ method })
    expect(toldIn(sent)).not.toEqual([])
    const { bytes } = kept(sent)
    expect(toldIn(bytes, ['unused'])).toEqual([])
    // Some decoders refuse a file whose Exif has no beginning.
    expect(has(bytes, 'MM\0*\0\0\0\x08')).toBe(true)
    await expectSame(bytes, sent)
  })

  test.each([
    [0, WIDTH, HEIGHT],
    [1, HEIGHT, WIDTH],
    [2, WIDTH, HEIGHT],
    [3, HEIGHT, WIDTH],
  ])('sees it turned by %i quarters', async (quarters, width, height) => {
    const sent = await avif({ properties: [box('irot', Uint8Array.of(quarters))] })
    const picture = kept(sent)
    expect(picture).toMatchObject({ width, height })
    expect(await sharp(picture.bytes).metadata()).toMatchObject({ width, height })
    await expectSame(picture.bytes, sent)
  })

  test('gets no notes, films, descriptions, nor what stands behind the picture', async () => {
    const secret = '0123456789abcdef secret'
    const sent = await avif({
      properties: [full('udes', 0, 'en\0secret\0\0\0')],
      inMeta: [
        box('udta', secret),
        box('uuid', secret),
        box('abcd', secret),
        full('pitm', 0, secret),
      ],
      behind: [box('free', secret), box('mpvd', secret), box('uuid', secret), box('mdat', secret)],
    })
    const { bytes } = kept(sent)
    expect(has(bytes, 'secret')).toBe(false)
    expect(has(bytes, 'mpvd')).toBe(false)
    await expectSame(bytes, sent)
  })

  test('gets the same file whether it was sent once or sent again as kept', async () => {
    const { bytes } = kept(await avif({ behind: [box('free', 'secret')] }))
    expect(kept(bytes).bytes).toEqual(bytes)
  })

  test('sees the frames of a sequence, and nothing of when it was made', async () => {
    const tracks = film(track(7), track(7, 'auxv'))
    const sent = await avif({ brand: 'avis', unused: '', behind: [tracks] })
    const { bytes, frames } = kept(sent)
    expect(frames).toBe(7)
    expect(toldIn(bytes, ['TIME'])).toEqual([])
    const picture = (await drawn().avif().toBuffer()).subarray(-100)
    expect(Buffer.from(bytes).includes(picture)).toBe(true)
  })
})

describe('an editor is told', () => {
  test('that an AVIF is cut short, wherever it ends', async () => {
    const sent = await avif()
    for (let length = 16; length < sent.length; length += 7) {
      // Between boxes, what is missing may be all there was of them.
      if (length > 28) expect(faultOf(sent.subarray(0, length))).toMatch(/^is cut short/)
      expect(faultOf(sent.subarray(0, length))).not.toBe('none')
    }
  })

  test('that an AVIF leads beyond its end', async () => {
    const sent = await avif()
    const at = Buffer.from(sent).indexOf('iloc')
    sent.set(u32(sent.length), at + 20)
    expect(faultOf(sent)).toMatch(/^is cut short/)
  })

  test('that an AVIF calls its own beginning a note', async () => {
    const sent = await avif()
    const at = Buffer.from(sent).indexOf('iloc')
    sent.set(u32(0), at + 12 + 16 + 8)
    expect(faultOf(sent)).toMatch(/^is damaged/)
  })

  test('that an AVIF is too large, from its header alone', async () => {
    expect(faultOf(await avif({ size: [65_535, 65_535] }))).toMatch(/^is 65,535 × 65,535 pixels/)
    const long = await avif({ brand: 'avis', behind: [film(track(2_001))] })
    expect(faultOf(long)).toMatch(/^has more than 2,000 frames/)
    const wide = await avif({ brand: 'avis', behind: [film(track(2, 'pict', [65_535, 1]))] })
    expect(faultOf(wide)).toMatch(/^is 65,535 × 1 pixels/)
  })

  test('that an AVIF has sound in it, or no still', async () => {
    const loud = await avif({ brand: 'avis', behind: [film(track(2), track(2, 'soun', [0, 0]))] })
    expect(faultOf(loud)).toMatch(/^has sound or other tracks/)
    expect(faultOf(join(box('ftyp', 'avis', '\0\0\0\0'), film(track(2))))).toMatch(/^has no still/)
  })

  test('that an AVIF is damaged whose directory cannot be read', async () => {
    const sent = await avif()
    for (const name of ['pitm', 'iloc', 'iinf', 'iprp', 'ipco', 'ipma', 'ispe', 'infe', 'av01']) {
      const broken = sent.slice()
      broken.set(text('abcd'), Buffer.from(sent).indexOf(name))
      expect(faultOf(broken)).toMatch(/^is damaged/)
    }
  })

  test('that a picture in boxes is HEIC, which can be converted', async () => {
    const head = (brand: string, more = '') => box('ftyp', brand, '\0\0\0\0', 'mif1', more)
    for (const sent of [head('heic'), head('mif1', 'heix'), await avif({ type: 'hvc1' })]) {
      expect(readPicture(sent)).toMatchObject({
        isHeic: true,
        fault: expect.stringMatching(/HEIC/),
      })
    }
    expect(readPicture(box('ftyp', 'isom', u16(0, 0), 'mp42'))).toEqual({
      fault: expect.stringMatching(/^is a film/),
    })
  })
})
