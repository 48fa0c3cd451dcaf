/** Who wrote what is brought along from elsewhere. */
import { writeAudit } from './audit'

/** The key that wrote a revision; one that is still to be made has a name. */
export interface Author {
  keyId: number
  newName: string | null
}

/**
 * For the batch that writes what they wrote: makes keys that are not there yet, revoked and without a
 * scope or a secret, so that the past keeps its authors. `editorId` is the key that imports it.
 */
export function writeAuthors(
  db: D1Database,
  authors: (Author | null | undefined)[],
  editorId: number,
  now: number,
): D1PreparedStatement[] {
  const names = new Map(
    authors.flatMap((author) => (author?.newName ? [[author.keyId, author.newName]] : [])),
  )
  if (names.size === 0) return []
  const insert = db
    .prepare(
      `INSERT INTO keys (id, name, hash, scopes, created_at, revoked_at)
       SELECT value ->> 0, value ->> 1, 'imported:' || hex(randomblob(16)), '[]', ?2, ?2
       FROM json_each(?1)`,
    )
    .bind(JSON.stringify([...names]), now)
  const entries = [...names.keys()].map((id) => ({
    at: now,
    keyId: editorId,
    action: 'key.import',
    subject: String(id),
    revision: null,
  }))
  return [insert, writeAudit(db, null, ...entries)]
}
