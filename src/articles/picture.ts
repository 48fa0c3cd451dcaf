/** Pictures, as pages draw them. Widths and heights are in pixels, as shown. */
import { paths } from '../site'

/** Kinds of files that readers get, and what their names end with. */
export const EXTENSIONS = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
} as const

export type PictureType = keyof typeof EXTENSIONS

/** A file of a picture that readers can get. */
export interface Size {
  width: number
  height: number
  type: PictureType
}

/** A picture that is there. */
export interface Picture {
  /** SHA-256 of the original as it is kept, in hexadecimal. */
  hash: string
  width: number
  height: number
  /** The smallest first; one at least. */
  files: Size[]
  /** Whether there is a social card of it, a JPEG of 1,200 by 630. */
  hasCard: boolean
  /** What it shows; empty when it only decorates, null when nobody has said. */
  alt: string | null
}

/** What an editor chooses as an article's lead picture. */
export interface LeadChoice {
  /** The picture's hash. */
  picture: string
  /** What it shows here; null: as the picture has it. */
  alt: string | null
  caption: string | null
}

/** A lead picture as it is drawn: everything there is to know, so that a list looks nothing up. */
export interface Lead extends Picture {
  alt: string
  caption: string | null
}

export const HASH = /^[0-9a-f]{64}$/

/** The hash in what names a picture by itself: `picture:` may stand before it. */
export const hashNamed = (name: string) =>
  name
    .trim()
    .replace(/^picture:/i, '')
    .toLowerCase()

/** Where the social card of a picture is. */
export const CARD = { file: 'card.jpg', type: 'image/jpeg', width: 1200, height: 630 } as const

export const fileName = ({ width, type }: Size) => `${width}.${EXTENSIONS[type]}`

export const pathOf = (hash: string, size: Size) => paths.picture(hash, fileName(size))

/**
 * Widths at which smaller pictures are made, in pixels: for entries of lists, for telephones, for columns of
 * text, for large screens.
 */
export const MADE_WIDTHS = [320, 640, 1280, 2560]

/** Wide enough for a column of text on most screens. */
const USUAL_WIDTH = 1280

/** The file for whoever does not choose: a browser without `srcset`, a feed reader, a search engine. */
export const usualFile = ({ files }: Pick<Picture, 'files'>): Size => {
  const usual = files.find(({ width }) => width >= USUAL_WIDTH) ?? files.at(-1)
  if (!usual) throw new Error('a picture without a file')
  return usual
}

/** The attribute `srcset`: empty where there is nothing to choose from. */
export const srcsetOf = ({ hash, files }: Pick<Picture, 'hash' | 'files'>) =>
  files.length < 2 ? '' : files.map((size) => `${pathOf(hash, size)} ${size.width}w`).join(', ')

/** A picture and what an editor chose of it. */
export const leadOf = (picture: Picture, { alt, caption }: LeadChoice): Lead => ({
  ...picture,
  alt: alt ?? picture.alt ?? '',
  caption,
})
