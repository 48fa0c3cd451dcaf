/** An article of an export, as Hugo names and heads it. */
import { TomlDate } from 'smol-toml'
import { toLocal } from '../../src/time.ts'
import type { Format } from '../picture-places.ts'
import type { Picture } from './pictures.ts'

/** A line of an export; times are RFC 3339 in UTC. */
export interface ExportedArticle {
  id: number
  title: string
  section: string
  slug: string
  status: 'draft' | 'scheduled' | 'published' | 'withdrawn'
  format: Format
  body: string
  keywords: string[]
  summary: string | null
  author: string | null
  language: string | null
  source: { name: string; url: string | null } | null
  publishedAt: string | null
  publishAt: string | null
  origin: { system: string; id: string } | null
  lead: { picture: string; alt: string | null; caption: string | null } | null
  card: string | null
  retiredSlugs: string[]
  wasPublic: boolean
  createdAt: string
  updatedAt: string
  /** Where it stood on an old site, from the root. */
  formerAddresses?: string[]
}

/** Bytes of a folder's name: with a picture's name below it, Windows still finds it. */
const MAX_NAME_BYTES = 120
/** Names that Windows keeps for itself. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

/** The folder of an article within content/articles: its year and its slug, with its number where that is none. */
export function folderOf({ id, slug, ...article }: ExportedArticle, timeZone: string): string {
  const year = localOf(article.publishedAt ?? article.publishAt ?? article.createdAt, timeZone)
  const safe = slug.replace(/[^\p{L}\p{M}\p{N}-]/gu, '-')
  const cut = cutTo(safe, MAX_NAME_BYTES)
  const isName = cut === slug && cut !== '' && !RESERVED.test(cut)
  return `${year.slice(0, 4)}/${isName ? cut : `${cut}-${id}`}`
}

function cutTo(text: string, bytes: number): string {
  let [cut, size] = ['', 0]
  for (const character of text) {
    size += Buffer.byteLength(character)
    if (size > bytes) return cut
    cut += character
  }
  return cut
}

const localOf = (utc: string, timeZone: string) => toLocal(Date.parse(utc) / 1000, timeZone).iso

/** Where it stands on the new site; and where it, or what was there, stood. */
export const addressOf = (slug: string) => `/articles/${slug}/`

export const formerOf = ({ retiredSlugs, formerAddresses = [] }: ExportedArticle) => [
  ...retiredSlugs.map(addressOf),
  ...formerAddresses,
]

/** Hugo makes a file of an alias: a query has none, and neither have bytes that are no UTF-8. */
const isAlias = (address: string) => address !== '/' && !/[?%#]/.test(address)

/** What stands between an article's lines of +++. `pictures` are those there are, `shown` those in its text. */
export function headOf(
  article: ExportedArticle,
  {
    timeZone,
    category,
    pictures,
    shown,
  }: {
    timeZone: string
    /** What it says to be in, for its section. */
    category: string
    pictures: ReadonlyMap<string, Picture>
    shown: Picture[]
  },
): Record<string, unknown> {
  const { status, lead, card } = article
  const dateOf = (utc: string | null) => utc && new TomlDate(localOf(utc, timeZone))
  const leading = lead ? pictures.get(lead.picture) : undefined
  const carded = card ? pictures.get(card) : undefined
  const former = formerOf(article)
  const files = [...new Set([leading, carded, ...shown].filter((one) => one !== undefined))]
  return present({
    title: article.title,
    date: dateOf(article.publishedAt ?? article.publishAt),
    publishDate: status === 'scheduled' ? dateOf(article.publishAt) : null,
    lastmod: dateOf(article.updatedAt),
    draft: status === 'draft',
    slug: article.slug,
    url: addressOf(article.slug),
    aliases: former.filter(isAlias),
    categories: [category],
    tags: article.keywords,
    summary: article.summary,
    author: article.author,
    images: [carded ?? leading].flatMap((one) => one?.file ?? []),
    cover:
      leading &&
      lead &&
      present({ image: leading.file, alt: lead.alt ?? leading.alt, caption: lead.caption }),
    params: present({
      id: article.id,
      section: article.section,
      status,
      format: article.format,
      language: article.language,
      source: article.source && present({ ...article.source }),
      origin: article.origin,
      card: carded?.file,
      formerAddresses: former.filter((address) => !isAlias(address)),
    }),
    resources: files.map(({ file, name, alt }) =>
      present({ src: file, title: name, params: present({ alt }) }),
    ),
  })
}

/** The fields that have something in them: TOML has no null. */
const present = (fields: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => {
      if (value === null || value === undefined) return false
      if (value instanceof TomlDate) return true
      return typeof value !== 'object' || Object.keys(value).length > 0
    }),
  )
