/**
 * An article's row in D1: what each column holds, the way from it and the way to it. A field of its own
 * column takes one line here.
 */
import type { Article } from './article'
import type { Lead, Picture } from './picture'

/** Columns that hold a field as it is. */
const FIELD_OF = {
  id: 'id',
  revision: 'revision',
  sequence: 'sequence',
  slug: 'slug',
  status: 'status',
  title: 'title',
  excerpt: 'excerpt',
  author: 'author',
  language: 'language',
  published_at: 'publishedAt',
  publish_at: 'publishAt',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
} as const satisfies Record<string, keyof Article>

type Fields = typeof FIELD_OF

/** A row of articles `a` with their section `s`. */
export type ArticleRow = { [column in keyof Fields]: Article[Fields[column]] } & {
  section_id: number
  section_slug: string
  section_name: string
  /** A JSON array. */
  keywords: string
  source_name: string | null
  source_url: string | null
  /** Addresses joined by spaces, which they never hold. */
  images: string | null
  /** JSON. */
  lead: string | null
  /** JSON. */
  card: string | null
}

const columns = Object.entries(FIELD_OF) as [keyof Fields, Fields[keyof Fields]][]

/** Of articles `a` with their section `s`. Decode with `toArticle`. */
export const ARTICLE_COLUMNS = `${columns.map(([column]) => `a.${column}`).join(', ')},
  a.section_id, s.slug AS section_slug, s.name AS section_name, a.keywords, a.source_name,
  a.source_url, a.images, a.lead, a.card`

export function toArticle(row: ArticleRow): Article {
  const fields = Object.fromEntries(columns.map(([column, field]) => [field, row[column]]))
  return {
    ...(fields as Pick<Article, Fields[keyof Fields]>),
    section: { id: row.section_id, slug: row.section_slug, name: row.section_name },
    keywords: JSON.parse(row.keywords) as string[],
    source: row.source_name === null ? null : { name: row.source_name, url: row.source_url },
    images: row.images?.split(' ') ?? [],
    lead: row.lead ? (JSON.parse(row.lead) as Lead) : null,
    card: row.card ? (JSON.parse(row.card) as Picture) : null,
  }
}

/** What is written of an article, by column. */
export const toRow = (article: Article) => ({
  ...Object.fromEntries(columns.map(([column, field]) => [column, article[field]])),
  section_id: article.section.id,
  keywords: JSON.stringify(article.keywords),
  source_name: article.source?.name ?? null,
  source_url: article.source?.url ?? null,
  images: article.images.join(' ') || null,
  lead: article.lead && JSON.stringify(article.lead),
  card: article.card && JSON.stringify(article.card),
  encoded_slug: encodedSlug(article.slug),
})

/** The slug as addresses have it, or null where that is the same. */
function encodedSlug(slug: string): string | null {
  const encoded = encodeURIComponent(slug)
  return encoded === slug ? null : encoded
}
