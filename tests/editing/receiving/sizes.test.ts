/**
 * Sizes made by the binding's local simulation, which is sharp, and ignores quality and backgrounds: what is
 * asked for is looked at where what comes cannot tell.
 */
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type PictureFile, readPicture } from '../../../src/articles/files/picture'
import { convertHeic, type Made, makeSizes } from '../../../src/editing/receiving/sizes'
import {
  AVIF,
  CLEAR_PNG,
  LARGE_PNG,
  MOVING_GIF,
  MOVING_WEBP,
  TURNED_JPEG,
  TURNED_PNG,
  TURNED_WEBP,
} from './pictures'

let logged: unknown[] = []

beforeEach(() => {
  logged = []
  vi.spyOn(console, 'warn').mockImplementation((line: string) => {
    logged.push(JSON.parse(line))
  })
})

afterEach(() => {
  vi.restoreAllMocks()
})

function fileOf(bytes: Uint8Array<ArrayBuffer>): PictureFile {
  const file = readPicture(bytes)
  if ('fault' in file) throw new Error(file.fault)
  return file
}

/** A binding that does as it is told, and what it was asked. */
function recorded(images: ImagesBinding = env.IMAGES) {
  const asked: unknown[] = []
  const wrap = (transformer: ImageTransformer): ImageTransformer => ({
    transform(shape) {
      asked.push(shape)
      return wrap(transformer.transform(shape))
    },
    draw: () => transformer,
    output(options) {
      asked.push(options)
      return transformer.output(options)
    },
  })
  return {
    asked,
    images: { ...images, input: (stream) => wrap(images.input(stream)) } as ImagesBinding,
  }
}

const made = (bytes: Uint8Array<ArrayBuffer>) => makeSizes(env.IMAGES, fileOf(bytes))

const shapes = (outcome: Made | null) =>
  outcome?.files.map(({ type, width, height }) => `${type} ${width}×${height}`)

const cardOf = (outcome: Made | null) => {
  const { type, width, height } = fileOf(outcome?.card ?? new Uint8Array())
  return `${type} ${width}×${height}`
}

test('a large picture comes in three sizes and as a card', async () => {
  const outcome = await made(LARGE_PNG)
  expect(shapes(outcome)).toEqual([
    'image/webp 640×427',
    'image/webp 1280×853',
    'image/webp 2560×1707',
  ])
  expect(cardOf(outcome)).toBe('image/jpeg 1200×630')
  for (const { bytes, width, height } of outcome?.files ?? []) {
    expect(fileOf(bytes)).toMatchObject({ width, height, frames: 1 })
  }
  expect(logged).toEqual([])
})

test.each([
  ['JPEG', TURNED_JPEG],
  ['WebP', TURNED_WEBP],
  ['PNG', TURNED_PNG],
])('a %s that lies on its side comes out upright', async (_, bytes) => {
  const file = fileOf(bytes)
  expect([file.width, file.height]).toEqual([656, 328])
  const outcome = await makeSizes(env.IMAGES, file)
  expect(shapes(outcome)).toEqual(['image/webp 640×320', 'image/webp 656×328'])
  expect(cardOf(outcome)).toBe('image/jpeg 1200×630')
})

/** The same picture, as if it were of another size: what is asked of the binding goes by that. */
const asIf = (width: number, height: number): PictureFile => ({
  ...fileOf(LARGE_PNG),
  width,
  height,
})

test.each([
  [639, []],
  [640, []],
  [641, [640, 641]],
  [1280, [640, 1280]],
  [1281, [640, 1280, 1281]],
  [2560, [640, 1280, 2560]],
  [2561, [640, 1280, 2560]],
  [12_000, [640, 1280, 2560]],
])('a picture %i wide is never enlarged: %j', async (width, widths) => {
  const { asked, images } = recorded()
  const outcome = await makeSizes(images, asIf(width, 100))
  expect(outcome?.files.map((file) => file.width)).toEqual(widths)
  expect(asked).toEqual(
    widths.flatMap((each) => [
      { width: each, fit: 'scale-down' },
      { format: 'image/webp', quality: 82 },
    ]),
  )
})

test.each([
  [600, 315, true],
  [599, 315, false],
  [600, 314, false],
])('a picture of %i by %i has a card: %s', async (width, height, hasCard) => {
  const { asked, images } = recorded()
  const outcome = await makeSizes(images, asIf(width, height))
  expect(outcome?.card !== null).toBe(hasCard)
  expect(asked).toEqual(
    hasCard
      ? [
          { width: 1200, height: 630, fit: 'cover' },
          { format: 'image/jpeg', quality: 82, background: '#ffffff', anim: false },
        ]
      : [],
  )
})

