import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import {
  animated,
  drawn,
  expectSame,
  faultOf,
  HEIGHT,
  has,
  join,
  kept,
  telling,
  toldIn,
  WIDTH,
} from './files'

const le32 = (n: number) => Uint8Array.of(n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24)
const chunk = (type: string, data: Uint8Array | string) =>
  join(type, le32(data.length), data, data.length & 1 ? '\0' : '')
const riff = (...chunks: Uint8Array[]) => {
  const all = join('WEBP', ...chunks)
  return join('RIFF', le32(all.length), all)
}
const canvas = (flags: number, width: number, height: number) =>
  chunk('VP8X', join(le32(flags), le32(width - 1).subarray(0, 3), le32(height - 1).subarray(0, 3)))

describe('a reader of a WebP', () => {
  test.each([
    ['lossy', { lossless: false }],
    ['lossless', { lossless: true }],
  ])('learns nothing of who took it (%s)', async (_, options) => {
    for (const channels of [3, 4] as const) {
      const sent = await telling(drawn(WIDTH, HEIGHT, channels))
        .webp(options)
        .toBuffer()
      expect(toldIn(sent)).not.toEqual([])
      const picture = kept(sent)
      expect(picture).toMatchObject({ type: 'image/webp', extension: 'webp', frames: 1 })
      expect(picture).toMatchObject({ width: WIDTH, height: HEIGHT })
      expect(toldIn(picture.bytes, ['EXIF', 'XMP '])).toEqual([])
      expect((picture.bytes[20] ?? 0) & 0x0c).toBe(0)
      const [before, after] = [await sharp(sent).metadata(), await sharp(picture.bytes).metadata()]
      expect(after.icc).toEqual(before.icc)
      expect(after.icc?.length).toBeGreaterThan(100)
      await expectSame(picture.bytes, sent)
    }
  })

  test.each([true, false])('gets a plain one as it was sent (lossless: %s)', async (lossless) => {
    const sent = await drawn().webp({ lossless }).toBuffer()
    expect(kept(sent)).toMatchObject({ width: WIDTH, height: HEIGHT })
    expect(kept(join(sent, 'secret')).bytes).toEqual(new Uint8Array(sent))
  })

  test.each([3, 6, 8])('sees it turned as orientation %i says', async (orientation) => {
    const sent = await telling(drawn(), orientation).webp().toBuffer()
    const { bytes, width, height } = kept(sent)
    const metadata = await sharp(bytes).metadata()
    expect(metadata.orientation).toBe(orientation)
    expect({ width, height }).toEqual(metadata.autoOrient)
    expect(toldIn(bytes, ['XMP '])).toEqual([])
    await expectSame(bytes, sent)
  })

  test('sees all frames of an animation, as long and as often', async () => {
    const sent = await animated(3)
      .webp({ delay: [50, 100, 150], loop: 4 })
      .toBuffer()
    const { bytes, frames, height } = kept(sent)
    const after = await sharp(bytes).metadata()
    expect({ frames, height }).toEqual({ frames: 3, height: HEIGHT })
    expect(after).toMatchObject({ delay: [50, 100, 150], loop: 4 })
    await expectSame(bytes, sent)
  })

  test('gets no chunks that nobody draws, in the file or in a frame', async () => {
    const plain = await drawn().webp().toBuffer()
    const picture = plain.subarray(12)
    const still = riff(
      canvas(0, WIDTH, HEIGHT),
      chunk('abcd', 'secret'),
      picture,
      chunk('efgh', 'secret'),
    )
    expect(has(kept(still).bytes, 'secret')).toBe(false)
    await expectSame(kept(still).bytes, plain)
    const size = join(le32(WIDTH - 1).subarray(0, 3), le32(HEIGHT - 1).subarray(0, 3))
    const frame = (secret: Uint8Array | string) =>
      chunk('ANMF', join('\0\0\0\0\0\0', size, '\x64\0\0\0', picture, secret))
    const moving = (secret: Uint8Array | string, loop: string) =>
      riff(canvas(2, WIDTH, HEIGHT), chunk('ANIM', loop), frame(secret), frame(secret))
    const film = kept(moving(chunk('abcd', 'secret'), '\0\0\0\0\0\0secret'))
    expect(film.frames).toBe(2)
    expect(film.bytes).toEqual(moving('', '\0\0\0\0\0\0'))
    await expectSame(film.bytes, moving('', '\0\0\0\0\0\0'))
  })

  test('gets the same file whether it was sent once or sent again as kept', async () => {
    const { bytes } = kept(await telling(drawn(), 6).webp().toBuffer())
    expect(kept(bytes).bytes).toEqual(bytes)
  })
})

describe('an editor is told', () => {
  test('that a WebP is cut short, wherever it ends', async () => {
    const sent = await telling(drawn(), 6).webp().toBuffer()
    for (let length = 16; length < sent.length; length += 7) {
      expect(faultOf(sent.subarray(0, length))).toMatch(/^is cut short/)
    }
  })

  test('that a WebP is too large, from its header alone', () => {
    expect(faultOf(riff(canvas(0, 65_535, 65_535)))).toMatch(/^is 65,535 × 65,535 pixels/)
    const frames = Array.from({ length: 2_001 }, () => chunk('ANMF', ''))
    const film = riff(canvas(2, 4, 4), chunk('ANIM', '\0\0\0\0\0\0'), ...frames)
    expect(faultOf(film)).toMatch(/^has more than 2,000 frames/)
  })

  test('that a WebP is damaged whose picture is not as large as it says, or is not there', async () => {
    const picture = (await drawn().webp().toBuffer()).subarray(12)
    expect(faultOf(riff(canvas(0, 4, 4), picture))).toMatch(/^is damaged/)
    expect(faultOf(riff(canvas(0, 4, 4)))).toMatch(/^is damaged/)
    expect(faultOf(riff(canvas(2, 4, 4)))).toMatch(/^is damaged/)
    expect(faultOf(riff(chunk('abcd', 'secret')))).toMatch(/^is damaged/)
  })
})
