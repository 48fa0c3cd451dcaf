/**
 * The write path. One function puts new revisions of articles into D1, in one batch with all that
 * follows from them: rows, slugs, sequence numbers and shards, lists, the search index, and a new
 * edition for each page that shows them. Either all of it is there afterwards, or nothing. The
 * statements are as many for one article as for a thousand.
 */
import { newEdition, toOwed } from '../delivery/editions'
import type { Owed } from '../delivery/outbox'
import type { Site } from '../site'
import type { Article, Content, Section, Status } from './article'
import { note } from './audit'
import type { Body } from './body'
import { toHex } from './digest'
import { excerptOf } from './excerpt'
import { pack } from './packed'
import { writePages } from './publication'
import { type IndexEntry, writeIndex } from './search'
import type { StoredArticle } from './store'

/** One accepted change. No article may be changed twice in one batch. */
export interface Change {
  /** Null for a new article. */
  before: StoredArticle | null
  id: number
  content: Content
  body: Body
  section: Section
  keyId: number
  /** UTC seconds. */
  now: number
  /** Done by the clock, as the key's holder had planned. */
  isClock?: boolean
  /** What an import brings along of the article's past. */
  past?: Past
}

/** Instants in UTC seconds; what is null is decided as for any other change. */
export interface Past {
  revision: number | null
  createdAt: number | null
  updatedAt: number | null
  /** Withdrawn now, but readers could see it once. */
  wasPublic: boolean
  /** Slugs that shall redirect to it, none of which another article has. */
  retiredSlugs: string[]
  /** The key that wrote the revision, where it is not the one that imports it. */
  keyId: number | null
}

/** Why a batch was refused: somebody was faster. Nothing of it was stored. */
export type Lost = 'stale' | 'slug-taken' | 'origin-taken' | 'answered'

const LOST: [constraint: string, lost: Lost][] = [
  ['revisions.article_id', 'stale'],
  ['slugs.slug', 'slug-taken'],
  ['origins.system', 'origin-taken'],
  ['idempotency_keys.key_id', 'answered'],
  ['counters.name', 'answered'],
]

/**
 * For a batch: fails it when `condition` holds, as if somebody had been faster. SQL has no other
 * way to give up outside of a trigger.
 */
export const giveUpIf = (db: D1Database, condition: string, ...params: unknown[]) =>
  db
    .prepare(`INSERT INTO counters (name, value) SELECT name, 0 FROM counters
       WHERE name = 'article' AND ${condition}`)
    .bind(...params)

/** The same, with the article as it will be. */
interface Written extends Change {
  article: StoredArticle
}

/**
 * Writes the changes. `site` decides the size of a sitemap that has to be opened, and the months of
 * the archive. `also` makes more for the same batch from the articles as they will be.
 */
export async function commit(
  db: D1Database,
  site: Site,
  changes: Change[],
  also?: (articles: StoredArticle[]) => Promise<D1PreparedStatement[]>,
): Promise<{ articles: StoredArticle[]; owed: Owed } | Lost> {
  const written = changes.map((change): Written => ({ ...change, article: articleAfter(change) }))
  const articles = written.map(({ article }) => article)
  const edition = newEdition()
  const now = Math.max(...changes.map((change) => change.now))
  const statements = [
    writeArticles(db, written),
    ...(await writeRevisions(db, written)),
    ...writeSlugs(db, written),
    ...writePast(db, written),
    ...writeOrigins(db, written),
    ...writePages(db, site, written, edition, now),
    ...writeIndex(db, written.flatMap(indexEntryOf)),
    note(db, ...written.map(entryOf)),
    ...((await also?.(articles)) ?? []),
  ]
  try {
    const results = await db.batch(statements)
    const rows = results[0]?.results as { id: number; sequence: number | null }[]
    const sequences = new Map(rows.map(({ id, sequence }) => [id, sequence]))
    const numbered = (article: StoredArticle) => ({
      ...article,
      sequence: sequences.get(article.id) ?? null,
    })
    return { articles: articles.map(numbered), owed: toOwed(edition, results) }
  } catch (fault) {
    const lost = LOST.find(([name]) => String(fault).includes(`UNIQUE constraint failed: ${name}`))
    if (lost) return lost[1]
    throw fault
  }
}

