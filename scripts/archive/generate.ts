/**
 * An archive of any size, written by the write path itself, a thousand articles at a time. The same
 * each time: Chinese and English titles up to the longest addresses, half of it in one section,
 * 600 articles on some days, keywords by Zipf's law, pictures in every tenth, every fiftieth withdrawn.
 */
import type { Content, Section } from '../../src/articles/article'
import { fillIn } from '../../src/articles/body/fill-in'
import { type Body, renderBody } from '../../src/articles/body/render'
import { selectSections, toSections } from '../../src/articles/sections'
import { type StoredArticle, selectStoredAmong, toStoredAll } from '../../src/articles/store'
import { withTexts } from '../../src/articles/texts/bring'
import type { Stores } from '../../src/articles/texts/stores'
import type { Change } from '../../src/articles/writing/change'
import { commit, type Newsroom } from '../../src/articles/writing/commit'
import { putSections } from '../../src/articles/writing/sections'
import { slugFrom } from '../../src/articles/writing/slug'
import { type Site, slugBudget } from '../../src/site'
import { mend } from './mend'

/** What an editor would post. */
export interface Draft {
  title: string
  section: string
  body: string
  format: 'text' | 'markdown'
  keywords: string[]
  author?: string
  language?: string
}

/** Posted and published at that moment, in UTC seconds. */
export interface Post {
  draft: Draft
  at: number
}

const SECTIONS = ['news', 'culture', 'notice', 'school', 'traffic', 'health', 'sport', 'letters']
const START = Date.UTC(2010, 0, 1) / 1000
const END = Date.UTC(2026, 10, 1) / 1000
const DAY = 86_400
const BUSY = { every: 20_000, articles: 600 }
const WITHDRAWN_EVERY = 50

/** The nth of `count` posts, from 1. `write` gives Chinese of the given number of characters. */
export function postOf(
  n: number,
  count: number,
  han: number,
  write: (han: number) => string,
): Post {
  const isEnglish = n % 20 === 7
  const words = `${write(2)} ${n}`
  const title = isEnglish ? `Notes from the riverside, no. ${n}` : `第${n}号${write(4 + (n % 31))}`
  const picture = `\n\n![${words}](https://images.example.com/${n}.jpg?width=1200&height=800)`
  const hasPicture = n % 10 === 0
  const keyword = (i: number) =>
    `词${Math.floor(2_000 ** ((Math.imul(n + i, 0x9e3779b1) >>> 0) / 2 ** 32))}`
  return {
    at: momentOf(n, count),
    draft: {
      title,
      section: SECTIONS[n % 2 ? 0 : 1 + ((n / 2) % (SECTIONS.length - 1))] ?? 'news',
      body: `${write(han)}${hasPicture ? picture : ''}`,
      format: hasPicture ? 'markdown' : 'text',
      keywords: [...new Set([1, 2, 3, 4].map(keyword))],
      ...(n % 3 ? { author: `记者${n % 50}` } : {}),
      ...(isEnglish ? { language: 'en' } : {}),
    },
  }
}

/** Evenly over the years, but for the busy days. Never back. */
function momentOf(n: number, count: number): number {
  const even = (i: number) => START + Math.floor(((END - START) * i) / (count + 1))
  const place = n % BUSY.every
  if (place >= BUSY.articles) return Math.max(even(n), even(n - place) + DAY)
  return Math.floor(even(n - place) / DAY) * DAY + Math.floor((place * DAY) / BUSY.articles)
}

interface Plan {
  count: number
  /** Han characters in a body. */
  han: number
  write(han: number): string
  /** The key whose articles they are. */
  keyId: number
  /** How many are written together, a thousand unless told. */
  chunk?: number
  /** Told after each chunk how many are written. */
  progress?(written: number): void
}

const CHUNK = 1_000

/** No text databases: texts go into the catalogue. */
export const NONE = (): Stores => new Map()

/**
 * Writes the archive into an empty newsroom, or the rest of it where the same was begun. `stores` gives the text
 * databases as they are bound while the next thousand are written.
 */
