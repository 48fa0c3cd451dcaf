/** Reading articles from D1: statements, and what they are decoded with. */
import type { Article, Content, Origin } from './article'
import { type Packed, unpack } from './pack'
import { type Reference, toLost } from './reference'
import { ARTICLE_COLUMNS, type ArticleRow, toArticle } from './row'
import { bounded, TEXT_SIZE } from './sizes'

/**
 * Articles `a` with their section `s`, in this order: with the statistics of `PRAGMA optimize` SQLite
 * would begin with the few sections, and sort the whole archive for the newest thirty.
 */
export const FROM_ARTICLES = 'FROM articles a CROSS JOIN sections s ON s.id = a.section_id'

export const toArticles = (result: D1Result) =>
  (result.results as unknown as ArticleRow[]).map(toArticle)

/** An article and its text, as readers get it. */
export interface ReadableArticle extends Article {
  /** The rendered body, deflated: `unpack` it. */
  html: Packed
}

const SELECT_READABLE = `SELECT ${ARTICLE_COLUMNS}, hex(r.html) AS html ${FROM_ARTICLES}
  CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision`

/**
 * The article that has or had this slug, with its rendered body. Compare `slug` to tell a retired
 * one. Decode with `toReadable`.
 */
export const selectReadable = (db: D1Database, slug: string) =>
  db
    .prepare(`${SELECT_READABLE} WHERE a.id = (SELECT article_id FROM slugs WHERE slug = ?1)`)
    .bind(slug)

/**
 * SQL for the article that `from` leads to by its number `id`, whatever its status, together with
 * other `columns` of what leads there. Decode with `toReadable`.
 */
export const selectReadableWith = (columns: string, from: string, id: string) =>
  `SELECT ${ARTICLE_COLUMNS}, hex(r.html) AS html, ${columns}
   FROM ${from} CROSS JOIN articles a ON a.id = ${id}
   CROSS JOIN sections s ON s.id = a.section_id
   CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision`

export function toReadable(result: D1Result): ReadableArticle | null {
  const row = result.results[0] as (ArticleRow & { html: Packed }) | undefined
  return row ? { ...toArticle(row), html: row.html } : null
}

/** The present slug of the article that has or had this one, if readers can see it. Decode with `toSlug`. */
export const selectPublicSlug = (db: D1Database, slug: string) =>
  db
    .prepare(
      `SELECT a.slug FROM slugs s CROSS JOIN articles a ON a.id = s.article_id
       WHERE s.slug = ?1 AND a.status = 'published'`,
    )
    .bind(slug)

export const toSlug = ({ results: [row] }: D1Result) =>
  (row as { slug: string } | undefined)?.slug ?? null

/** An article with everything its editor wrote. */
export interface StoredArticle extends Article {
  content: Content
  /** The key that wrote the current revision. */
  keyId: number
  /** Where its text lies; null: in the catalogue. */
  reference: Reference | null
}

type StoredRow = ArticleRow & PackedText & { key_id: number; reference?: Reference }

/** SQL for the columns of `PackedText`, of revision `r`. */
export const PACKED_TEXT = 'hex(r.content) AS content, hex(r.html) AS html'

const SELECT_STORED = `SELECT ${ARTICLE_COLUMNS}, ${PACKED_TEXT}, r.key_id ${FROM_ARTICLES}
  CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision`

/** Once the texts that are read together take this many bytes, the rest come without theirs. */
const MAX_BYTES = 4_000_000

/**
 * SQL for the articles whose `id` a query gives, each once, in the order of `n` that it gives with it.
 * Decode with `toStoredEach`; those that come without their text, with `firstUnread`.
 */
export const selectStoredAmong = (ids: string, most = MAX_BYTES) =>
  `SELECT ${ARTICLE_COLUMNS}, ids.n, r.key_id,
     ${['content', 'html'].map((column) => bounded(column, TEXT_SIZE, 'ids.n, ids.id', most))}
   FROM (${ids}) ids CROSS JOIN articles a ON a.id = ids.id
   CROSS JOIN sections s ON s.id = a.section_id
   CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
   ORDER BY ids.n, ids.id`

/** One article by id, for editors. Decode with `toStored`. */
export const selectStored = (db: D1Database, id: number) =>
  db.prepare(`${SELECT_STORED} WHERE a.id = ?1`).bind(id)

/** The same, where a condition on `?2` holds, in SQL. Decode with `toStored`. */
export const selectStoredIf = (db: D1Database, id: number, condition: string, param: string) =>
  db.prepare(`${SELECT_STORED} WHERE a.id = ?1 AND ${condition}`).bind(id, param)

