/** The audit trail: who wrote what, when, from which revision. */

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
}

/**
 * For the batch of the write itself: the trail tells what was done, and nothing that was not. Its first
 * entry carries the write's token; null where nobody will ask for it.
 */
export const writeAudit = (
  db: D1Database,
  token: string | null,
  ...entries: Omit<AuditEntry, 'id'>[]
) =>
  db
    .prepare(
      `INSERT INTO audit (at, key_id, action, subject, revision, token)
       SELECT value ->> 'at', value ->> 'keyId', value ->> 'action', value ->> 'subject',
              value ->> 'revision', iif(key = 0, ?2, NULL)
       FROM json_each(?1)`,
    )
    .bind(JSON.stringify(entries), token)

/** The latest entries before one, newest first. */
export async function listAudit(db: D1Database, before: number, limit: number) {
  const { results } = await db
    .prepare(
      `SELECT id, at, key_id AS keyId, action, subject, revision FROM audit
       WHERE id < ?1 ORDER BY id DESC LIMIT ?2`,
    )
    .bind(before, limit)
    .run<AuditEntry>()
  return results
}
