/** Articles as tools show them, out of what the API answers. */
import * as z from 'zod'
import type { Answered } from '../../editing/calling'
import { type AnswerOf, answers, type ContentAnswer } from '../../editing/contract/answers'
import { LIMITS } from '../../editing/contract/input'

/** What names a version of an article: a number, or for a pending change another word. */
export const revision = z
  .string('must be the `revision` that get_article showed, in a string')
  .regex(/^[0-9a-z]{1,64}$/, 'must be the `revision` that get_article showed')
  .describe('The `revision` that get_article showed: it says which version you have seen.')

/** Whether a revision is an article's; else it is that of a pending change. */
export const isOfArticle = (text: string) => /^\d+$/.test(text)

export const id = z
  .int('must be the number of an article')
  .min(1, 'must be the number of an article')
  .max(LIMITS.number, 'must be the number of an article')
  .describe('The article’s number.')

const text = z.string()
const { Article } = answers

/** What lists say of an article. */
export const entry = Article.pick({
  id: true,
  title: true,
  section: true,
  status: true,
  author: true,
  url: true,
  publishedAt: true,
  publishAt: true,
  updatedAt: true,
}).extend({ revision: text.describe('Of the article.') })

export type Entry = z.input<typeof entry>

export const entryOf = (article: Omit<Entry, 'revision'> & { revision: number }): Entry => ({
  id: article.id,
  title: article.title,
  section: article.section,
  status: article.status,
  author: article.author,
  url: article.url,
  publishedAt: article.publishedAt,
  publishAt: article.publishAt,
  updatedAt: article.updatedAt,
  revision: String(article.revision),
})

/** What is told of an article after each write. */
export const written = z.object({
  id: Article.shape.id,
  url: Article.shape.url
    .nullable()
    .describe('Where readers find it once it is published; null for a pending change.'),
  status: Article.shape.status,
  version: z
    .enum(['article', 'pending change'])
    .describe('What `revision` is of. Readers see nothing of a pending change.'),
  revision: text.describe('Pass it to change what you have just written.'),
  title: text,
  section: text,
  slug: text,
  publishedAt: Article.shape.publishedAt,
  publishAt: Article.shape.publishAt,
  notes: z.array(text).describe('What was not kept as it was sent.'),
})

type Written = z.input<typeof written>

const common = (
  content: Pick<
    ContentAnswer,
    'title' | 'section' | 'slug' | 'status' | 'publishedAt' | 'publishAt'
  >,
) => ({
  status: content.status,
  title: content.title,
  section: content.section,
  slug: content.slug,
  publishedAt: content.publishedAt,
  publishAt: content.publishAt,
})

export const writtenArticle = ({ body }: Answered<AnswerOf<'Article'>>): Written => ({
  id: body.id,
  url: body.url,
  version: 'article',
  revision: String(body.revision),
  ...common(body),
  notes: body.notes ?? [],
})

/** What became of a pending change; one that comes to what readers see is none any more. */
export const writtenDraft = ({ body, etag }: Answered<AnswerOf<'Draft'>>): Written => ({
  id: body.id,
  url: null,
  version: body.isPending ? 'pending change' : 'article',
  revision: revisionIn(etag),
  ...common(body),
  notes: body.notes ?? [],
})

/** Of the API’s ETags. */
export const revisionIn = (etag: string | null) => etag?.replaceAll('"', '') ?? ''
