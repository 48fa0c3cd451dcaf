/** The audit trail: who wrote what, when, from which revision. */
import { clientNow } from '../../delivery/client'
import type { Client } from '../../site/clients'

export interface AuditEntry {
  id: number
  /** UTC seconds. */
  at: number
  /** The key's number; null for the clock and the command line. */
  keyId: number | null
  /** Like `article.publish`. */
  action: string
  subject: string
  /** The revision it was done to. */
  revision: number | null
  /** The protocol it came by, where that is not our own. */
  client: Client | null
}

/**
 * For the batch of the write itself: the trail tells what was done, and nothing that was not. Its first
 * entry carries the write's token; null where nobody will ask for it.
 */
export const writeAudit = (
  db: D1Database,
  token: string | null,
  ...entries: Omit<AuditEntry, 'id' | 'client'>[]
) =>
  db
    .prepare(
      `INSERT INTO audit (at, key_id, action, subject, revision, token, client)
       SELECT value ->> 'at', value ->> 'keyId', value ->> 'action', value ->> 'subject',
              value ->> 'revision', iif(key = 0, ?2, NULL), ?3
       FROM json_each(?1)`,
    )
    .bind(JSON.stringify(entries), token, clientNow())

/** The latest entries before one, newest first. */
export async function listAudit(db: D1Database, before: number, limit: number) {
  const { results } = await db
    .prepare(
      `SELECT id, at, key_id AS keyId, action, subject, revision, client FROM audit
       WHERE id < ?1 ORDER BY id DESC LIMIT ?2`,
    )
    .bind(before, limit)
    .run<AuditEntry>()
  return results
}

/** What numbers and slugs of the trail are called today. What is gone has no name. */
export interface TrailNames {
  keys: Map<number, string>
  /** Titles, as the articles are now. */
  articles: Map<number, string>
  sections: Map<string, string>
}

/** Looks up names by numbers of keys, numbers of articles and slugs of sections, all at once. */
export async function findTrailNames(
  db: D1Database,
  keys: number[],
  articles: number[],
  sections: string[],
): Promise<TrailNames> {
  const among = (sql: string, wanted: (number | string)[]) =>
    db
      .prepare(`${sql} IN (SELECT value FROM json_each(?1))`)
      .bind(JSON.stringify([...new Set(wanted)]))
  const found = await db.batch<{ of: never; name: string }>([
    among('SELECT id AS of, name FROM keys WHERE id', keys),
    among('SELECT id AS of, title AS name FROM articles WHERE id', articles),
    among('SELECT slug AS of, name FROM sections WHERE slug', sections),
  ])
  const [keyNames, titles, sectionNames] = found.map(
    ({ results }) => new Map(results.map(({ of, name }) => [of, name])),
  )
  return { keys: keyNames, articles: titles, sections: sectionNames } as TrailNames
}
