/** Smaller sizes of pictures, made once by Cloudflare Images when a picture comes. */
import { type PictureFile, readPicture } from '../../articles/files/picture'
import { CARD, MADE_WIDTHS, type Size } from '../../articles/picture'
import { log } from '../../delivery/log'

/** A file of a picture, made of the original. */
export interface MadeFile extends Size {
  bytes: Uint8Array<ArrayBuffer>
}

/** What is made of a picture. */
export interface Made {
  /** The smallest first. None where the original is served as it is: it is small, or moves. */
  files: MadeFile[]
  /** The social card, a JPEG; null for a picture too small for it. */
  card: Uint8Array<ArrayBuffer> | null
}

const [SMALLEST = 0] = MADE_WIDTHS
const LARGEST = MADE_WIDTHS.at(-1) ?? 0

/** Half of a card each way: enlarging more than that looks bad. */
const MIN_CARD = { width: CARD.width / 2, height: CARD.height / 2 }

/** Of 100. WebP and JPEG of a photo look like the original to most. */
const QUALITY = 82

/** Of 100: sizes are made of it once more. */
const HEIC_QUALITY = 90

/** What Cloudflare Images takes, in pixels on each side: its limits and ours (`MAX_SIDE`) are the same. */
const HEIC_SIDE = 12_000

/** A JPEG has no transparency: what lies behind. */
const BACKGROUND = '#ffffff'

/**
 * Makes the smaller sizes of a picture, and its social card, one after the other: an isolate has 128 MB, and
 * each may take the original's bytes once more on its way.
 *
 * @returns null when the binding cannot read the picture or fails: then the original is served as it is. AVIF
 *   is only read on Cloudflare's Enterprise plans
 *   (https://developers.cloudflare.com/images/get-started/limits/).
 */
export async function makeSizes(images: ImagesBinding, file: PictureFile): Promise<Made | null> {
  const { type, width, height } = file
  try {
    const original = new Blob([file.bytes])
    const files = new Map<number, MadeFile>()
    for (const width of widthsOf(file)) {
      const made = readMade(await make(images, original, { width, fit: 'scale-down' }, WEBP))
      if (isTurned(made, file)) throw new Error('the picture came out lying on its side')
      files.set(made.width, made)
    }
    return {
      files: [...files.values()],
      card: hasCard(file) ? await makeCard(images, original) : null,
    }
  } catch (fault) {
    log('warn', 'sizes-not-made', { type, width, height, fault: saidBy(fault) })
    return null
  }
}

/**
 * A photo as telephones take it (HEIC), as JPEG in its full size, upright.
 *
 * @returns null when the binding cannot read it: local runs cannot.
 */
export async function convertHeic(
  images: ImagesBinding,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const shape: ImageTransform = { width: HEIC_SIDE, height: HEIC_SIDE, fit: 'scale-down' }
  try {
    return await make(images, new Blob([bytes]), shape, { ...JPEG, quality: HEIC_QUALITY })
  } catch (fault) {
    log('warn', 'heic-not-converted', { bytes: bytes.length, fault: saidBy(fault) })
    return null
  }
}

const WEBP: ImageOutputOptions = { format: 'image/webp', quality: QUALITY }
const JPEG: ImageOutputOptions = {
  format: CARD.type,
  quality: QUALITY,
  background: BACKGROUND,
  anim: false,
}
const CARD_SHAPE: ImageTransform = { width: CARD.width, height: CARD.height, fit: 'cover' }

/** A GIF stays as it is even if it stands still: what it is used for is small, or would get no smaller. */
function widthsOf({ type, width, frames }: PictureFile): number[] {
  if (type === 'image/gif' || frames > 1 || width <= SMALLEST) return []
  return [
    ...MADE_WIDTHS.filter((each) => each < Math.min(width, LARGEST)),
    Math.min(width, LARGEST),
  ]
}

const hasCard = ({ width, height }: PictureFile) =>
  width >= MIN_CARD.width && height >= MIN_CARD.height

async function makeCard(images: ImagesBinding, original: Blob) {
  const card = await make(images, original, CARD_SHAPE, JPEG)
  const { type, width, height, bytes } = readMade(card)
  // Animations of more than 50 megapixels in all come back as they went.
  const isCard = type === CARD.type && width === CARD.width && height === CARD.height
  if (!isCard) throw new Error(`the card came out as ${type}, ${width} by ${height}`)
  return bytes
}

async function make(
  images: ImagesBinding,
  original: Blob,
  shape: ImageTransform,
  output: ImageOutputOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const result = await images.input(original.stream()).transform(shape).output(output)
  return new Uint8Array(await result.response().arrayBuffer())
}

/** What was made, by its own bytes: the binding turns pictures upright, and its `info()` does not say so. */
function readMade(bytes: Uint8Array<ArrayBuffer>): MadeFile {
  const made = readPicture(bytes)
  if ('fault' in made) throw new Error(`what was made ${made.fault}`)
  return { width: made.width, height: made.height, type: made.type, bytes: made.bytes }
}

/** Whether a picture came out wide that is high, or the other way round. */
const isTurned = (made: Size, file: PictureFile) =>
  (made.width - made.height) * (file.width - file.height) < 0

/** The first line: local runs add where in sharp it was. */
const saidBy = (fault: unknown) => String(fault).split('\n', 1)[0]
