import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import {
  animated,
  drawn,
  expectSame,
  faultOf,
  HEIGHT,
  has,
  insert,
  join,
  kept,
  WIDTH,
} from './files'

const le = (...numbers: number[]) => Uint8Array.from(numbers.flatMap((n) => [n & 255, n >> 8]))
const screen = (width: number, height: number) => join('GIF89a', le(width, height), '\0\0\0')
const frame = (width: number, height: number) =>
  join(',', le(0, 0, width, height), '\0\x02\x02\x4c\x01\0')

/** Behind the screen and its colours. */
const first = (gif: Uint8Array) =>
  13 + ((gif[10] ?? 0) & 0x80 ? 3 * 2 ** (((gif[10] ?? 0) & 7) + 1) : 0)

describe('a reader of a GIF', () => {
  test('sees it as it was sent', async () => {
    const sent = await drawn().gif().toBuffer()
    const picture = kept(sent)
    expect(picture).toMatchObject({ type: 'image/gif', extension: 'gif', frames: 1 })
    expect(picture).toMatchObject({ width: WIDTH, height: HEIGHT })
    await expectSame(picture.bytes, sent)
  })

  test('sees all frames of an animation, as long and as often', async () => {
    const sent = await animated(3)
      .gif({ delay: [50, 100, 150], loop: 4 })
      .toBuffer()
    const { bytes, frames } = kept(sent)
    const [before, after] = [await sharp(sent).metadata(), await sharp(bytes).metadata()]
    expect(frames).toBe(3)
    expect(after.delay).toEqual([50, 100, 150])
    expect(after.loop).toBe(before.loop)
    await expectSame(bytes, sent)
  })

  test('gets no comments, texts, XMP, nor what stands behind the picture', async () => {
    const plain = await animated(2)
      .gif({ delay: [50, 100] })
      .toBuffer()
    const secrets = join(
      '!\xfe\x06secret\0',
      '!\xff\x0bXMP DataXMP\x06secret\0',
      '!\xff\x0bNETSCAPE2.0\x03\x01\0\0\x06secret\0',
      '!\xf9\x04\x02abc\0',
      '!\x01\x0c',
      'c'.repeat(12),
      '\x06secret\0',
      '!\xaa\x06secret\0',
    )
    const { bytes, frames } = kept(join(insert(plain, first(plain), secrets), '<script>secret'))
    expect(frames).toBe(2)
    expect(has(bytes, 'secret') || has(bytes, 'XMP') || has(bytes, 'abc')).toBe(false)
    expect((await sharp(bytes).metadata()).delay).toEqual([50, 100])
    await expectSame(bytes, plain)
  })

  test('gets the same file whether it was sent once or sent again as kept', async () => {
    const { bytes } = kept(await animated(2).gif().toBuffer())
    expect(kept(bytes).bytes).toEqual(bytes)
  })

  test('does not see a frame as long as a text was to be', () => {
    const words = join('!\xf9\x04\x04\xff\xff\0\0', '!\x01\x0c', 'c'.repeat(12), '\x06secret\0')
    const { bytes } = kept(join(screen(4, 3), words, frame(4, 3), ';'))
    expect(bytes).toEqual(join(screen(4, 3), frame(4, 3), ';'))
  })

  test('sees a first frame that is larger than the screen whole', () => {
    expect(kept(join(screen(1, 1), frame(4, 3), ';'))).toMatchObject({ width: 4, height: 3 })
  })
})

describe('an editor is told', () => {
  test('that a GIF is cut short, wherever it ends', async () => {
    const sent = await animated(2).gif().toBuffer()
    for (let length = 16; length < sent.length; length += 7) {
      expect(faultOf(sent.subarray(0, length))).toMatch(/^is cut short/)
    }
  })

  test('that a GIF is too large, has too many frames or frames too large', () => {
    expect(faultOf(join(screen(65_535, 65_535), frame(1, 1), ';'))).toMatch(/^is 65,535 × 65,535/)
    expect(faultOf(join(screen(1, 1), frame(65_535, 65_535), ';'))).toMatch(/^is 65,535 × 65,535/)
    const frames = Array.from({ length: 10_000 }, () => frame(1, 1))
    expect(faultOf(join(screen(1, 1), ...frames, ';'))).toMatch(/^has more than 2,000 frames/)
    const wide = Array.from({ length: 9 }, () => frame(5_000, 5_000))
    expect(faultOf(join(screen(5_000, 5_000), ...wide, ';'))).toMatch(/in more than 8 frames/)
    const beyond = join(screen(1, 1), frame(1, 1), ...wide, ';')
    expect(faultOf(beyond)).toMatch(/^has many frames larger than itself/)
  })

  test('that a GIF without frames, or with something else in it, is damaged', () => {
    expect(faultOf(join(screen(4, 4), '!\xfe\x06secret\0;'))).toMatch(/^is damaged/)
    expect(faultOf(join(screen(4, 4), frame(4, 4), 'secret'))).toMatch(/^is damaged/)
  })
})
