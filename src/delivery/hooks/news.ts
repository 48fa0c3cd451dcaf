/** What a webhook is told: the event that a debt stands for, as its receiver gets it. */
import { paths, type Site } from '../../site'
import { toUtc, toUtcOrNull } from '../../time'
import type { Debt } from '../debts'
import type { EventType, Webhook } from './webhook'

/** What is news about an article, as the triggers of migration 31 write it down. */
interface News {
  type: EventType
  /** When it happened, in UTC seconds. */
  at: number
  slug: string
  section: string
  status: 'published' | 'withdrawn'
  revision: number
  /** The slug of the address that was told last, where that is another. */
  former?: string | null
}

/** A debt to a webhook. Its subject is the number of an article. */
export interface Owed extends Debt {
  /** `News` in JSON. */
  news: string
  /** How often it was refused. */
  attempts: number
}

/** An article that readers can see, without its text. */
export interface PublicArticle {
  id: number
  slug: string
  revision: number
  title: string
  section: string
  author: string | null
  /** Null: the site’s. */
  language: string | null
  keywords: string[]
  excerpt: string
  source: { name: string; url: string | null } | null
  /** UTC seconds. */
  publishedAt: number | null
  updatedAt: number
}

/** How the room above reads articles: this one knows no SQL about them. */
export interface Articles {
  /** Those that readers can see now, of the numbers that a query gives. Binds its parameters. */
  select(db: D1Database, numbers: string, ...params: unknown[]): D1PreparedStatement
  decode(result: D1Result): PublicArticle[]
}

/** What there is to send. */
export interface Event {
  id: string
  type: EventType
  body: string
}

/**
 * The event of a debt, from what readers can see now; null when the webhook does not want it any more. A debt
 * belongs to one revision, for the write of another starts it over: so however often it is told, it says the same.
 */
export async function eventOf(
  site: Site,
  webhook: Webhook,
  owed: Owed,
  article: PublicArticle | null,
): Promise<Event | null> {
  const news = JSON.parse(owed.news) as News
  const { sections } = webhook
  const isThere = article !== null && (sections === null || sections.includes(article.section))
  const type = isThere ? (isFirst(news) ? FIRST : 'article.changed') : 'article.withdrawn'
  if (!webhook.events.includes(type)) return null
  const data = isThere ? shown(site, article) : left(site, owed, news)
  const formerUrl = news.former ? { formerUrl: urlOf(site, news.former) } : {}
  const body = JSON.stringify({ type, timestamp: toUtc(news.at), data: { ...data, ...formerUrl } })
  return { id: await idOf(webhook, owed, type), type, body }
}

const FIRST = 'article.published'
const isFirst = ({ type }: News) => type === FIRST

const urlOf = (site: Site, slug: string) => site.origin + paths.article(slug)

const shown = (site: Site, article: PublicArticle) => ({
  id: article.id,
  url: urlOf(site, article.slug),
  slug: article.slug,
  status: 'published',
  revision: article.revision,
  title: article.title,
  section: article.section,
  author: article.author,
  language: article.language ?? site.language,
  keywords: article.keywords,
  excerpt: article.excerpt,
  source: article.source,
  publishedAt: toUtcOrNull(article.publishedAt),
  updatedAt: toUtc(article.updatedAt),
})

/**
 * Of an article that has left: as it left, and only how to know it again. What it says now, and what its address
 * is, editors may have changed without anybody seeing it.
 */
const left = (site: Site, { subject }: Owed, { slug, section, status, revision }: News) => ({
  id: Number(subject),
  url: urlOf(site, slug),
  slug,
  status,
  revision,
  section,
})

/**
 * The same for each attempt, another for everything else that is told: of the version that no two debts share.
 * Without a full stop, by which what is signed is divided.
 */
async function idOf({ id }: Webhook, { subject, version }: Owed, type: EventType): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([id, subject, version, type]))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, 18)
  const text = btoa(String.fromCharCode(...digest))
  return `msg_${text.replaceAll('+', '-').replaceAll('/', '_')}`
}

/** What a webhook is sent to try it. */
export function testEvent(site: Site, { name }: Webhook, at: number): { id: string; body: string } {
  const data = { webhook: name, site: site.origin }
  return {
    id: `msg_test_${crypto.randomUUID().replaceAll('-', '')}`,
    body: JSON.stringify({ type: 'webhook.test', timestamp: toUtc(at), data }),
  }
}
