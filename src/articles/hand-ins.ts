/**
 * Hand-ins: what writers who may not publish ask to have published, and what was sent back to them. All
 * instants are UTC seconds.
 */
import type { Article } from './article'
import { ARTICLE_COLUMNS, type ArticleRow, toArticle } from './row'

/** A key, as far as others are told of it. */
export interface NamedKey {
  id: number
  name: string
}

/** What is asked of those who may publish. */
export interface HandIn {
  /** The revision that was handed in; the article may have changed since. */
  revision: number
  by: NamedKey
  at: number
  /** What the writer says. */
  note: string | null
  /** Null while it waits. */
  returned: Returned | null
}

/** That it was sent back. */
export interface Returned {
  by: NamedKey
  at: number
  /** What the editor says; null once it was erased. */
  note: string | null
}

/** A hand-in with its article, as it is now. */
export interface HandedIn {
  article: Article
  handIn: HandIn
}

interface Row {
  handed_in: number
  key_id: number
  key_name: string
  at: number
  note: string | null
  returned_at: number | null
  returned_by: number
  returned_name: string
  reply: string | null
}

const COLUMNS = `h.revision AS handed_in, h.key_id, k.name AS key_name, h.at, h.note, h.returned_at,
  h.returned_by, e.name AS returned_name, h.reply`
const KEYS = 'CROSS JOIN keys k ON k.id = h.key_id LEFT JOIN keys e ON e.id = h.returned_by'

const fromRow = (row: Row): HandIn => ({
  revision: row.handed_in,
  by: { id: row.key_id, name: row.key_name },
  at: row.at,
  note: row.note,
  returned:
    row.returned_at === null
      ? null
      : {
          by: { id: row.returned_by, name: row.returned_name },
          at: row.returned_at,
          note: row.reply,
        },
})

/** The hand-in of an article, be it sent back or not. Decode with `toHandIn`. */
export const selectHandIn = (db: D1Database, articleId: number) =>
  db.prepare(`SELECT ${COLUMNS} FROM hand_ins h ${KEYS} WHERE h.article_id = ?1`).bind(articleId)

/** Null when the article is not handed in. */
export function toHandIn(result: D1Result | undefined): HandIn | null {
  const row = result?.results[0] as Row | undefined
  return row ? fromRow(row) : null
}

/** A place in a list: after the hand-in of this article, which waits, or was sent back, since then. */
export interface Place {
  at: number
  articleId: number
}

/** How many rows one page looks at: whoever reaches few sections gets shorter pages, and more of them. */
const WINDOW = 1_000

/** SQL for the rows of a list after the place `?1`, `?2`, the oldest first. */
const LISTS = {
  waiting: `FROM hand_ins WHERE returned_at IS NULL AND (at, article_id) > (?1, ?2)
    ORDER BY at, article_id`,
  returned: `FROM hand_ins WHERE returned_at IS NOT NULL AND (returned_at, article_id) > (?1, ?2)
    ORDER BY returned_at, article_id`,
  own: `FROM hand_ins WHERE returned_at IS NOT NULL AND key_id = ?5
      AND (returned_at, article_id) > (?1, ?2)
    ORDER BY returned_at, article_id`,
}

const listSql = (rows: string, window = WINDOW) =>
  // Nothing orders the whole: that would have all of it looked at.
  `SELECT ${ARTICLE_COLUMNS}, ${COLUMNS}
   FROM (SELECT * ${rows} LIMIT ${window}) h CROSS JOIN articles a ON a.id = h.article_id
   CROSS JOIN sections s ON s.id = a.section_id ${KEYS}
   WHERE (?3 IS NULL OR s.slug IN (SELECT value FROM json_each(?3))) LIMIT ?4`

const BEGINNING: Place = { at: 0, articleId: 0 }

const toJson = (sections: string[] | null) => sections && JSON.stringify(sections)

/**
 * What waits to be published in these sections, null for all, the longest first: at most `limit`, of as many
 * after that place as `window` says. Decode with `toHandedIn`.
 */
export const selectWaiting = (
  db: D1Database,
  sections: string[] | null,
  limit: number,
  { at, articleId } = BEGINNING,
  window = WINDOW,
) => db.prepare(listSql(LISTS.waiting, window)).bind(at, articleId, toJson(sections), limit)

/** The same of what was sent back, whoever handed it in. Decode with `toHandedIn`. */
const selectSentBack = (
  db: D1Database,
  sections: string[] | null,
  limit: number,
  { at, articleId } = BEGINNING,
) => db.prepare(listSql(LISTS.returned)).bind(at, articleId, toJson(sections), limit)

/**
 * The same of what was sent back to one key, which may reach these sections only, null for all. Decode with
 * `toHandedIn`.
 */
export const selectReturned = (
  db: D1Database,
  keyId: number,
  sections: string[] | null,
  limit: number,
  window = WINDOW,
) =>
  db
    .prepare(listSql(LISTS.own, window))
    .bind(BEGINNING.at, BEGINNING.articleId, toJson(sections), limit, keyId)

export const toHandedIn = (result: D1Result | undefined): HandedIn[] =>
  ((result?.results ?? []) as (ArticleRow & Row)[]).map((row) => ({
    article: toArticle(row),
    handIn: fromRow(row),
  }))

export interface HandInFilter {
  /** What was sent back, instead of what waits. */
  isReturned: boolean
  /** The sections the caller is limited to; null for all. */
  sections: string[] | null
  /** Where the last page ended; null for the first. */
  after: Place | null
  limit: number
}

/**
 * One page of what waits, or was sent back, the oldest first, in one round trip. `next` is where to go on, and
 * null at the end: for who is limited to sections, a page may hold fewer than asked for and not be the last.
 */
export async function listHandIns(
  db: D1Database,
  { isReturned, sections, after, limit }: HandInFilter,
): Promise<{ handedIn: HandedIn[]; next: Place | null }> {
  const place = after ?? BEGINNING
  const select = isReturned ? selectSentBack : selectWaiting
  const page = select(db, sections, limit + 1, place)
  const rows = isReturned ? LISTS.returned : LISTS.waiting
  const end = db
    .prepare(
      `SELECT coalesce(returned_at, at) AS at, article_id AS articleId ${rows}
       LIMIT 1 OFFSET ${WINDOW - 1}`,
    )
    .bind(place.at, place.articleId)
  const [found, last] = await db.batch(sections === null ? [page] : [page, end])
  const all = toHandedIn(found)
  const handedIn = all.slice(0, limit)
  const shown = all.length > limit ? handedIn.at(-1) : undefined
  if (shown) return { handedIn, next: placeOf(shown) }
  return { handedIn, next: (last?.results[0] as Place | undefined) ?? null }
}

const placeOf = ({ article, handIn }: HandedIn): Place => ({
  at: handIn.returned?.at ?? handIn.at,
  articleId: article.id,
})
