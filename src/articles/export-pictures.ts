/** Pictures in an export: what D1 knows of them. Their files are fetched one by one. */

import { ORIGINAL } from '../delivery/files'
import type { ExportFilter } from './export'
import { CARD, fileName, type Picture, type PictureType, type Size } from './picture'

export interface ExportedPicture {
  hash: string
  alt: string | null
  name: string | null
  /** UTC seconds. */
  createdAt: number
  /** The names of its files: `original`, the smaller ones, the card. */
  files: string[]
}

/** As many as come at a time. */
const MAX_ROWS = 500

interface Row {
  hash: string
  type: PictureType
  width: number
  height: number
  files: string
  has_card: 0 | 1
  alt: string | null
  name: string | null
  created_at: number
}

/** An editor limited to sections gets the pictures of articles there. */
const IN_SECTIONS = `EXISTS (SELECT 1 FROM picture_uses u CROSS JOIN articles a ON a.id = u.article_id
  CROSS JOIN sections s ON s.id = a.section_id
  WHERE u.hash = p.hash AND s.slug IN (SELECT value FROM json_each(?3)))`

/** The pictures that come after a hash, in the order of hashes. `next` is null at the end. */
export async function readPictures(
  db: D1Database,
  { since, sections }: ExportFilter,
  after: string,
): Promise<{ pictures: ExportedPicture[]; next: string | null }> {
  const { results } = await db
    .prepare(
      `SELECT hash, type, width, height, files, has_card, alt, name, created_at FROM pictures p
       WHERE hash > ?1 AND state = 'kept' AND created_at >= ?2 AND (?3 IS NULL OR ${IN_SECTIONS})
       ORDER BY hash LIMIT ${MAX_ROWS}`,
    )
    .bind(after, since ?? 0, sections && JSON.stringify(sections))
    .run<Row>()
  const last = results.length === MAX_ROWS ? results.at(-1) : undefined
  return { pictures: results.map(toExported), next: last?.hash ?? null }
}

/** What stands in for the original where no smaller ones were made: the only file there is. */
export const isServedAsSent = (files: Size[], { width, type }: Pick<Size, 'width' | 'type'>) =>
  files.length === 1 && files[0]?.width === width && files[0].type === type

/** The names of a picture's files: the original, those made of it, the card. */
export const fileNamesOf = (
  picture: Pick<Picture, 'files' | 'width' | 'hasCard'> & { type: PictureType },
): string[] => [
  ORIGINAL,
  ...(isServedAsSent(picture.files, picture) ? [] : picture.files.map(fileName)),
  ...(picture.hasCard ? [CARD.file] : []),
]

const toExported = ({ hash, alt, name, type, width, ...row }: Row): ExportedPicture => ({
  hash,
  alt,
  name,
  createdAt: row.created_at,
  files: fileNamesOf({
    type,
    width,
    files: JSON.parse(row.files) as Size[],
    hasCard: row.has_card === 1,
  }),
})
