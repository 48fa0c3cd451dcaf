/**
 * The write path. One function puts an article's new revision into D1, in one batch with all that
 * follows from it: its row, slug, sequence number and shard, and a new edition for each page it
 * shows on. Either all of it is there afterwards, or nothing.
 */
import { newEdition, toOwed } from '../delivery/editions'
import type { Owed } from '../delivery/outbox'
import type { Site } from '../site'
import type { Article, Content, Section, Status } from './article'
import { note } from './audit'
import type { Body } from './body'
import { excerptOf } from './excerpt'
import { pack } from './packed'
import { writePages } from './publication'
import type { StoredArticle } from './store'

/** One accepted change. */
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
  /** More for the same batch, made from the article as it will be. */
  also?: (article: StoredArticle) => Promise<D1PreparedStatement[]>
}

/** Why a batch was refused: somebody was faster. Nothing of it was stored. */
export type Lost = 'stale' | 'slug-taken' | 'origin-taken' | 'answered'

const LOST: [constraint: string, lost: Lost][] = [
  ['revisions.article_id', 'stale'],
  ['slugs.slug', 'slug-taken'],
  ['origins.system', 'origin-taken'],
  ['idempotency_keys.key_id', 'answered'],
]

/** Writes the change. `site` decides the size of a sitemap that has to be opened. */
export async function commit(
  db: D1Database,
  site: Site,
  change: Change,
): Promise<{ article: StoredArticle; owed: Owed } | Lost> {
  const { before, id, content, now } = change
  if (id < 1) throw new Error('an article without a number')
  const article: StoredArticle = {
    id,
    revision: (before?.revision ?? 0) + 1,
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
    publishedAt: content.publishedAt,
    publishAt: content.publishAt,
    createdAt: before?.createdAt ?? now,
    updatedAt: Math.max(before?.updatedAt ?? now, now),
    content,
    keyId: change.keyId,
  }
  const edition = newEdition()
  const statements = [
    writeArticle(db, article),
    ...(await writeRevision(db, article, change)),
    ...writeSlugs(db, article, before),
    ...(before ? [] : writeOrigin(db, article)),
    ...writePages(db, site, article, before, edition),
    note(db, {
      at: now,
      keyId: change.isClock ? null : change.keyId,
      action: actionOf(article, before),
      subject: String(id),
      revision: before?.revision ?? null,
    }),
    ...((await change.also?.(article)) ?? []),
  ]
  try {
    const results = await db.batch(statements)
    const [row] = results as [D1Result<{ sequence: number | null }>]
    const sequence = row.results[0]?.sequence ?? null
    return { article: { ...article, sequence }, owed: toOwed(edition, results) }
  } catch (fault) {
    const lost = LOST.find(([name]) => String(fault).includes(`UNIQUE constraint failed: ${name}`))
    if (lost) return lost[1]
    throw fault
  }
}

const COLUMNS = [
  'revision',
  'slug',
  'section_id',
  'status',
  'title',
  'excerpt',
  'keywords',
  'author',
  'language',
  'source_name',
  'source_url',
  'published_at',
  'created_at',
  'updated_at',
  'publish_at',
]

/** A sequence number is given at first publication and kept for good, whatever comes after. */
const NEXT_SEQUENCE = `CASE WHEN ?5 = 'published'
  THEN (SELECT coalesce(max(sequence), 0) + 1 FROM articles) END`

const INSERT = `INSERT INTO articles (id, ${COLUMNS.join(', ')}, sequence)
  VALUES (?1, ${COLUMNS.map((_, i) => `?${i + 2}`).join(', ')}, ${NEXT_SEQUENCE})
  RETURNING sequence`

const UPDATE = `UPDATE articles
  SET ${COLUMNS.map((column, i) => `${column} = ?${i + 2}`).join(', ')},
    sequence = coalesce(sequence, ${NEXT_SEQUENCE})
  WHERE id = ?1
  RETURNING sequence`

function writeArticle(db: D1Database, article: StoredArticle) {
  return db
    .prepare(article.revision === 1 ? INSERT : UPDATE)
    .bind(
      article.id,
      article.revision,
      article.slug,
      article.section.id,
      article.status,
      article.title,
      article.excerpt,
      JSON.stringify(article.keywords),
      article.author,
      article.language,
      article.source?.name ?? null,
      article.source?.url ?? null,
      article.publishedAt,
      article.createdAt,
      article.updatedAt,
      article.publishAt,
    )
}

/** The insert is the lock. Past revisions keep the source only. */
async function writeRevision(db: D1Database, { id, revision }: StoredArticle, change: Change) {
  const insert = db
    .prepare(
      `INSERT INTO revisions (article_id, number, content, html, key_id, created_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6)`,
    )
    .bind(
      id,
      revision,
      await pack(JSON.stringify(change.content)),
      await pack(change.body.html),
      change.keyId,
      change.now,
    )
  if (!change.before) return [insert]
  const strip = 'UPDATE revisions SET html = NULL WHERE article_id = ?1 AND number = ?2'
  return [insert, db.prepare(strip).bind(id, change.before.revision)]
}

/** A retired slug goes on redirecting; the article's own may be taken back, another's never. */
function writeSlugs(db: D1Database, article: Article, before: Article | null) {
  if (before?.slug === article.slug) return []
  const own = [article.slug, article.id]
  const insert = db.prepare('INSERT INTO slugs (slug, article_id) VALUES (?1, ?2)').bind(...own)
  if (!before) return [insert]
  return [
    db.prepare('DELETE FROM slugs WHERE slug = ?1 AND article_id = ?2').bind(...own),
    insert,
    db.prepare('UPDATE slugs SET retired = 1 WHERE slug = ?1').bind(before.slug),
  ]
}

function writeOrigin(db: D1Database, { id, content }: StoredArticle) {
  if (!content.origin) return []
  const { system, id: originId } = content.origin
  const insert = 'INSERT INTO origins (system, id, article_id) VALUES (?1, ?2, ?3)'
  return [db.prepare(insert).bind(system, originId, id)]
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