function articleAfter({ before, id, content, ...change }: Change): StoredArticle {
  if (id < 1) throw new Error('an article without a number')
  const { past } = change
  const at = past?.updatedAt ?? change.now
  return {
    id,
    revision: Math.max((before?.revision ?? 0) + 1, past?.revision ?? 0),
    sequence: before?.sequence ?? null,
    slug: content.slug,
    section: change.section,
    status: content.status,
    title: content.title,
    excerpt: content.summary ?? excerptOf(change.body.text),
    keywords: content.keywords,
    author: content.author,
    language: content.language,
    source: content.source,
    images: change.body.images,
    publishedAt: content.publishedAt,
    publishAt: content.publishAt,
    createdAt: before?.createdAt ?? past?.createdAt ?? change.now,
    updatedAt: Math.max(before?.updatedAt ?? at, at),
    content,
    keyId: past?.keyId ?? change.keyId,
  }
}

/** An article's row, by column. `images`: addresses joined by spaces, which they never hold. */
const rowOf = ({ article }: Written) => ({
  id: article.id,
  revision: article.revision,
  slug: article.slug,
  section_id: article.section.id,
  status: article.status,
  title: article.title,
  excerpt: article.excerpt,
  keywords: JSON.stringify(article.keywords),
  author: article.author,
  language: article.language,
  source_name: article.source?.name ?? null,
  source_url: article.source?.url ?? null,
  published_at: article.publishedAt,
  created_at: article.createdAt,
  updated_at: article.updatedAt,
  publish_at: article.publishAt,
  images: article.images.join(' ') || null,
  encoded_slug: encodedSlug(article.slug),
})

/** The slug as addresses have it, or null where that is the same. */
function encodedSlug(slug: string): string | null {
  const encoded = encodeURIComponent(slug)
  return encoded === slug ? null : encoded
}

/**
 * Inserts or updates rows. A sequence number is given at first publication and kept for good,
 * whatever comes after. Gives back `id` and `sequence` of each.
 */
function writeArticles(db: D1Database, written: Written[]) {
  let given = 0
  const rows = written.map((change) => {
    const { status, sequence } = change.article
    const isFirst = (status === 'published' || change.past?.wasPublic) && sequence === null
    return { ...rowOf(change), sequence, nth: isFirst ? ++given : null }
  })
  const columns = Object.keys(rowOf(written[0] as Written))
  // Not the id: SQLite would look through every table that refers to it.
  const changing = columns.filter((column) => column !== 'id')
  return db
    .prepare(
      `INSERT INTO articles (${columns.join(', ')}, sequence)
       SELECT ${columns.map((column) => `value ->> '${column}'`).join(', ')},
         coalesce(value ->> 'sequence',
           (SELECT coalesce(max(sequence), 0) FROM articles) + (value ->> 'nth'))
       FROM json_each(?1) WHERE true
       ON CONFLICT (id) DO UPDATE SET
         ${changing.map((column) => `${column} = excluded.${column}`).join(', ')},
         sequence = excluded.sequence
       RETURNING id, sequence`,
    )
    .bind(JSON.stringify(rows))
}

/** The insert is the lock. Past revisions keep the source only. */
async function writeRevisions(db: D1Database, written: Written[]) {
  const row = async ({ article, content, body, past, now }: Written) => ({
    id: article.id,
    number: article.revision,
    content: toHex(await pack(JSON.stringify(content))),
    html: toHex(await pack(body.html)),
    keyId: article.keyId,
    now: past?.updatedAt ?? now,
  })
  const insert = db
    .prepare(
      `INSERT INTO revisions (article_id, number, content, html, key_id, created_at)
       SELECT value ->> 'id', value ->> 'number', unhex(value ->> 'content'),
              unhex(value ->> 'html'), value ->> 'keyId', value ->> 'now'
       FROM json_each(?1)`,
    )
    .bind(JSON.stringify(await Promise.all(written.map(row))))
  const past = written.flatMap(({ id, before }) =>
    before ? [{ id, number: before.revision }] : [],
  )
  if (past.length === 0) return [insert]
  const strip = db
    .prepare(
      `UPDATE revisions SET html = NULL
       WHERE (article_id, number) IN (SELECT value ->> 'id', value ->> 'number' FROM json_each(?1))`,
    )
    .bind(JSON.stringify(past))
  return [insert, strip]
}

