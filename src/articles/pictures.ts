/** Pictures as D1 knows them: statements, and what they are decoded with. */
import type { Content } from './article'
import { hashesIn, type Picture, type Size } from './picture'

interface Row {
  hash: string
  width: number
  height: number
  files: string
  has_card: 0 | 1
  alt: string | null
}

const COLUMNS = 'hash, width, height, files, has_card, alt'

/** Those of the hashes that are there. Decode with `toPictures`. */
export const selectPictures = (db: D1Database, hashes: string[]) =>
  db
    .prepare(
      `SELECT ${COLUMNS} FROM pictures
       WHERE hash IN (SELECT value FROM json_each(?1)) AND state = 'kept'`,
    )
    .bind(JSON.stringify(hashes))

/** By hash. */
export const toPictures = (result: D1Result | undefined): Map<string, Picture> =>
  new Map(
    ((result?.results ?? []) as Row[]).map((row) => [
      row.hash,
      {
        hash: row.hash,
        width: row.width,
        height: row.height,
        files: JSON.parse(row.files) as Size[],
        hasCard: row.has_card === 1,
        alt: row.alt,
      },
    ]),
  )

/** The hashes of all pictures that a content may name; and perhaps of some that it does not. */
export const namedBy = ({ body, lead }: Pick<Content, 'body' | 'lead'>) => [
  ...new Set([...(lead ? [lead.picture] : []), ...hashesIn(body)]),
]

/** The pictures that contents name. Asks nothing when they name none. */
export async function findPictures(
  db: D1Database,
  contents: Pick<Content, 'body' | 'lead'>[],
): Promise<Map<string, Picture>> {
  const hashes = [...new Set(contents.flatMap(namedBy))]
  return hashes.length === 0 ? new Map() : toPictures(await selectPictures(db, hashes).run())
}
