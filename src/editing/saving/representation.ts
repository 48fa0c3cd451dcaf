/** An article as the API shows it. */
import type { Article, Content } from '../../articles/article'
import type { StoredArticle } from '../../articles/store'
import { paths, type Site } from '../../site'
import { toUtc, toUtcOrNull } from '../../time'
import type { AnswerOf, ContentAnswer, SummaryAnswer } from '../contract/answers'
import type { Answer } from './retries'

/** The fields an editor may send, as they stand now. */
export const writable = ({ content }: StoredArticle) => writableContent(content)

/** The same of any revision. */
export const writableContent = (content: Content): ContentAnswer => ({
  ...content,
  publishedAt: toUtcOrNull(content.publishedAt),
  publishAt: toUtcOrNull(content.publishAt),
})

/** Those, and what the newsroom adds. */
export const represent = (site: Site, article: StoredArticle): AnswerOf<'Article'> => ({
  id: article.id,
  url: site.origin + paths.article(article.slug),
  revision: article.revision,
  ...writable(article),
  excerpt: article.excerpt,
  createdAt: toUtc(article.createdAt),
  updatedAt: toUtc(article.updatedAt),
})

/** An article on a list: everything but the text. */
export const summarise = (site: Site, article: Article): SummaryAnswer => ({
  id: article.id,
  url: site.origin + paths.article(article.slug),
  revision: article.revision,
  title: article.title,
  section: article.section.slug,
  slug: article.slug,
  status: article.status,
  keywords: article.keywords,
  excerpt: article.excerpt,
  author: article.author,
  language: article.language,
  source: article.source,
  publishedAt: toUtcOrNull(article.publishedAt),
  publishAt: toUtcOrNull(article.publishAt),
  createdAt: toUtc(article.createdAt),
  updatedAt: toUtc(article.updatedAt),
})

/** The answer to a post, as it can be kept for a request that comes again. */
export const answerTo = (
  site: Site,
  article: StoredArticle,
  isNew: boolean,
  notes: string[] = [],
): Answer => ({
  status: isNew ? 201 : 200,
  headers: {
    ETag: etagOf(article),
    ...(isNew ? { Location: site.origin + paths.apiArticle(article.id) } : {}),
  },
  body: { ...represent(site, article), ...(notes.length > 0 && { notes }) },
})

/** A strong ETag: the revision's number. */
export const etagOf = (article: Pick<StoredArticle, 'revision'>) => `"${article.revision}"`