/** The article of any status that has or had a slug, for editors. Decode with `toStored`. */
export const selectStoredAt = (db: D1Database, slug: string) =>
  db
    .prepare(`${SELECT_STORED} WHERE a.id = (SELECT article_id FROM slugs WHERE slug = ?1)`)
    .bind(slug)

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

type AmongRow = StoredRow & { n: number }

const among = ({ results }: D1Result) => results as unknown as AmongRow[]

/** The `n` of the first that came without its text; null when all have theirs. */
export const firstUnread = (result: D1Result): number | null =>
  among(result).find(({ content }) => content === null)?.n ?? null

/** The first of them, to be read one by one: a text that cannot be read is the failure of its article alone. */
export const toStoredEach = (result: D1Result): (() => Promise<StoredArticle>)[] =>
  read(result).map((row) => () => fromRow(row))

/** The rows before the first that came without its text. */
function read(result: D1Result): AmongRow[] {
  const rows = among(result)
  const end = rows.findIndex(({ content }) => content === null)
  return rows.slice(0, end === -1 ? rows.length : end)
}

export async function toStoredAll(result: D1Result): Promise<StoredArticle[]> {
  const stored: StoredArticle[] = []
  for (const read of toStoredEach(result)) stored.push(await read())
  return stored
}

const fromRow = async (row: StoredRow): Promise<StoredArticle> => ({
  ...toArticle(row),
  keyId: row.key_id,
  reference: row.reference ?? null,
  content: isGone(row.content) ? contentLeft(toArticle(row)) : await contentOf(row),
})

/** Whether nothing is left of a text: erased in its text database before the catalogue was restored, or lost there. */
export const isGone = (content: Packed) => content === '' || toLost(content) !== null

/** What is left of an article then: what lists show of it. An editor can write it anew. */
export function contentLeft({ section, source, ...article }: Article): Content {
  const { title, slug, status, keywords, author, language, publishedAt, publishAt } = article
  return {
    ...{
      title,
      section: section.slug,
      slug,
      status,
      format: 'text',
      body: '',
      keywords,
      summary: null,
    },
    ...{ author, language, source, publishedAt, publishAt },
    ...{ origin: null, lead: null, card: null, formerAddresses: [] },
  }
}

/** How many articles are looked through at a time, and once they take how many bytes no more are read. */
const SLICE = 25
export const SLICE_BYTES = 1_000_000

/** An article with its rendered body, inflated. */
export interface ShownArticle extends StoredArticle {
  html: string
}

/** Articles of any status with higher numbers than one, in their order: a few. Decode with `toShownEach`. */
export const selectShownAfter = (db: D1Database, after: number) =>
  db
    .prepare(
      selectStoredAmong(
        `SELECT id, id AS n FROM articles WHERE id > ?1 ORDER BY id LIMIT ${SLICE}`,
        SLICE_BYTES,
      ),
    )
    .bind(after)

/** Those that came with their text, to be read one by one, as `toStoredEach` has them. */
export const toShownEach = (result: D1Result) =>
  read(result).map((row) => ({
    id: row.id,
    read: async (): Promise<ShownArticle> => {
      const html = await unpack(row.html)
      return { ...(await fromRow(row)), html }
    },
  }))

/** The text of a revision. Only the current one has its rendering, which `unpack` needs for it; else it is empty. */
export interface PackedText {
  content: Packed
  html: Packed
}

/** Fields that came after 0.1.0, in the order of `FIELDS`. */
const LATER = ['lead', 'card', 'formerAddresses'] as const satisfies (keyof Content)[]

/**
 * A content as it is stored: without those of the later fields at its end in which nothing is said. The Worker of
 * 0.1.0 takes a field that it does not know for a mistake of whoever edits the article, and has to be able to
 * edit what this one has written. None before one that is there, so that they keep their order.
 */
export function storable(content: Partial<Content>): Partial<Content> {
  const last = LATER.findLastIndex((field) => [content[field] ?? []].flat().length > 0)
  const unsaid: string[] = LATER.slice(last + 1)
  return Object.fromEntries(Object.entries(content).filter(([field]) => !unsaid.includes(field)))
}

/** A revision's content, with the fields that the oldest ones lack. */
export async function contentOf({ content: packed, html }: PackedText): Promise<Content> {
  const content = JSON.parse(await unpack(packed, html ? await unpack(html) : undefined)) as Content
  const {
    publishAt = null,
    origin = null,
    lead = null,
    card = null,
    formerAddresses = [],
  } = content
  return { ...content, publishAt, origin, lead, card, formerAddresses }
}
