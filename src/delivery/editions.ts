/**
 * Editions: opaque values in D1 that name the present state of every page. A page's edition is a
 * pair, its own and that of the `site` row, which stands for what all pages share.
 */
import { pageNames } from '../site'

export interface Edition {
  page: string
  site: string
}

/**
 * A value never used before: the time and 48 random bits, so that not even a database restored
 * from yesterday's backup hands out an edition that a cached copy already carries.
 */
export function newEdition(): string {
  const random = crypto.getRandomValues(new Uint8Array(6))
  return Date.now().toString(36) + [...random].map((b) => b.toString(16).padStart(2, '0')).join('')
}

/** Reads a page's edition: two rows at most, by primary key. Decode with `toEdition`. */
export const selectEdition = (db: D1Database, page: string) =>
  db
    .prepare(
      `SELECT (SELECT edition FROM editions WHERE page = ?1) AS page,
              (SELECT edition FROM editions WHERE page = ?2) AS site`,
    )
    .bind(page, pageNames.site)

/** The pair read by `selectEdition`, or null when there is no such page. */
export function toEdition(result: D1Result): Edition | null {
  const { page, site } = result.results[0] as { page: string | null; site: string | null }
  return page !== null && site !== null ? { page, site } : null
}

export const sameEdition = (a: Edition, b: Edition) => a.page === b.page && a.site === b.site

/**
 * Owes the edge what a write is about to change. Goes into its batch before anything is touched: a write
 * without it would owe a row for each page, by triggers.
 */
export const owe = (db: D1Database, edition: string) =>
  db
    .prepare(
      `INSERT INTO outbox (kind, subject, version, next_at) VALUES ('write', ?1, ?1, unixepoch())`,
    )
    .bind(edition)

/**
 * Gives every page that `select` names (in a column `page`) the edition, creating what is missing.
 * For the batch that changes them: `?1` is the edition, `select` binds from `?2`. What they are owed, `owe`
 * has written down. Decode with `toOwed`.
 */
export function touch(db: D1Database, edition: string, select: string, ...params: unknown[]) {
  return db
    .prepare(
      `INSERT INTO editions (page, edition)
       SELECT page, ?1 FROM (${select}) WHERE true
       ON CONFLICT (page) DO UPDATE SET edition = excluded.edition
       RETURNING page`,
    )
    .bind(edition, ...params)
}

/**
 * Has the KV copies of the pages that `select` names overwritten: they hold old text that would come
 * to light again while D1 is down. Binds like `touch`. Decode with `toOwed`.
 */
export function disown(db: D1Database, edition: string, select: string, ...params: unknown[]) {
  return db
    .prepare(
      `INSERT OR REPLACE INTO outbox (kind, subject, version, next_at)
       SELECT 'overwrite', page, ?1, unixepoch() FROM (${select})
       RETURNING subject AS copy`,
    )
    .bind(edition, ...params)
}

/** What a write owes. */
export interface Owed {
  /** The edition it gave, by which its debts are known. */
  version: string
  /** Pages to purge. */
  pages: string[]
  /** Pages whose copies in KV must not survive as they are. */
  copies: string[]
}

/** What a batch owes to the outside, from all its results; `version` is the edition that it gave. */
export function toOwed(version: string, results: D1Result[]): Owed {
  const rows = results.flatMap(({ results }) => results) as {
    page?: string | null
    copy?: string | null
  }[]
  return {
    version,
    pages: rows.flatMap(({ page }) => page ?? []),
    copies: rows.flatMap(({ copy }) => copy ?? []),
  }
}
