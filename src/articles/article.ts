/** The newsroom's vocabulary. Instants are UTC seconds; `null` means absent. */

export const FORMATS = ['markdown', 'html', 'text'] as const
export type Format = (typeof FORMATS)[number]

export type Status = 'draft' | 'scheduled' | 'published' | 'withdrawn'

export interface Source {
  name: string
  url: string | null
}

/** Where an article came from: unique, and given once. */
export interface Origin {
  system: string
  id: string
}

/** What an editor writes: one revision holds exactly this. */
export interface Content {
  title: string
  /** The section's slug. */
  section: string
  slug: string
  status: Status
  format: Format
  body: string
  keywords: string[]
  summary: string | null
  author: string | null
  language: string | null
  source: Source | null
  publishedAt: number | null
  /** The planned moment, while it is scheduled. */
  publishAt: number | null
  origin: Origin | null
}

export interface Section {
  id: number
  slug: string
  name: string
}

/** An article as lists and pages show it: everything but the text. */
export interface Article {
  id: number
  revision: number
  /** Its permanent place in the sitemaps; null until first published. */
  sequence: number | null
  slug: string
  section: Section
  status: Status
  title: string
  /** The summary, or the start of the body. Free of pinyin. */
  excerpt: string
  keywords: string[]
  author: string | null
  language: string | null
  source: Source | null
  /** Addresses of its first pictures, absolute or from the site's root; percent-encoded. */
  images: string[]
  publishedAt: number | null
  /** The planned moment, while it is scheduled. */
  publishAt: number | null
  createdAt: number
  updatedAt: number
}

/** What lists show of an article. A change to nothing of this leaves the lists as they are. */
export type ListedArticle = Pick<
  Article,
  'slug' | 'section' | 'status' | 'title' | 'excerpt' | 'language' | 'publishedAt'
>

export const listed = (article: Article): ListedArticle => ({
  slug: article.slug,
  section: article.section,
  status: article.status,
  title: article.title,
  excerpt: article.excerpt,
  language: article.language,
  publishedAt: article.publishedAt,
})