/** A retired slug goes on redirecting; the article's own may be taken back, another's never. */
function writeSlugs(db: D1Database, written: Written[]) {
  const moved = written.filter(({ before, article }) => before?.slug !== article.slug)
  if (moved.length === 0) return []
  const slugs = moved.map(({ id, before, article }) => ({
    id,
    slug: article.slug,
    was: before?.slug,
  }))
  const run = (sql: string) => db.prepare(sql).bind(JSON.stringify(slugs))
  const own = "SELECT value ->> 'slug', value ->> 'id' FROM json_each(?1)"
  const insert = run(`INSERT INTO slugs (slug, article_id) ${own}`)
  if (moved.every(({ before }) => before === null)) return [insert]
  return [
    run(`DELETE FROM slugs WHERE (slug, article_id) IN (${own})`),
    insert,
    run(`UPDATE slugs SET retired = 1
         WHERE slug IN (SELECT value ->> 'was' FROM json_each(?1))`),
  ]
}

/** Slugs from before an import. A number that was kept must not have been taken meanwhile. */
function writePast(db: D1Database, written: Written[]) {
  const slugs = written.flatMap(({ id, past }) =>
    (past?.retiredSlugs ?? []).map((slug) => ({ id, slug })),
  )
  const kept = written.filter(({ before, past }) => before === null && past?.revision)
  const sql = `INSERT INTO slugs (slug, article_id, retired)
    SELECT value ->> 'slug', value ->> 'id', 1 FROM json_each(?1)`
  const isTaken = `EXISTS (SELECT 1 FROM revisions
    WHERE article_id IN (SELECT value FROM json_each(?1)) GROUP BY article_id HAVING count(*) > 1)`
  return [
    ...(slugs.length > 0 ? [db.prepare(sql).bind(JSON.stringify(slugs))] : []),
    ...(kept.length > 0 ? [giveUpIf(db, isTaken, JSON.stringify(kept.map(({ id }) => id)))] : []),
  ]
}

function writeOrigins(db: D1Database, written: Written[]) {
  const origins = written.flatMap(({ id, before, content: { origin } }) =>
    before === null && origin ? [{ article: id, ...origin }] : [],
  )
  if (origins.length === 0) return []
  const sql = `INSERT INTO origins (system, id, article_id)
    SELECT value ->> 'system', value ->> 'id', value ->> 'article' FROM json_each(?1)`
  return [db.prepare(sql).bind(JSON.stringify(origins))]
}

/** What search has to learn of a change. */
function indexEntryOf({ article, before, body }: Written): IndexEntry[] {
  const { id, revision } = article
  if (article.status === 'published') {
    return [{ id, revision, text: { ...article, html: body.html } }]
  }
  return before?.status === 'published' ? [{ id, revision, text: null }] : []
}

const ACTIONS: Record<Status, string> = {
  draft: 'article.unschedule',
  scheduled: 'article.schedule',
  published: 'article.publish',
  withdrawn: 'article.withdraw',
}

/** What the audit trail calls the change. */
function actionOf(article: Article, before: Article | null): string {
  if (!before) return 'article.create'
  return before.status === article.status ? 'article.change' : ACTIONS[article.status]
}

/** What the audit trail says of a change. */
const entryOf = ({ article, before, keyId, now, isClock }: Written) => ({
  at: now,
  keyId: isClock ? null : keyId,
  action: actionOf(article, before),
  subject: String(article.id),
  revision: before?.revision ?? null,
})
