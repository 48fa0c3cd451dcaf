/** Pictures as the desk draws them. */
import { html } from 'hono/html'
import { MADE_WIDTHS, pathOf } from '../../articles/picture'
import type { ListedPicture } from '../../articles/pictures'
import { type DeskContext, wordsFor } from '../context'
import type { Html } from '../layout'
import { WORDS } from './words'

type Drawn = Pick<ListedPicture, 'hash' | 'files' | 'state'>

/** Of files, the smallest first, the one for a small view; null where there is none. */
export const thumbFile = <F extends { width: number }>(files: F[]): F | null =>
  files.find(({ width }) => width >= (MADE_WIDTHS[0] ?? 0)) ?? files.at(-1) ?? null

/** A small view, where there are files: the words beside it say what it is. */
export function thumb({ hash, files, state }: Drawn): Html | string {
  const file = thumbFile(files)
  if (!file || state !== 'kept') return ''
  return html`<img src="${pathOf(hash, file)}" width="${file.width}" height="${file.height}" alt="" loading="lazy">`
}

/** What is said of what a picture shows. */
export function altText(c: DeskContext, alt: string | null): string {
  const words = wordsFor(c, WORDS)
  return alt === null ? words.noAlt : alt === '' ? words.onlyDecorates : alt
}

/** The line that shows a picture in an article (Markdown). */
export const lineFor = (hash: string, alt: string | null) =>
  `![${(alt ?? '').replace(/[\\[\]]/g, '\\$&')}](picture:${hash})`

/** A number of bytes, for people. */
export const bytesText = (bytes: number) =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
