/**
 * Pending drafts: changes of published articles that were saved and are not public yet. All instants are UTC
 * seconds.
 */
import { type Article, type Content, carried, FIELDS, pick } from './article'
import type { NamedKey } from './hand-ins'
import type { Packed } from './pack'
import { ARTICLE_COLUMNS, type ArticleRow, toArticle } from './row'
import { contentOf, type StoredArticle } from './store'

/** A pending draft, without its text. */
export interface DraftState {
  /** The revision of the article that it began from. */
  revision: number
  /** Another one with each change, and never the same again. */
  version: string
  /** Who changed it last. */
  by: NamedKey
  createdAt: number
  updatedAt: number
}

export interface PendingDraft extends DraftState {
  /** What would be published. Status, plan and origin are the article's. */
  content: Content
  /** What the last change was made over: an earlier version, or the number of the article's revision. */
  seen: string
}

/** A pending draft with its article, as readers see that. */
export interface WaitingDraft {
  article: Article
  draft: DraftState
}

interface StateRow {
  base: number
  version: string
  key_id: number
  key_name: string
  begun_at: number
  saved_at: number
}

type Row = StateRow & { seen: string; content: Packed }

const STATE = `d.revision AS base, d.version, d.key_id, k.name AS key_name, d.created_at AS begun_at,
  d.updated_at AS saved_at`
const KEY = 'CROSS JOIN keys k ON k.id = d.key_id'

const toState = (row: StateRow): DraftState => ({
  revision: row.base,
  version: row.version,
  by: { id: row.key_id, name: row.key_name },
  createdAt: row.begun_at,
  updatedAt: row.saved_at,
})

/** The pending draft of an article, without its text. Decode with `toDraftState`. */
export const selectDraftState = (db: D1Database, articleId: number) =>
  db.prepare(`SELECT ${STATE} FROM pending_drafts d ${KEY} WHERE d.article_id = ?1`).bind(articleId)

/** Null when nothing is pending. */
export function toDraftState(result: D1Result | undefined): DraftState | null {
  const row = result?.results[0] as StateRow | undefined
  return row ? toState(row) : null
}

/** The same, with its text. Decode with `toDraft`. */
export const selectDraft = (db: D1Database, articleId: number) =>
  db
    .prepare(
      `SELECT ${STATE}, d.seen, hex(d.content) AS content FROM pending_drafts d ${KEY}
       WHERE d.article_id = ?1`,
    )
    .bind(articleId)

/** Null when nothing is pending. */
export async function toDraft(
  result: D1Result | undefined,
  article: Pick<StoredArticle, 'content'>,
): Promise<PendingDraft | null> {
  const row = result?.results[0] as Row | undefined
  if (!row) return null
  const { status, publishAt, origin } = article.content
  const content = { ...(await contentOf({ ...row, html: '' })), status, publishAt, origin }
  return { ...toState(row), content: pick(content, FIELDS), seen: row.seen }
}

/** The pending draft of an article; null when there is none. */
export const findDraft = async (db: D1Database, article: StoredArticle) =>
  toDraft(await selectDraft(db, article.id).run(), article)

/** The article as it would read with another content. */
export const withContent = (article: StoredArticle, content: Content): StoredArticle => ({
  ...article,
  ...carried(content),
  content,
})

/** A place in the list: the drafts changed before, and of those changed then, of articles with lower numbers. */
export interface DraftPlace {
  at: number
  articleId: number
}

const START: DraftPlace = { at: Number.MAX_SAFE_INTEGER, articleId: 0 }

/** How many rows one page looks at: whoever reaches few sections gets shorter pages, and more of them. */
const WINDOW = 1_000

const ROWS = `FROM pending_drafts WHERE (updated_at, article_id) < (?1, ?2)
  ORDER BY updated_at DESC, article_id DESC`

/**
 * What is pending in these sections, null for all, the last change first: at most `limit`, of as many after that
 * place as `window` says. Decode with `toWaitingDrafts`.
 */
export const selectWaitingDrafts = (
  db: D1Database,
  sections: string[] | null,
  limit: number,
  { at, articleId } = START,
  window = WINDOW,
) =>
  db
    .prepare(
      // Nothing orders the whole: that would have all of it looked at.
      `SELECT ${ARTICLE_COLUMNS}, ${STATE}
       FROM (SELECT * ${ROWS} LIMIT ${window}) d CROSS JOIN articles a ON a.id = d.article_id
       CROSS JOIN sections s ON s.id = a.section_id ${KEY}
       WHERE (?3 IS NULL OR s.slug IN (SELECT value FROM json_each(?3))) LIMIT ?4`,
    )
    .bind(at, articleId, sections && JSON.stringify(sections), limit)

export const toWaitingDrafts = (result: D1Result | undefined): WaitingDraft[] =>
  ((result?.results ?? []) as (ArticleRow & StateRow)[]).map((row) => ({
    article: toArticle(row),
    draft: toState(row),
  }))

/**
 * One page of what is pending, the last change first, in one round trip. `next` is where to go on, and null at
 * the end: for who is limited to sections, a page may hold fewer than asked for and not be the last.
 */
export async function listDrafts(
  db: D1Database,
  sections: string[] | null,
  after: DraftPlace | null,
  limit: number,
): Promise<{ drafts: WaitingDraft[]; next: DraftPlace | null }> {
  const place = after ?? START
  const page = selectWaitingDrafts(db, sections, limit + 1, place)
  const end = db
    .prepare(
      `SELECT updated_at AS at, article_id AS articleId ${ROWS} LIMIT 1 OFFSET ${WINDOW - 1}`,
    )
    .bind(place.at, place.articleId)
  const [found, last] = await db.batch(sections === null ? [page] : [page, end])
  const all = toWaitingDrafts(found)
  const drafts = all.slice(0, limit)
  const shown = all.length > limit ? drafts.at(-1) : undefined
  if (shown) {
    return { drafts, next: { at: shown.draft.updatedAt, articleId: shown.article.id } }
  }
  return { drafts, next: (last?.results[0] as DraftPlace | undefined) ?? null }
}

/** Which of some articles have something pending. Decode with `toPendingIds`. */
export const selectPendingIds = (db: D1Database, ids: number[]) =>
  db
    .prepare(
      `SELECT article_id AS id FROM json_each(?1) CROSS JOIN pending_drafts ON article_id = value`,
    )
    .bind(JSON.stringify(ids))

export const toPendingIds = (result: D1Result): Set<number> =>
  new Set((result.results as { id: number }[]).map(({ id }) => id))
