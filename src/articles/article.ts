/** The newsroom's vocabulary. Instants are UTC seconds; `null` means absent. */
import type { Lead, LeadChoice, Picture } from './picture'

export const FORMATS = ['markdown', 'html', 'text'] as const
export type Format = (typeof FORMATS)[number]

export type Status = 'draft' | 'scheduled' | 'published' | 'withdrawn'

/** Whether readers may have seen an article with this status: what was public is never a draft again. */
export const hasBeenShown = (status: Status) => status === 'published' || status === 'withdrawn'

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
  lead: LeadChoice | null
  /** The hash of the picture that social networks show of it. */
  card: string | null
  /** Where it stood before it came here: paths with their queries, in their one spelling. */
  formerAddresses: string[]
}

/** The fields of a content, always in this order: so that equal contents are equal as JSON. */
export const FIELDS = [
  'title',
  'section',
  'slug',
  'status',
  'format',
  'body',
  'keywords',
  'summary',
  'author',
  'language',
  'source',
  'publishedAt',
  'publishAt',
  'origin',
  'lead',
  'card',
  'formerAddresses',
] as const satisfies readonly (keyof Content)[]

/** What of a content stays with the text; lists and pages show the rest as it is. */
const WITH_THE_TEXT = [
  'section',
  'format',
  'body',
  'summary',
  'origin',
  'lead',
  'card',
  'formerAddresses',
] as const

type Carried = Omit<Content, (typeof WITH_THE_TEXT)[number]>

export const carried = (content: Content): Carried =>
  pick(
    content,
    FIELDS.filter((field) => !(WITH_THE_TEXT as readonly string[]).includes(field)),
  )

/** Some of an object's fields, in the order of their names. */
export const pick = <T extends object, K extends keyof T>(from: T, names: readonly K[]) =>
  Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>

export interface Section {
  id: number
  slug: string
  name: string
}

/** An article as lists and pages show it: everything but the text. */
export interface Article extends Carried {
  id: number
  revision: number
  /** Its permanent place in the sitemaps; null until first published. */
  sequence: number | null
  section: Section
  /** The summary, or the start of the body. Free of pinyin. */
  excerpt: string
  /** Addresses of its first pictures, absolute or from the site's root; percent-encoded. */
  images: string[]
  /** Its lead picture, as it is drawn; null when it has none, or that was taken down. */
  lead: Lead | null
  /** The picture of its social card; null when none was chosen, or that was taken down. */
  card: Picture | null
  createdAt: number
  updatedAt: number
}

const LISTED = [
  'slug',
  'section',
  'status',
  'title',
  'excerpt',
  'language',
  'publishedAt',
  'lead',
] as const satisfies readonly (keyof Article)[]

/** The parts of an article that lists show. A change to any other leaves the lists as they are. */
export type ListedArticle = Pick<Article, (typeof LISTED)[number]>

export const listed = (article: Article): ListedArticle => pick(article, LISTED)
