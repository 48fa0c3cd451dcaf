/**
 * Saving, discarding and publishing pending drafts. Each goes with the rows of the pictures that it names, in
 * one batch; readers, editions and the outbox are told of nothing until it is published.
 */
import { newEdition } from '../../delivery/editions'
import { type Content, FIELDS, pick } from '../article'
import type { DraftState, PendingDraft } from '../drafts'
import type { StoredArticle } from '../store'
import { writeAudit } from './audit'
import type { Deed } from './hand-ins'
import { storeOnce } from './once'
import { giveUpIf, packed, unlessGivenUp } from './rows'
import { NOT_KEPT } from './uses'

type Seen = Pick<StoredArticle, 'id' | 'revision'>

/** What a draft is to be. */
export interface Drafted {
  content: Content
  /** The revision of the article that whoever saves it has seen. */
  revision: number
  /** The pictures that it shows. */
  hashes: string[]
}

/** The rest is the article's, whatever was so when the draft was saved. */
const DRAFTED = FIELDS.filter((field) => !['status', 'publishAt', 'origin'].includes(field))

const IS_THERE = 'EXISTS (SELECT 1 FROM pending_drafts WHERE article_id = ?1 AND version = ?2)'

/**
 * Saves a draft, in place of the one `before`, null for none. `lost` when that is not what is there any more, or
 * the article is not published; where there was none, also when the article has changed. `picture-gone` when
 * one of its pictures has. Throws like `storeOnce`.
 */
export async function saveDraft(
  db: D1Database,
  { id, revision }: Seen,
  before: PendingDraft | null,
  drafted: Drafted,
  { by, now }: Deed,
): Promise<PendingDraft | 'lost' | 'picture-gone'> {
  const version = newEdition()
  const seen = before?.version ?? String(revision)
  const { content } = await packed(pick(drafted.content, DRAFTED))
  const isOther = before
    ? `NOT ${IS_THERE}`
    : `EXISTS (SELECT 1 FROM pending_drafts WHERE article_id = ?1)
       OR NOT EXISTS (SELECT 1 FROM articles WHERE id = ?1 AND revision = ?2)`
  const isHidden = "NOT EXISTS (SELECT 1 FROM articles WHERE id = ?1 AND status = 'published')"
  const statements = [
    giveUpIf(db, `(${isOther} OR ${isHidden})`, id, before?.version ?? revision),
    db
      .prepare(
        `INSERT INTO pending_drafts
           (article_id, revision, version, seen, content, key_id, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, unhex(?5), ?6, ?7, ?7)
         ON CONFLICT (article_id) DO UPDATE SET revision = excluded.revision,
           version = excluded.version, seen = excluded.seen, content = excluded.content,
           key_id = excluded.key_id, updated_at = excluded.updated_at`,
      )
      .bind(id, drafted.revision, version, seen, content, by.id, now),
    ...writePictures(db, id, drafted.hashes),
    writeAudit(db, version, entryOf('draft.save', id, drafted.revision, { by, now })),
  ]
  try {
    const stored = await unlessGivenUp(storeOnce(db, { token: version, statements }))
    if (stored === 'lost') return 'lost'
  } catch (fault) {
    if (String(fault).includes(NOT_KEPT)) return 'picture-gone'
    throw fault
  }
  const createdAt = before?.createdAt ?? now
  return { ...drafted, version, seen, by, createdAt, updatedAt: now }
}

/** Discards a draft. `lost` when that is not what is there any more. Throws like `storeOnce`. */
export async function discardDraft(
  db: D1Database,
  { id }: Seen,
  { version, revision }: DraftState,
  deed: Deed,
): Promise<'done' | 'lost'> {
  const token = newEdition()
  const statements = [
    giveUpIf(db, `NOT ${IS_THERE}`, id, version),
    ...removeDraft(db, id),
    writeAudit(db, token, entryOf('draft.discard', id, revision, deed)),
  ]
  const stored = await unlessGivenUp(storeOnce(db, { token, statements }))
  return stored === 'lost' ? 'lost' : 'done'
}

/** What SQLite says when a draft is published that is not there any more. */
export const NO_DRAFT = 'NOT NULL constraint failed: pending_drafts'

/** For the batch that publishes a draft: it goes, and the batch fails unless it is there in this version. */
export const settleDraft = (db: D1Database, articleId: number, version: string) => [
  db
    .prepare(`INSERT INTO pending_drafts (article_id) SELECT 0 WHERE NOT ${IS_THERE}`)
    .bind(articleId, version),
  ...removeDraft(db, articleId),
]

/** For the batch that erases a revision: what was saved of the article besides may hold the same. */
export const eraseDrafts = (db: D1Database, articleId: number) => [
  db.prepare('DELETE FROM draft_pictures WHERE article_id = ?1').bind(articleId),
  db.prepare('DELETE FROM pending_drafts WHERE article_id = ?1').bind(articleId),
  db.prepare('DELETE FROM working_copies WHERE article_id = ?1').bind(articleId),
]

const removeDraft = (db: D1Database, articleId: number) => [
  db.prepare('DELETE FROM draft_pictures WHERE article_id = ?1 AND key_id = 0').bind(articleId),
  db.prepare('DELETE FROM pending_drafts WHERE article_id = ?1').bind(articleId),
]

const writePictures = (db: D1Database, articleId: number, hashes: string[]) => [
  db
    .prepare(
      `DELETE FROM draft_pictures WHERE article_id = ?1 AND key_id = 0
         AND hash NOT IN (SELECT value FROM json_each(?2))`,
    )
    .bind(articleId, JSON.stringify(hashes)),
  db
    .prepare(
      `INSERT INTO draft_pictures (article_id, key_id, hash)
       SELECT ?1, 0, value FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING`,
    )
    .bind(articleId, JSON.stringify(hashes)),
]

const entryOf = (action: string, id: number, revision: number, { by, now }: Deed) => ({
  at: now,
  keyId: by.id,
  action,
  subject: String(id),
  revision,
})