export async function generate(
  db: D1Database,
  site: Site,
  plan: Plan,
  stores: () => Stores = NONE,
): Promise<void> {
  const { chunk = CHUNK } = plan
  const begun = await goOn(db, site, { ...plan, chunk }, stores())
  const sections = toSections(await selectSections(db).run())
  for (let from = begun + 1; from <= plan.count; from += chunk) {
    const size = Math.min(chunk, plan.count - from + 1)
    const newsroom = { db, site, engines: [], stores: stores() }
    const changes = postsOf(plan, from, size).map((post, i) =>
      changeOf(site, sections, plan.keyId, from + i, post),
    )
    const written = await commit(newsroom, changes)
    if (typeof written === 'string') throw new Error(`an article of ${from} and on is ${written}`)
    await withdrawSome(newsroom, written.articles)
    plan.progress?.(from + size - 1)
  }
  await db.batch([
    db.prepare("UPDATE counters SET value = ?1 WHERE name = 'article'").bind(plan.count),
    // As after three ticks: all that was owed is paid.
    db.prepare("DELETE FROM outbox WHERE kind IN ('write', 'purge', 'overwrite')"),
  ])
}

const postsOf = ({ count, han, write }: Plan, from: number, size: number) =>
  Array.from({ length: size }, (_, i) => postOf(from + i, count, han, write))

/** Makes the sections; or, where some articles are written, sees the last of them through. Gives how many are. */
async function goOn(
  db: D1Database,
  site: Site,
  plan: Plan & { chunk: number },
  stores: Stores,
): Promise<number> {
  const last = db.prepare('SELECT coalesce(max(id), 0) AS id FROM articles')
  const begun = (await last.first<{ id: number }>())?.id ?? 0
  if (begun === 0) {
    const headings = SECTIONS.map((slug) => ({
      slug,
      name: `栏目 ${slug}`,
      position: null,
      description: null,
    }))
    await putSections(db, headings, { keyId: plan.keyId, at: Math.floor(Date.now() / 1000) })
  }
  const after = Math.max(0, begun - plan.chunk)
  // What a write puts into the second database is lost with a stop between the two.
  await mend(db, stores, after)
  const some = `SELECT id, id AS n FROM articles
    WHERE id > ?1 AND id % ${WITHDRAWN_EVERY} = 0 AND status = 'published'`
  const published = await withTexts(boundAs(stores), db)
    .prepare(selectStoredAmong(some))
    .bind(after)
    .run()
  await withdrawSome({ db, site, engines: [], stores }, await toStoredAll(published))
  // What it says depends on what was said before.
  for (let from = 1; from <= begun; from += plan.chunk) postsOf(plan, from, plan.chunk)
  return begun
}

const boundAs = (stores: Stores) =>
  Object.fromEntries([...stores].map(([number, store]) => [`TEXT_${number}`, store]))

async function withdrawSome(newsroom: Newsroom, articles: StoredArticle[]): Promise<void> {
  const withdrawn = articles.filter(({ id }) => id % WITHDRAWN_EVERY === 0)
  if (withdrawn.length === 0) return
  await commit(
    newsroom,
    withdrawn.map((article) => withdrawal(newsroom.site, article)),
  )
}

function changeOf(site: Site, sections: Section[], keyId: number, id: number, post: Post): Change {
  const { draft, at } = post
  const body = shown(site, draft)
  // In the order of `FIELDS`, so that it is the same as JSON.
  const content: Content = {
    title: draft.title,
    section: draft.section,
    slug: slugFrom(draft.title, slugBudget(site)),
    status: 'published',
    format: draft.format,
    body: draft.body,
    keywords: draft.keywords,
    summary: null,
    author: draft.author ?? null,
    language: draft.language ?? null,
    source: null,
    publishedAt: at,
    publishAt: null,
    origin: null,
    lead: null,
    card: null,
    formerAddresses: [],
  }
  const section = sections.find(({ slug }) => slug === draft.section) as Section
  return { before: null, id, content, body, section, keyId, now: at }
}

function shown(site: Site, { body, format }: Pick<Content, 'body' | 'format'>): Body {
  const rendered = renderBody(body, format, site)
  if ('fault' in rendered) throw new Error(`body ${rendered.fault}`)
  return fillIn(rendered, { lead: null, card: null }, new Map())
}

function withdrawal(site: Site, before: StoredArticle): Change {
  const { id, section, keyId, createdAt } = before
  const body = shown(site, before.content)
  const content = { ...before.content, status: 'withdrawn' as const }
  return { before, id, content, body, section, keyId, now: createdAt }
}
