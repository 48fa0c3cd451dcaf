/** Articles as webhooks are told of them: what readers can see, without the text. */
import type { Articles } from '../delivery/hooks/news'
import { ARTICLE_COLUMNS } from './row'
import { FROM_ARTICLES, toArticles } from './store'

export const publicArticles: Articles = {
  select: (db, numbers, ...params) =>
    db
      .prepare(
        `SELECT ${ARTICLE_COLUMNS} ${FROM_ARTICLES}
         WHERE a.status = 'published' AND a.id IN (${numbers})`,
      )
      .bind(...params),
  decode: (result) =>
    toArticles(result).map(({ section, ...article }) => ({ ...article, section: section.slug })),
}
