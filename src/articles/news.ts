/** Reading the articles that count as news. */
import { ARTICLE_COLUMNS } from './row'
import { FROM_ARTICLES } from './store'

/** An article is news for two days (Google News). */
export const NEWS_SECONDS = 48 * 3600

/** URLs in a news sitemap (Google News). */
export const NEWS_FILE_LENGTH = 1_000

const IS_NEWS = `a.status = 'published' AND a.published_at > ?1 - ${NEWS_SECONDS}`

/** The news at `now` (UTC seconds), the newest first, one more than a file takes. For `toArticles`. */
export const selectNews = (db: D1Database, now: number) =>
  db
    .prepare(
      `SELECT ${ARTICLE_COLUMNS} ${FROM_ARTICLES}
       WHERE ${IS_NEWS} ORDER BY a.published_at DESC, a.id DESC LIMIT ${NEWS_FILE_LENGTH + 1}`,
    )
    .bind(now)

/** The files that share the news when one does not take it all, by sequence. For `toNewsFiles`. */
export const selectNewsFiles = (db: D1Database, now: number) =>
  db
    .prepare(
      `SELECT DISTINCT (a.sequence - 1) / ${NEWS_FILE_LENGTH} + 1 AS number
       FROM articles a WHERE ${IS_NEWS} ORDER BY number`,
    )
    .bind(now)

export const toNewsFiles = (result: D1Result) =>
  (result.results as { number: number }[]).map(({ number }) => number)

/** The news in one of those files. Decode with `toArticles`. */
export const selectNewsFile = (db: D1Database, now: number, number: number) =>
  db
    .prepare(
      `SELECT ${ARTICLE_COLUMNS} ${FROM_ARTICLES}
       WHERE a.sequence > (?2 - 1) * ${NEWS_FILE_LENGTH} AND a.sequence <= ?2 * ${NEWS_FILE_LENGTH}
         AND ${IS_NEWS} ORDER BY a.sequence DESC`,
    )
    .bind(now, number)
