/** The newest articles: what the home page, sections and their feeds show. */
import { D1Outage } from '../delivery/d1-faults'
import type { Article } from './article'
import { LostText, type Packed, unpackSized } from './pack'
import { ARTICLE_COLUMNS } from './row'
import { HTML_SIZE } from './sizes'
import { FROM_ARTICLES, toArticles } from './store'

/** How many articles the home page and a section's page list. */
export const LIST_LENGTH = 30

/** How many articles a feed carries. */
export const FEED_LENGTH = 30

/** The newest articles of all sections. Decode with `toArticles`. */
export const selectNewest = (db: D1Database) =>
  db
    .prepare(
      `SELECT ${ARTICLE_COLUMNS} ${FROM_ARTICLES} WHERE a.status = 'published'
       ORDER BY a.published_at DESC, a.id DESC LIMIT ?1`,
    )
    .bind(LIST_LENGTH)

/** The newest articles of one section. Decode with `toArticles`. */
export const selectNewestOfSection = (db: D1Database, slug: string) =>
  db
    .prepare(
      `SELECT ${ARTICLE_COLUMNS} ${FROM_ARTICLES}
       WHERE a.status = 'published' AND a.section_id = (SELECT id FROM sections WHERE slug = ?1)
       ORDER BY a.published_at DESC, a.id DESC LIMIT ?2`,
    )
    .bind(slug, LIST_LENGTH)

/**
 * SQL for the dates of the newest articles, as many as the longest of these lists shows, as a JSON
 * array. `where` narrows them to a section. See `lastListed`.
 */
export const newestDates = (where = '1') =>
  `SELECT json_group_array(published_at)
   FROM (SELECT published_at FROM articles
         WHERE status = 'published' AND ${where}
         ORDER BY published_at DESC, id DESC LIMIT ${Math.max(LIST_LENGTH, FEED_LENGTH)})`

/**
 * SQL for the date of the last article on a list of this length, from `newestDates`, or NULL while
 * the list is not full: what is older does not show on it.
 */
export const lastListed = (dates: string, length: number) => `${dates} ->> ${length - 1}`

/** The most HTML in a feed, in bytes: its newest articles have their text, and the rest their summary. */
export const FEED_BYTES = 2_000_000

export interface FedArticle extends Article {
  /** The rendered body; null where the feed has no room for it, nor for those after it. */
  html: string | null
}

/**
 * The newest articles, of one section where it is given, with as much of their text as a feed has room
 * for. Decode with `toFed`. Chosen before they are added up: else SQLite adds up the whole archive.
 */
export const selectFed = (db: D1Database, section: string | null) =>
  db
    .prepare(
      `SELECT ${ARTICLE_COLUMNS},
         CASE WHEN sum(${HTML_SIZE}) OVER (ORDER BY a.published_at DESC, a.id DESC
           ROWS UNBOUNDED PRECEDING) <= ${FEED_BYTES} THEN hex(r.html) END AS html
       FROM (SELECT * FROM articles
         WHERE status = 'published'
           ${section === null ? '' : 'AND section_id = (SELECT id FROM sections WHERE slug = ?2)'}
         ORDER BY published_at DESC, id DESC LIMIT ?1) a
       CROSS JOIN sections s ON s.id = a.section_id
       CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
       ORDER BY a.published_at DESC, a.id DESC`,
    )
    .bind(FEED_LENGTH, ...(section === null ? [] : [section]))

/**
 * One is inflated after another, and counted: D1 does not know all sizes. Those whose text cannot be had come
 * without it, and then the feed is partial.
 */
export async function toFed(result: D1Result): Promise<{ fed: FedArticle[]; isPartial: boolean }> {
  const rows = result.results as { html: Packed | null }[]
  const fed: FedArticle[] = []
  let isPartial = false
  let left = FEED_BYTES
  for (const [i, article] of toArticles(result).entries()) {
    const packed = left < 0 ? null : (rows[i]?.html ?? null)
    const read = packed
      ? await unpackSized(packed).catch(unreached)
      : { text: null, size: Infinity }
    isPartial ||= read === null
    const { text, size } = read ?? { text: null, size: 0 }
    left -= size
    fed.push({ ...article, html: left < 0 ? null : text })
  }
  return { fed, isPartial }
}

function unreached(fault: unknown): null {
  if (fault instanceof D1Outage || fault instanceof LostText) return null
  throw fault
}
