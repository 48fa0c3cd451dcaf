/** Pictures as D1 knows them: statements, and what they are decoded with. */
import type { Content, Status } from './article'
import { hashesIn } from './hashes'
import type { Picture, PictureType, Size } from './picture'

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
  new Map(((result?.results ?? []) as Row[]).map((row) => [row.hash, fromRow(row)]))

/** The hashes of all pictures that a content may name; and perhaps of some that it does not. */
export const namedBy = ({ body, lead, card }: Pick<Content, 'body' | 'lead' | 'card'>) => [
  ...new Set([...(lead ? [lead.picture] : []), ...(card ? [card] : []), ...hashesIn(body)]),
]

/** The pictures that contents name. Asks nothing when they name none. */
export async function findPictures(
  db: D1Database,
  contents: Pick<Content, 'body' | 'lead' | 'card'>[],
): Promise<Map<string, Picture>> {
  const hashes = [...new Set(contents.flatMap(namedBy))]
  return hashes.length === 0 ? new Map() : toPictures(await selectPictures(db, hashes).run())
}

/** A picture as editors see it in a list. Instants are UTC seconds. */
export interface ListedPicture extends Picture {
  id: number
  type: PictureType
  /** Of the original. */
  bytes: number
  frames: number
  name: string | null
  createdAt: number
  state: 'arriving' | 'kept' | 'leaving' | 'barred'
}

/** A picture as editors see it. */
export interface KeptPicture extends ListedPicture {
  /** When it is removed unless an article shows it by then; null while one does. */
  removedAt: number | null
}

interface ListedRow extends Row {
  id: number
  type: PictureType
  bytes: number
  frames: number
  name: string | null
  created_at: number
  state: KeptPicture['state']
}

interface KeptRow extends ListedRow {
  removed_at: number | null
}

const LISTED_COLUMNS = `p.id, p.hash, p.type, p.bytes, p.width, p.height, p.frames, p.files, p.has_card,
  p.alt, p.name, p.created_at, p.state`

const KEPT_COLUMNS = `${LISTED_COLUMNS},
  (SELECT next_at FROM outbox WHERE kind = 'picture' AND subject = p.hash) AS removed_at`

const fromRow = (row: Row): Picture => ({
  hash: row.hash,
  width: row.width,
  height: row.height,
  files: JSON.parse(row.files) as Size[],
  hasCard: row.has_card === 1,
  alt: row.alt,
})

const fromListedRow = (row: ListedRow): ListedPicture => ({
  ...fromRow(row),
  id: row.id,
  type: row.type,
  bytes: row.bytes,
  frames: row.frames,
  name: row.name,
  createdAt: row.created_at,
  state: row.state,
})

const fromKeptRow = (row: KeptRow): KeptPicture => ({
  ...fromListedRow(row),
  removedAt: row.removed_at,
})

/** One picture in any state. Decode with `toKept`. */
export const selectKept = (db: D1Database, hash: string) =>
  db.prepare(`SELECT ${KEPT_COLUMNS} FROM pictures p WHERE p.hash = ?1`).bind(hash)

export function toKept(result: D1Result | undefined): KeptPicture | null {
  const row = result?.results[0] as KeptRow | undefined
  return row ? fromKeptRow(row) : null
}

/** Which pictures are listed: all, those that no article shows, those that one shows without saying what. */
export type PictureFilter = 'all' | 'unused' | 'without-alt'

const LISTED: Record<PictureFilter, string> = {
  all: `FROM pictures p WHERE p.id < iif(?1 = '', 9e15, CAST(?1 AS INTEGER)) AND p.state = 'kept'
    ORDER BY p.id DESC`,
  unused: `FROM outbox o CROSS JOIN pictures p ON p.hash = o.subject
    WHERE o.kind = 'picture' AND o.subject > ?1 AND p.state = 'kept' ORDER BY o.subject`,
  // From hash to hash: DISTINCT would read each of the articles that show one.
  'without-alt': `FROM (WITH RECURSIVE following (hash) AS (
      SELECT min(hash) FROM picture_uses WHERE has_alt = 0 AND hash > ?1
      UNION ALL
      SELECT (SELECT min(u.hash) FROM picture_uses u WHERE u.has_alt = 0 AND u.hash > f.hash)
      FROM following f WHERE f.hash IS NOT NULL LIMIT ?2)
      SELECT hash FROM following WHERE hash IS NOT NULL) u
    CROSS JOIN pictures p ON p.hash = u.hash ORDER BY p.hash`,
}

