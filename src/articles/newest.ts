/** Reading what feeds carry. */
import type { Article } from './article'
import { unpack } from './packed'
import { ARTICLE_COLUMNS, FROM_ARTICLES, LIST_LENGTH, toArticles } from './store'

export interface FedArticle extends Article {
  /** The rendered body. */
  html: string
}

/** The newest articles with their text, of one section where it is given. Decode with `toFed`. */
export const selectFed = (db: D1Database, section: string | null) =>
  db
    .prepare(
      `SELECT ${ARTICLE_COLUMNS}, r.html ${FROM_ARTICLES}
       CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
       WHERE a.status = 'published'
         ${section === null ? '' : 'AND a.section_id = (SELECT id FROM sections WHERE slug = ?2)'}
       ORDER BY a.published_at DESC, a.id DESC LIMIT ?1`,
    )
    .bind(LIST_LENGTH, ...(section === null ? [] : [section]))

export const toFed = (result: D1Result): Promise<FedArticle[]> => {
  const rows = result.results as { html: number[] }[]
  return Promise.all(
    toArticles(result).map(async (article, i) => ({
      ...article,
      html: await unpack(rows[i]?.html ?? []),
    })),
  )
}