test('what moves is served as it is, and has a card that stands still', async () => {
  const outcome = await made(MOVING_GIF)
  expect(outcome?.files).toEqual([])
  expect(cardOf(outcome)).toBe('image/jpeg 1200×630')
  expect(await made(MOVING_WEBP)).toEqual({ files: [], card: null })
})

test('a picture as narrow as the smallest size is served as it is', async () => {
  const outcome = await made(CLEAR_PNG)
  expect(outcome?.files).toEqual([])
  expect(cardOf(outcome)).toBe('image/jpeg 1200×630')
})

test('a picture that the binding cannot read is served as it is, and the log says why', async () => {
  const file: PictureFile = { ...fileOf(LARGE_PNG), bytes: new Uint8Array(1_000).fill(7) }
  expect(await makeSizes(env.IMAGES, file)).toBeNull()
  expect(logged).toEqual([
    {
      level: 'warn',
      event: 'sizes-not-made',
      type: 'image/png',
      width: 3000,
      height: 2000,
      fault: expect.stringMatching(/^Error: .*unsupported image format$/),
    },
  ])
})

test('AVIF has sizes where the binding reads it', async () => {
  expect(shapes(await made(AVIF))).toEqual(['image/webp 640×448', 'image/webp 1000×700'])
})

/** A binding that answers with the given files, whatever it is asked. */
function answering(...files: Uint8Array<ArrayBuffer>[]): ImagesBinding {
  const transformer: ImageTransformer = {
    transform: () => transformer,
    draw: () => transformer,
    output: async () => {
      const file = files.shift()
      if (!file) throw Object.assign(new Error('IMAGES_TRANSFORM_ERROR 9520: no'), { code: 9520 })
      const response = () => new Response(file)
      return { response, contentType: () => 'image/webp', image: () => new Blob([file]).stream() }
    },
  }
  return { ...env.IMAGES, input: () => transformer } as ImagesBinding
}

test.each([
  ['is refused halfway', 3000, [MOVING_WEBP], 'Error: IMAGES_TRANSFORM_ERROR 9520: no'],
  ['comes out on its side', 1000, [TURNED_JPEG], 'Error: the picture came out lying on its side'],
  ['comes out as no picture', 3000, [new Uint8Array(100)], 'Error: what was made is of no kind'],
  ['comes out empty', 3000, [new Uint8Array()], 'Error: what was made is empty'],
  ['has a card that moves', 600, [MOVING_GIF], 'Error: the card came out as image/gif, 640 by 320'],
  [
    'has a card too small',
    600,
    [TURNED_JPEG],
    'Error: the card came out as image/jpeg, 656 by 328',
  ],
])('a picture that %s is served as it is', async (_, width, files, fault) => {
  expect(await makeSizes(answering(...files), asIf(width, 2000))).toBeNull()
  expect(logged).toMatchObject([{ event: 'sizes-not-made', fault: expect.stringContaining(fault) }])
})

test('a size is never listed twice', async () => {
  const outcome = await makeSizes(answering(AVIF, AVIF, AVIF, TURNED_JPEG), asIf(3000, 300))
  expect(outcome?.files).toHaveLength(1)
})

test('sizes are made one after the other', async () => {
  let underway = 0
  let most = 0
  const { images } = recorded({
    ...env.IMAGES,
    input: (stream: ReadableStream<Uint8Array>) => {
      most = Math.max(most, ++underway)
      const transformer = env.IMAGES.input(stream)
      const output = transformer.output.bind(transformer)
      transformer.output = async (options) => {
        const result = await output(options)
        underway--
        return result
      }
      return transformer
    },
  } as ImagesBinding)
  await makeSizes(images, fileOf(LARGE_PNG))
  expect(most).toBe(1)
})

test('a photo from a telephone becomes a JPEG in full size, upright', async () => {
  const { asked, images } = recorded()
  const converted = await convertHeic(images, TURNED_PNG)
  expect(fileOf(converted ?? new Uint8Array())).toMatchObject({
    type: 'image/jpeg',
    width: 656,
    height: 328,
  })
  expect(asked).toMatchObject([
    { width: 12_000, height: 12_000, fit: 'scale-down' },
    { format: 'image/jpeg', quality: 90 },
  ])
})

test('a photo that the binding cannot read stays unread, and the log says why', async () => {
  const heic = new Uint8Array([...'\0\0\0\x18ftypheic\0\0\0\0heicmif1'].map((c) => c.charCodeAt(0)))
  expect(await convertHeic(env.IMAGES, heic)).toBeNull()
  expect(logged).toMatchObject([{ event: 'heic-not-converted', bytes: heic.length }])
})
