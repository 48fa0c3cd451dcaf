/**
 * The write path. One function puts new revisions of articles into D1, in one batch with all that
 * follows from them: rows, slugs, sequence numbers and shards, lists, the search index, and a new
 * edition for each page that shows them. Either all of it is there afterwards, or nothing. The
 * statements are as many for one article as for a thousand.
 */
import { newEdition, type Owed } from '../../delivery/editions'
import type { EngineName } from '../../delivery/engines/all'
import type { Site } from '../../site'
import { type Article, carried, type Status } from '../article'
import { type IndexEntry, writeIndex } from '../search/write'
import type { StoredArticle } from '../store'
import { discard, retire } from '../texts/shelve'
import type { Shelves } from '../texts/stores'
import { writeAudit } from './audit'
import { writeAuthors } from './authors'
import type { Change, Lost, Written } from './change'
import { NO_DRAFT } from './drafts'
import { writeFormer } from './former'
import { storeOnce } from './once'
import { writePings } from './pings'
import { writePages } from './publication'
import {
  packedChange,
  selectSequences,
  writeArticles,
  writeOrigins,
  writePast,
  writeRevisions,
  writeSlugs,
} from './rows'
import { shelveChanges } from './shelved'
import { NOT_KEPT, writeUses } from './uses'

const LOST: [constraint: string, lost: Lost][] = [
  ['UNIQUE constraint failed: revisions.article_id', 'stale'],
  ['UNIQUE constraint failed: slugs.slug', 'slug-taken'],
  ['UNIQUE constraint failed: former_addresses.address', 'address-taken'],
  ['UNIQUE constraint failed: origins.system', 'origin-taken'],
  ['UNIQUE constraint failed: idempotency_keys.key_id', 'answered'],
  ['UNIQUE constraint failed: counters.name', 'answered'],
  ['UNIQUE constraint failed: keys.id', 'answered'],
  [NOT_KEPT, 'picture-gone'],
  [NO_DRAFT, 'stale'],
  // Of all that an article refers to, only a section can be removed.
  ['FOREIGN KEY constraint failed', 'section-gone'],
]

/** Where changes are written: `site` decides the size of new sitemaps and the months of the archive. */
export interface Newsroom extends Shelves {
  site: Site
  /** Who is told of changes. */
  engines: EngineName[]
}

/**
 * Bytes of text one batch writes. They go to D1 deflated, in hexadecimal, as one parameter, which may
 * take 2 MB: text that deflates badly still fits.
 */
export const MAX_BATCH_BYTES = 1_100_000

const encoder = new TextEncoder()

/** How much of that a change takes. */
export const bytesOf = ({ content, body }: Pick<Change, 'content' | 'body'>) =>
  encoder.encode(content.body).length + encoder.encode(body.html).length

/**
 * Writes the changes. `also` makes more for the same batch from the articles as they will be. Throws like
 * `storeOnce`.
 */
export async function commit(
  { db, site, engines, stores }: Newsroom,
  changes: Change[],
  also?: (articles: StoredArticle[]) => Promise<D1PreparedStatement[]>,
): Promise<{ articles: StoredArticle[]; owed: Owed } | Lost> {
  const written = changes.map((change): Written => ({ ...change, article: articleAfter(change) }))
  const articles = written.map(({ article }) => article)
  const edition = newEdition()
  const now = Math.max(...changes.map((change) => change.now))
  const packed = await Promise.all(written.map(packedChange))
  const references = await shelveChanges({ db, stores }, written, packed, now)
  for (const [i, { article }] of written.entries()) article.reference = references?.[i] ?? null
  const statements = [
    writeArticles(db, written),
    ...writeAuthors(
      db,
      written.map(({ past }) => past?.author),
      written[0]?.keyId ?? 0,
      now,
    ),
    ...(await writeRevisions(db, written, packed, references)),
    ...writeSlugs(db, written),
    ...writePast(db, written),
    ...writeFormer(db, written),
    ...writeOrigins(db, written),
    ...writeUses(db, written),
    ...writePages(db, site, written, edition, now),
    ...writePings(db, engines, written, edition),
    ...writeIndex(db, written.flatMap(indexEntryOf)),
    writeAudit(db, edition, ...written.map(entryOf)),
    ...((await also?.(articles)) ?? []),
  ]
  try {
    const wanted = { at: 0, again: selectSequences(db, articles) }
    const stored = await storeOnce(db, { token: edition, statements, wanted })
    const rows = stored.result?.results as { id: number; sequence: number | null }[]
    const sequences = new Map(rows.map(({ id, sequence }) => [id, sequence]))
    const numbered = (article: StoredArticle) => ({
      ...article,
      sequence: sequences.get(article.id) ?? null,
    })
    await retire(
      stores,
      written.flatMap(({ before }) => before?.reference ?? []),
      now,
    )
    return { articles: articles.map(numbered), owed: stored.owed }
  } catch (fault) {
    const lost = LOST.find(([constraint]) => String(fault).includes(constraint))
    if (lost) {
      await discard(stores, references ?? [])
      return lost[1]
    }
    throw fault
  }
}

function articleAfter({ before, id, content, ...change }: Change): StoredArticle {
  if (id < 1) throw new Error('an article without a number')
  const { past } = change
  const at = past?.updatedAt ?? change.now
  return {
    ...carried(content),
    id,
    revision: Math.max((before?.revision ?? 0) + 1, past?.revision ?? 0),
    sequence: before?.sequence ?? null,
    section: change.section,
    excerpt: content.summary ?? change.body.excerpt,
    images: change.body.images,
    lead: change.body.lead,
    card: change.body.card,
    createdAt: before?.createdAt ?? past?.createdAt ?? change.now,
    updatedAt: Math.max(before?.updatedAt ?? at, at),
    content,
    keyId: past?.author?.keyId ?? change.keyId,
    reference: null,
  }
}

/** What the catalogue's index has to learn of a change. */
export function indexEntryOf({
  article,
  before,
  body,
}: Pick<Written, 'article' | 'before' | 'body'>): IndexEntry[] {
  const { id, revision } = article
  if (article.status === 'published' && !article.reference) {
    return [{ id, revision, text: { ...article, html: body.html } }]
  }
  // Also of a text that lay elsewhere when it was read: it may have been rendered anew into the catalogue since.
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
const entryOf = ({ article, before, keyId, now, doneBy = keyId }: Written) => ({
  at: now,
  keyId: doneBy,
  action: actionOf(article, before),
  subject: String(article.id),
  revision: before?.revision ?? null,
})
