/** Reading articles from D1: row types, statements, and conversion, side by side. */
import type { Article, Content, Status } from './article'
import { unpack } from './packed'

interface ArticleRow {
  id: number
  revision: number
  sequence: number | null
  slug: string
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
  published_at: number | null
  created_at: number
  updated_at: number
}

const COLUMNS = `a.id, a.revision, a.sequence, a.slug, s.slug AS section_slug, s.name AS section_name,
  a.status, a.title, a.excerpt, a.keywords, a.author, a.language, a.source_name, a.source_url,
  a.published_at, a.created_at, a.updated_at`

const FROM = 'FROM articles a JOIN sections s ON s.id = a.section_id'

function toArticle(row: ArticleRow): Article {
  return {
    id: row.id,
    revision: row.revision,
    sequence: row.sequence,
    slug: row.slug,
    section: { slug: row.section_slug, name: row.section_name },
    status: row.status,
    title: row.title,
    excerpt: row.excerpt,
    keywords: JSON.parse(row.keywords) as string[],
    author: row.author,
    language: row.language,
    source: row.source_name === null ? null : { name: row.source_name, url: row.source_url },
    publishedAt: row.published_at,
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

/**
 * The article that has or had this slug, with its rendered body. Compare `slug` to tell a retired
 * one. Decode with `toReadable`.
 */
export const selectReadable = (db: D1Database, slug: string) =>
  db
    .prepare(
      `SELECT ${COLUMNS}, r.html
       FROM slugs
       JOIN articles a ON a.id = slugs.article_id
       JOIN sections s ON s.id = a.section_id
       JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
       WHERE slugs.slug = ?1`,
    )
    .bind(slug)

export function toReadable(result: D1Result): ReadableArticle | null {
  const row = result.results[0] as (ArticleRow & { html: number[] }) | undefined
  return row ? { ...toArticle(row), html: row.html } : null
}

/** An article with everything its editor wrote. */
export interface StoredArticle extends Article {
  content: Content
}

/** One article by id, for editors. Decode with `toStored`. */
export const selectStored = (db: D1Database, id: number) =>
  db
    .prepare(
      `SELECT ${COLUMNS}, r.content ${FROM}
       JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
       WHERE a.id = ?1`,
    )
    .bind(id)

export async function toStored(result: D1Result): Promise<StoredArticle | null> {
  const row = result.results[0] as (ArticleRow & { content: number[] }) | undefined
  if (!row) return null
  return { ...toArticle(row), content: JSON.parse(await unpack(row.content)) as Content }
}

/** Which article has or had a slug. Decode with `toSlugOwner`. */
export const selectSlugOwner = (db: D1Database, slug: string) =>
  db.prepare('SELECT article_id FROM slugs WHERE slug = ?1').bind(slug)

export const toSlugOwner = (result: D1Result) =>
  (result.results[0] as { article_id: number } | undefined)?.article_id ?? null

/**
 * Takes the next article's number, provided that its section exists. Taking it ahead of the write
 * lets every statement of the write name it, and no two writers ever wait for the same one.
 */
export const takeNumber = (db: D1Database, section: string) =>
  db
    .prepare(
      `UPDATE counters SET value = value + 1
       WHERE name = 'article' AND EXISTS (SELECT 1 FROM sections WHERE slug = ?1)
       RETURNING value`,
    )
    .bind(section)

export const toNumber = (result: D1Result | undefined) =>
  (result?.results[0] as { value: number } | undefined)?.value ?? 0

/** How many articles the home page and a section's page list. */
export const LIST_LENGTH = 30

/** The newest articles of all sections. Decode with `toArticles`. */
export const selectNewest = (db: D1Database) =>
  db
    .prepare(
      `SELECT ${COLUMNS} ${FROM} WHERE a.status = 'published'
       ORDER BY a.published_at DESC, a.id DESC LIMIT ?1`,
    )
    .bind(LIST_LENGTH)

/** The newest articles of one section. Decode with `toArticles`. */
export const selectNewestOfSection = (db: D1Database, slug: string) =>
  db
    .prepare(
      `SELECT ${COLUMNS} ${FROM}
       WHERE a.status = 'published' AND a.section_id = (SELECT id FROM sections WHERE slug = ?1)
       ORDER BY a.published_at DESC, a.id DESC LIMIT ?2`,
    )
    .bind(slug, LIST_LENGTH)

/**
 * SQL for the date of the last article on a list of the newest, or NULL while the list is not
 * full: what is older shows on no list page. `where` narrows it to a section.
 */
export const lastListed = (where = '1') =>
  `SELECT CASE WHEN count(*) = ${LIST_LENGTH} THEN min(published_at) END
   FROM (SELECT published_at FROM articles
         WHERE status = 'published' AND ${where}
         ORDER BY published_at DESC, id DESC LIMIT ${LIST_LENGTH})`
