/** Files that nobody’s camera made: whatever is sent, an editor gets a picture or a fault, and soon. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_ALL_PIXELS, MAX_SIDE } from '../../../../src/articles/files/bounds'
import { readPicture } from '../../../../src/articles/files/picture'
import { avif, box, full } from './avif-file'
import { animated, drawn, join, telling, u32 } from './files'
import { SHAPES } from './shapes'

const SAMPLES: Record<string, () => Promise<Uint8Array>> = {
  JPEG: () => telling(drawn(), 6).jpeg({ progressive: true }).toBuffer(),
  PNG: () => telling(drawn(), 6).png({ palette: true }).toBuffer(),
  GIF: () =>
    animated(3)
      .gif({ delay: [50, 100, 150] })
      .toBuffer(),
  WebP: () =>
    telling(drawn(64, 48, 4), 6)
      .webp()
      .toBuffer(),
  'moving WebP': () => animated(3).webp().toBuffer(),
  AVIF: () => telling(drawn(), 6).avif().toBuffer(),
  'AVIF with data in its directory': () => avif({ method: 1 }),
  'AVIF sequence': () =>
    avif({ brand: 'avis', behind: [box('moov', box('trak', full('stsz', 0, u32(1, 3))))] }),
}

/** Changes to a file: bytes set, mostly near its beginning, some repeated, and a new end. */
const changes = fc.record({
  bytes: fc.array(
    fc.tuple(
      fc.oneof(fc.nat(400), fc.nat(5_000)),
      fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xd9, 0xff), fc.nat(255)),
    ),
    { maxLength: 6 },
  ),
  repeated: fc.option(fc.tuple(fc.nat(3_000), fc.nat(200)), { freq: 3 }),
  end: fc.option(fc.nat(4_000), { freq: 3 }),
})

test.each(Object.keys(SAMPLES))(
  'a %s with any bytes changed is a picture or a fault',
  async (kind) => {
    const sample = (await SAMPLES[kind]?.()) ?? new Uint8Array()
    fc.assert(
      fc.property(changes, ({ bytes, repeated, end }) => {
        const changed = sample.slice(0, end ?? sample.length)
        for (const [at, byte] of bytes) changed[at] = byte
        const [from, length] = repeated ?? [0, 0]
        const sent = join(
          changed.subarray(0, from + length),
          changed.subarray(from, from + length),
          changed.subarray(from + length),
        )
        const picture = readPicture(sent)
        if ('fault' in picture) {
          expect(picture.fault).toMatch(/^(is|has) .+(;|,) .+[^.]$/)
          return
        }
        const { width, height, frames } = picture
        expect(Math.max(width, height)).toBeLessThanOrEqual(MAX_SIDE)
        expect(width * height * frames).toBeLessThanOrEqual(MAX_ALL_PIXELS)
        expect(picture.bytes.length).toBeLessThanOrEqual(sent.length + 64)
        // What is kept can be sent again, and nothing more is cut from it.
        expect(readPicture(picture.bytes)).toEqual(picture)
      }),
      { numRuns: Number(process.env.PICTURE_RUNS ?? 1_000) },
    )
  },
  300_000,
)

function cpu(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** What is linear takes four times as long, what is quadratic sixteen times. In milliseconds. */
const FACTOR = 10
const FLOOR = 30
const LARGE = 8_000_000

describe('four times as much of anything costs about four times as much', () => {
  test.each(Object.keys(SHAPES))('%s', async (name) => {
    const [small, large] = [await SHAPES[name]?.(LARGE / 4), await SHAPES[name]?.(LARGE)]
    const read = (bytes: Uint8Array | undefined) =>
      cpu(() => readPicture(bytes ?? new Uint8Array()))
    const isLinear = () => read(large) <= FACTOR * read(small) + FLOOR
    expect([1, 2, 3, 4, 5].some(isLinear)).toBe(true)
  })
})
