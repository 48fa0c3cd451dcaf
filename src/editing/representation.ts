/** An article as the API shows it. */
import type { StoredArticle } from '../articles/store'
import { toUtc } from '../articles/time'
import { paths, type Site } from '../site'

const instant = (seconds: number | null) => (seconds === null ? null : toUtc(seconds))

/** The fields an editor may send, as they stand now. */
export const writable = ({ content }: StoredArticle) => ({
  ...content,
  publishedAt: instant(content.publishedAt),
})

/** Those, and what the newsroom adds. */
export const represent = (site: Site, article: StoredArticle) => ({
  id: article.id,
  url: site.origin + paths.article(article.slug),
  revision: article.revision,
  ...writable(article),
  excerpt: article.excerpt,
  createdAt: toUtc(article.createdAt),
  updatedAt: toUtc(article.updatedAt),
})

/** A strong ETag: the revision's number. */
export const etagOf = (article: StoredArticle) => `"${article.revision}"`
