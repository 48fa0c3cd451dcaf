/** Reading articles from D1: row types, statements, and conversion, side by side. */
import type { Article, Content, Origin, Status } from './article'
import { unpack } from './packed'

export interface ArticleRow {
  id: number
  revision: number
  sequence: number | null
  slug: string
  section_id: number
  section_slug: string
  section_name: string
  status: Status
  title: string
  excerpt: string
  keywords: string
  author: string | null
  language: string | null
  source_name: string | null
  source_url: string | null
  images: string | null
  published_at: number | null
  publish_at: number | null
  created_at: number
  updated_at: number
}

/** Of articles `a` with their section `s`. Decode with `toArticles`. */
export const ARTICLE_COLUMNS = `a.id, a.revision, a.sequence, a.slug, a.section_id, s.slug AS section_slug, s.name AS section_name,
  a.status, a.title, a.excerpt, a.keywords, a.author, a.language, a.source_name, a.source_url,
  a.images, a.published_at, a.publish_at, a.created_at, a.updated_at`

/**
 * Articles `a` with their section `s`, in this order: with the statistics of `PRAGMA optimize` SQLite
 * would begin with the few sections, and sort the whole archive for the newest thirty.
 */
export const FROM_ARTICLES = 'FROM articles a CROSS JOIN sections s ON s.id = a.section_id'

export function toArticle(row: ArticleRow): Article {
  return {
    id: row.id,
    revision: row.revision,
    sequence: row.sequence,
    slug: row.slug,
    section: { id: row.section_id, slug: row.section_slug, name: row.section_name },
    status: row.status,
    title: row.title,
    excerpt: row.excerpt,
    keywords: JSON.parse(row.keywords) as string[],
    author: row.author,
    language: row.language,
    source: row.source_name === null ? null : { name: row.source_name, url: row.source_url },
    images: row.images?.split(' ') ?? [],
    publishedAt: row.published_at,
    publishAt: row.publish_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export const toArticles = (result: D1Result) =>
  (result.results as unknown as ArticleRow[]).map(toArticle)

/** An article and its text, as readers get it. */
export interface ReadableArticle extends Article {
  /** The rendered body, deflated: `unpack` it. */
  html: number[]
}

const SELECT_READABLE = `SELECT ${ARTICLE_COLUMNS}, r.html ${FROM_ARTICLES}
  CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision`

/**
 * The article that has or had this slug, with its rendered body. Compare `slug` to tell a retired
 * one. Decode with `toReadable`.
 */
export const selectReadable = (db: D1Database, slug: string) =>
  db
    .prepare(`${SELECT_READABLE} WHERE a.id = (SELECT article_id FROM slugs WHERE slug = ?1)`)
    .bind(slug)

/** The same by number, whatever its status. Decode with `toReadable`. */
export const selectReadableById = (db: D1Database, id: number) =>
  db.prepare(`${SELECT_READABLE} WHERE a.id = ?1`).bind(id)

export function toReadable(result: D1Result): ReadableArticle | null {
  const row = result.results[0] as (ArticleRow & { html: number[] }) | undefined
  return row ? { ...toArticle(row), html: row.html } : null
}

/** An article with everything its editor wrote. */
export interface StoredArticle extends Article {
  content: Content
  /** The key that wrote the current revision. */
  keyId: number
}

type StoredRow = ArticleRow & PackedText & { key_id: number }

const SELECT_STORED = `SELECT ${ARTICLE_COLUMNS}, r.content, r.html, r.key_id ${FROM_ARTICLES}
  CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision`

/** SQL for the articles whose `id` a query gives, perhaps more than once. Decode with `toStoredAll`. */
export const selectStoredAmong = (ids: string) =>
  `SELECT ${ARTICLE_COLUMNS}, r.content, r.html, r.key_id
   FROM (${ids}) ids CROSS JOIN articles a ON a.id = ids.id
   CROSS JOIN sections s ON s.id = a.section_id
   CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision`

/** One article by id, for editors. Decode with `toStored`. */
export const selectStored = (db: D1Database, id: number) =>
  db.prepare(`${SELECT_STORED} WHERE a.id = ?1`).bind(id)

/** The article that came from there, if it did already. Decode with `toStored`. */
export const selectByOrigin = (db: D1Database, origin: Origin | null) =>
  db
    .prepare(
      `${SELECT_STORED}
       WHERE a.id = (SELECT article_id FROM origins WHERE system = ?1 AND id = ?2)`,
    )
    .bind(origin?.system ?? null, origin?.id ?? null)

export async function toStored(result: D1Result): Promise<StoredArticle | null> {
  const row = result.results[0] as StoredRow | undefined
  return row ? fromRow(row) : null
}

/** Each by itself: a text that cannot be read is the failure of its article alone. */
export const toStoredEach = ({ results }: D1Result): Promise<StoredArticle>[] =>
  (results as unknown as StoredRow[]).map(fromRow)

export const toStoredAll = (result: D1Result) => Promise.all(toStoredEach(result))

const fromRow = async (row: StoredRow): Promise<StoredArticle> => ({
  ...toArticle(row),
  keyId: row.key_id,
  content: await contentOf(row),
})

/** The text of a revision, deflated. Only the current one has its rendering, and leans on it. */
export interface PackedText {
  content: number[]
  html: number[] | null
}

/** A revision's content, with what the oldest ones do not have yet. */
export async function contentOf({ content: packed, html }: PackedText): Promise<Content> {
  const content = JSON.parse(await unpack(packed, html ? await unpack(html) : undefined)) as Content
  return { ...content, publishAt: content.publishAt ?? null, origin: content.origin ?? null }
}