/** A page of pictures: all of them the newest first, others in the order of their hashes. */
export async function listPictures(
  db: D1Database,
  filter: PictureFilter,
  after: string,
  limit: number,
): Promise<{ pictures: KeptPicture[]; next: string | null }> {
  const { results } = await db
    .prepare(`SELECT ${KEPT_COLUMNS} ${LISTED[filter]} LIMIT ?2`)
    .bind(after, limit + 1)
    .run<KeptRow>()
  const pictures = results.slice(0, limit).map(fromKeptRow)
  const last = results.length > limit ? pictures.at(-1) : undefined
  return { pictures, next: last ? (filter === 'all' ? String(last.id) : last.hash) : null }
}

/**
 * The newest pictures before one, by number: in all states, or those that were taken down. So many rows are
 * read and no more. Decode with `toListed`.
 */
export const selectNewest = (
  db: D1Database,
  which: 'all' | 'barred',
  before: number,
  limit: number,
) =>
  db
    .prepare(
      `SELECT ${LISTED_COLUMNS} FROM pictures p
       WHERE ${which === 'barred' ? "p.state = 'barred' AND " : ''}p.id < ?1
       ORDER BY p.id DESC LIMIT ?2`,
    )
    .bind(before, limit)

export const toListed = (result: D1Result): ListedPicture[] =>
  (result.results as unknown as ListedRow[]).map(fromListedRow)

/** An article that shows a picture. */
export interface Use {
  id: number
  title: string
  section: string
  status: Status
  hasAlt: boolean
}

/** How many of them are told. */
export const MAX_USES = 100

/** The articles in some sections, null for all, that show a picture, by number. Decode with `toUses`. */
export const selectUses = (db: D1Database, hash: string, sections: string[] | null) =>
  db
    .prepare(
      `SELECT a.id, a.title, a.status, s.slug AS section, u.has_alt AS hasAlt
       FROM picture_uses u CROSS JOIN articles a ON a.id = u.article_id
       CROSS JOIN sections s ON s.id = a.section_id
       WHERE u.hash = ?1 AND (?2 IS NULL OR s.slug IN (SELECT value FROM json_each(?2)))
       ORDER BY u.article_id LIMIT ${MAX_USES}`,
    )
    .bind(hash, sections && JSON.stringify(sections))

/** The newest articles that show a picture, in all sections: so many and no more. Decode with `toUses`. */
export const selectNewestUses = (db: D1Database, hash: string, limit: number) =>
  db
    .prepare(
      `SELECT a.id, a.title, a.status, s.slug AS section, u.has_alt AS hasAlt
       FROM picture_uses u CROSS JOIN articles a ON a.id = u.article_id
       CROSS JOIN sections s ON s.id = a.section_id
       WHERE u.hash = ?1 ORDER BY u.article_id DESC LIMIT ?2`,
    )
    .bind(hash, limit)

/** Whose key sent a picture. Decode with `toSender`. */
export const selectSender = (db: D1Database, hash: string) =>
  db
    .prepare('SELECT k.name FROM pictures p JOIN keys k ON k.id = p.key_id WHERE p.hash = ?1')
    .bind(hash)

export const toSender = (result: D1Result): string | null =>
  (result.results[0] as { name: string } | undefined)?.name ?? null

export const toUses = (result: D1Result | undefined): Use[] =>
  ((result?.results ?? []) as (Omit<Use, 'hasAlt'> & { hasAlt: 0 | 1 })[]).map((use) => ({
    ...use,
    hasAlt: use.hasAlt === 1,
  }))
