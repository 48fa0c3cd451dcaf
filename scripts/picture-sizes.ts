/** Smaller pictures and social cards, for newsrooms that make none themselves (no Images binding). */
import { Fault } from './command.ts'
import type { Made } from './send-picture.ts'

/** As src/articles/picture.ts has them, in pixels; a test holds them together. */
export const WIDTHS = [320, 640, 1280, 2560]
export const CARD = { width: 1200, height: 630 }

/** Of 100, like the newsroom's own. */
const QUALITY = 82

const [SMALLEST = 0] = WIDTHS
const LARGEST = WIDTHS.at(-1) ?? 0

/** The widths at which a picture is made smaller: as the newsroom itself would (src/editing/receiving/sizes.ts). */
export const widthsOf = (width: number): number[] =>
  width <= SMALLEST
    ? []
    : [...WIDTHS.filter((each) => each < Math.min(width, LARGEST)), Math.min(width, LARGEST)]

async function loadSharp() {
  try {
    return (await import('sharp')).default
  } catch {
    throw new Fault(
      '--sizes takes the package sharp, which is not here: npm install --no-save sharp',
      'usage',
    )
  }
}

/**
 * The sizes of a picture (WebP), and its card (JPEG) if it is large enough for one; undefined for what moves or
 * is a GIF, and is shown as it is. Throws what is wrong, as the end of a sentence that begins with its name.
 */
export async function makeSizes(bytes: Uint8Array): Promise<Made | undefined> {
  const sharp = await loadSharp()
  const upright = () => sharp(bytes).rotate()
  try {
    const { format, pages = 1, width, height, orientation = 1 } = await sharp(bytes).metadata()
    if (format === 'gif' || pages > 1) return undefined
    const [across, down] = orientation >= 5 ? [height, width] : [width, height]
    const sizes: Made['sizes'] = []
    for (const each of widthsOf(across)) {
      const made = upright().resize({ width: each }).webp({ quality: QUALITY })
      sizes.push(new Uint8Array(await made.toBuffer()))
    }
    const isLarge = across >= CARD.width / 2 && down >= CARD.height / 2
    const card = upright()
      .resize({ ...CARD, fit: 'cover' })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: QUALITY })
    return { sizes, card: isLarge ? new Uint8Array(await card.toBuffer()) : null }
  } catch (fault) {
    throw new Fault(
      `sharp makes nothing of it (${(fault as Error).message}); send it without --sizes`,
      'refused',
    )
  }
}
