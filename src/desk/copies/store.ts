/**
 * Working copies in D1: what an editor is typing. Each text that was typed has a version, a number that its form
 * drew at random: whoever sends the next names the versions that it has seen, and overwrites no other.
 */

import { hashesIn } from '../../articles/hashes'
import { type Packed, pack, unpack } from '../../articles/pack'
import { HASH } from '../../articles/picture'
import type { Aside } from '../articles/sent'
import type { Typed } from '../articles/typed'

/** How many new articles an editor may have begun and not saved. */
export const MOST_NEW = 50

/** How many pictures a body may show, its lead and its card: see src/articles/body/faults.ts. */
const MOST_PICTURES = 502

/** What stands in a form. */
export interface Text {
  typed: Typed
  aside: Aside
}

export interface Copy extends Text {
  subject: string
  /** The revision that it began from; 0 for a new article. */
  revision: number
  /** The version of the pending draft that it began from; empty for none. */
  draft: string
  version: number
  /** UTC seconds. */
  updatedAt: number
}

/** Whose copy, and of what: an article's number, or of a new one `new:` and the token of its form. */
export interface Place {
  keyId: number
  subject: string
}

export const subjectOf = (articleId: number | null, once: string) =>
  articleId === null ? `new:${once}` : String(articleId)

interface Row {
  subject: string
  revision: number
  draft: string
  version: number
  updated_at: number
  typed: Packed
}

/** Decode with `toCopy`. */
export const selectCopy = (db: D1Database, { keyId, subject }: Place) =>
  db
    .prepare(
      `SELECT subject, revision, draft, version, updated_at, hex(typed) AS typed
       FROM working_copies WHERE key_id = ?1 AND subject = ?2`,
    )
    .bind(keyId, subject)

export async function toCopy(result: D1Result | undefined): Promise<Copy | null> {
  const row = result?.results[0] as Row | undefined
  if (!row) return null
  const { updated_at: updatedAt, typed, ...rest } = row
  return { ...rest, updatedAt, ...(JSON.parse(await unpack(typed)) as Text) }
}

export const readCopy = async (db: D1Database, place: Place): Promise<Copy | null> =>
  toCopy(await selectCopy(db, place).run())

/** A text to be kept. */
export interface Fresh extends Place, Text {
  articleId: number | null
  revision: number
  draft: string
  version: number
  /** The versions that it may take the place of; 0, or none at all: there may be no copy yet. */
  seen: number[]
  /** UTC seconds. */
  now: number
}

/**
 * What became of it: `elsewhere` where there is another text than those that were seen, null where that was
 * saved or discarded meanwhile; `many` where there are too many new articles.
 */
export type Kept =
  | { kind: 'kept'; version: number; at: number }
  | { kind: 'elsewhere'; copy: Copy | null }
  | { kind: 'many' }

/** As many as a text may show: the rest cannot be saved either. */
const picturesIn = ({ body, lead, card }: Typed) =>
  [...new Set([lead, card, ...hashesIn(body)])]
    .filter((one) => HASH.test(one))
    .slice(0, MOST_PICTURES)

const NEW = "subject >= 'new:' AND subject < 'new;'"

/** Keeps it, unless another text would be lost. The same text again is the same. One round trip. */
export async function keepCopy(db: D1Database, fresh: Fresh): Promise<Kept> {
  const { keyId, subject, articleId, revision, draft, version, seen, now, typed, aside } = fresh
  const mayBegin = seen.length === 0 || seen.includes(0)
  const [named, text] = [picturesIn(typed), JSON.stringify({ typed, aside })]
  const [stored, found] = await db.batch([
    db
      .prepare(
        `INSERT INTO working_copies
           (key_id, subject, article_id, revision, draft, title, typed, pictures, version, updated_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?11
         WHERE EXISTS (SELECT 1 FROM working_copies WHERE key_id = ?1 AND subject = ?2)
           OR (?12 AND (?3 IS NOT NULL OR ${MOST_NEW} >
             (SELECT count(*) FROM working_copies WHERE key_id = ?1 AND ${NEW})))
         ON CONFLICT (key_id, subject) DO UPDATE SET
           revision = excluded.revision, draft = excluded.draft, title = excluded.title,
           typed = excluded.typed, pictures = excluded.pictures, version = excluded.version,
           updated_at = excluded.updated_at
         WHERE version IN (SELECT value FROM json_each(?10))
         RETURNING 1`,
      )
      .bind(
        ...[keyId, subject, articleId, revision, draft, typed.title, await pack(text)],
        ...[JSON.stringify(named), version, JSON.stringify(seen), now, Number(mayBegin)],
      ),
    selectCopy(db, fresh),
  ])
  if (stored?.results.length === 1) return { kind: 'kept', version, at: now }
  const copy = await toCopy(found)
  if (copy === null && mayBegin) return { kind: 'many' }
  const isSame = copy && JSON.stringify({ typed: copy.typed, aside: copy.aside }) === text
  return isSame && copy.revision === revision && copy.draft === draft
    ? { kind: 'kept', version: copy.version, at: copy.updatedAt }
    : { kind: 'elsewhere', copy }
}

/** Takes a key's copies of these subjects away, of these versions only: what came later stays. */
export const removeCopies = (
  db: D1Database,
  keyId: number,
  subjects: string[],
  versions: number[],
) =>
  db
    .prepare(
      `DELETE FROM working_copies WHERE key_id = ?1
         AND subject IN (SELECT value FROM json_each(?2))
         AND version IN (SELECT value FROM json_each(?3))`,
    )
    .bind(keyId, JSON.stringify(subjects), JSON.stringify(versions))

/** One of the copies that a list shows. */
export interface Begun {
  subject: string
  title: string
  /** UTC seconds. */
  updatedAt: number
}

/** A key's newest copies. Decode with `toBegun`. */
export const selectBegun = (db: D1Database, keyId: number, limit: number) =>
  db
    .prepare(
      `SELECT subject, title, updated_at AS updatedAt FROM working_copies
       WHERE key_id = ?1 ORDER BY updated_at DESC LIMIT ?2`,
    )
    .bind(keyId, limit)

/** The same of new articles alone, of which there are `MOST_NEW` at most. */
export const selectBegunNew = (db: D1Database, keyId: number) =>
  db
    .prepare(
      `SELECT subject, title, updated_at AS updatedAt FROM working_copies
       WHERE key_id = ?1 AND ${NEW} ORDER BY updated_at DESC`,
    )
    .bind(keyId)

export const toBegun = (result: D1Result | undefined) =>
  (result?.results ?? []) as unknown as Begun[]
