/**
 * Shards: the numbered sitemaps. An article's sequence number decides its shard, for good. A
 * shard's row is written in the article's own batch, so it is true whenever the article is.
 */

export interface Shard {
  number: number
  firstSequence: number
  capacity: number
  /** Articles in it that readers can see. */
  count: number
  changedAt: number
}

const COLUMNS = 'number, first_sequence AS firstSequence, capacity, count, changed_at AS changedAt'

export const toShards = (result: D1Result) => result.results as unknown as Shard[]

export const selectShard = (db: D1Database, number: number) =>
  db.prepare(`SELECT ${COLUMNS} FROM sitemap_shards WHERE number = ?1`).bind(number)

/** All shards, oldest first, emptied ones included. */
export const selectShards = (db: D1Database) =>
  db.prepare(`SELECT ${COLUMNS} FROM sitemap_shards ORDER BY number`)

export const MAX_LINKED_SHARDS = 10

/**
 * The newest shards with something in them, for the footer of every page: ten, however large
 * the archive grows.
 */
export const selectLinkedShards = (db: D1Database) =>
  db
    .prepare(`SELECT ${COLUMNS} FROM sitemap_shards WHERE count > 0 ORDER BY number DESC LIMIT ?1`)
    .bind(MAX_LINKED_SHARDS)

/** Entries in one slice: at 318 bytes each and 650 of pictures, a slice stays below 1 MB. */
const SLICE_LENGTH = 1_000

/** With pictures, more than this many entries could exceed a file's 10 MB: see `MAX_IMAGES_BYTES`. */
const MAX_CAPACITY_WITH_IMAGES = 10_000

/** What an entry is made of besides its slug, its date and its pictures. */
export interface EntryMarkup {
  /** Before the slug. */
  start: string
  /** Between slug and date. */
  middle: string
  afterDate: string
  beforeImage: string
  afterImage: string
  end: string
  /** Before the address of a picture from the site's root. */
  origin: string
}

/**
 * What a shard lists, in order of sequence number, joined by D1 in slices: ten thousand rows would
 * take a Worker longer to read than the 10 milliseconds it has. Decode with `toSlices`.
 */
export const selectSlices = (db: D1Database, number: number, markup: EntryMarkup) =>
  db
    .prepare(
      `WITH RECURSIVE slices (start, end, capacity) AS (
         SELECT first_sequence, first_sequence + capacity, capacity
         FROM sitemap_shards WHERE number = ?1
         UNION ALL
         SELECT start + ${SLICE_LENGTH}, end, capacity FROM slices WHERE start + ${SLICE_LENGTH} < end)
       SELECT (SELECT max(may_be_raw) || group_concat(entry, '') FROM (
         SELECT
           ?2 || coalesce(a.encoded_slug, a.slug) || ?3
             || replace(datetime(a.updated_at, 'unixepoch'), ' ', 'T') || 'Z' || ?4
             || CASE WHEN a.images IS NULL OR s.capacity > ${MAX_CAPACITY_WITH_IMAGES} THEN ''
                ELSE replace(?5 || replace(replace(a.images, '&', '&amp;'), ' ', ?6 || ?5), ?5 || '/',
                  ?5 || ?8 || '/') || ?6 END
             || ?7 AS entry,
           a.encoded_slug IS NULL AS may_be_raw
         FROM articles a
         WHERE a.sequence >= s.start AND a.sequence < min(s.start + ${SLICE_LENGTH}, s.end)
           AND a.status = 'published'
         ORDER BY a.sequence)) AS slice
       FROM slices s`,
    )
    .bind(
      number,
      markup.start,
      markup.middle,
      markup.afterDate,
      markup.beforeImage,
      markup.afterImage,
      markup.end,
      markup.origin,
    )

/** The slices, in ASCII. Slugs written before they were kept encoded are encoded here. */
export const toSlices = (result: D1Result) =>
  (result.results as { slice: string | null }[]).flatMap(({ slice }) => {
    if (slice === null) return []
    const entries = slice.slice(1)
    const isRaw = slice[0] === '1' && /[^\s!-~]/.test(entries)
    return isRaw ? entries.replace(/[^\s!-~]+/g, encodeURIComponent) : entries
  })
