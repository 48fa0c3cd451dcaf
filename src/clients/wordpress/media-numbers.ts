/** Pictures by number: statements, and what they are decoded with. */
import type { Size } from '../../articles/picture'

export interface Medium {
  id: number
  hash: string
  type: string
  bytes: number
  width: number
  height: number
  files: Size[]
  alt: string | null
  name: string | null
  keyId: number
  createdAt: number
}

const COLUMNS = `p.id, p.hash, p.type, p.bytes, p.width, p.height, p.files, p.alt, p.name,
  p.key_id AS keyId, p.created_at AS createdAt`

export const toMedia = (result: D1Result | undefined): Medium[] =>
  ((result?.results ?? []) as unknown as (Medium & { files: string })[]).map((row) => ({
    ...row,
    files: JSON.parse(row.files) as Size[],
  }))

/** What a post names by number: a picture, and whether it is said anywhere what it shows. */
export interface NamedPicture {
  hash: string
  alt: string | null
}

/** The picture with a number, while it is there. Decode with `toNamedPicture`. */
export const selectNamedPicture = (db: D1Database, id: number) =>
  db.prepare(`SELECT hash, alt FROM pictures WHERE id = ?1 AND state = 'kept'`).bind(id)

export const toNamedPicture = (result: D1Result | undefined): NamedPicture | null =>
  (result?.results[0] as NamedPicture | undefined) ?? null

/** Articles that show a picture are looked at for one that readers can see: so many, and no more. */
const MAX_USES = 100

/** SQL for whether readers can see an article that shows the picture `p`. */
const SEEN = `EXISTS (
  SELECT 1 FROM (SELECT article_id FROM picture_uses WHERE hash = p.hash LIMIT ${MAX_USES}) u
  CROSS JOIN articles a ON a.id = u.article_id WHERE a.status = 'published')`

/** These, in their order; with `isSeen` those that readers can see only. Decode with `toMedia`. */
export const selectMedia = (db: D1Database, ids: number[], isSeen: boolean) =>
  db
    .prepare(
      `SELECT ${COLUMNS} FROM json_each(?1) j CROSS JOIN pictures p ON p.id = j.value
       WHERE p.state = 'kept' ${isSeen ? `AND ${SEEN}` : ''} ORDER BY j.key`,
    )
    .bind(JSON.stringify(ids))

/** Decode with `toMedia`. */
export const selectByHash = (db: D1Database, hash: string) =>
  db.prepare(`SELECT ${COLUMNS} FROM pictures p WHERE p.hash = ?1 AND state = 'kept'`).bind(hash)

/** Part of all, by number, which is the order of arrival. Decode with `toMedia`. */
export const selectPart = (db: D1Database, isAscending: boolean, offset: number, limit: number) =>
  db
    .prepare(
      `SELECT ${COLUMNS} FROM pictures p WHERE state = 'kept'
       ORDER BY id ${isAscending ? 'ASC' : 'DESC'} LIMIT ?1 OFFSET ?2`,
    )
    .bind(limit, offset)

/** Decode with `toTotal`. */
export const selectCount = (db: D1Database) =>
  db.prepare(`SELECT value AS n FROM counters WHERE name = 'kept-picture'`)

/** The newest with a word in the name of their file or in what is said of them. Decode with `toMedia`. */
export const selectHolding = (db: D1Database, word: string, lookedAt: number, found: number) =>
  db
    .prepare(
      `SELECT ${COLUMNS} FROM (SELECT * FROM pictures WHERE state = 'kept'
         ORDER BY id DESC LIMIT ?2) p
       WHERE instr(lower(coalesce(name, '') || ' ' || coalesce(alt, '')), lower(?1)) LIMIT ?3`,
    )
    .bind(word, lookedAt, found)
