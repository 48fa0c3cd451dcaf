/**
 * Requests that may be sent again: an `Idempotency-Key` makes equal requests one. The record is
 * claimed in the batch of the write itself, so there is never one without the other.
 */
import { sha256 } from '../../articles/digest'
import { type Packed, pack, unpack } from '../../articles/pack'
import type { Fault } from '../door/problems'

/** A request that may come again. A record belongs to one API key and one path. */
export interface Retry {
  /** Records from then on count; in UTC seconds. */
  since: number
  keyId: number
  path: string
  key: string
  /** SHA-256 of the body, byte for byte as it was sent. */
  bodyHash: string
}

/** An answer that can be given again. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: Record<string, unknown>
}

/** How long a record counts, in seconds. */
export const RETRY_LIFETIME = 24 * 3600

/** Printable ASCII, as a header carries it. */
const KEY = /^[\x20-\x7e]{1,255}$/

/** What is wrong with an `Idempotency-Key`, if one was sent. */
export function keyFaults(key: string | undefined): Fault[] {
  if (key === undefined || KEY.test(key)) return []
  const detail = 'Idempotency-Key must be 1 to 255 printable ASCII characters'
  return [{ field: 'Idempotency-Key', detail }]
}

export async function toRetry(
  keyId: number,
  path: string,
  key: string,
  body: ArrayBuffer,
  now: number,
): Promise<Retry> {
  return { keyId, path, key, since: now - RETRY_LIFETIME, bodyHash: await sha256(body) }
}

/** The record of a request, if it was answered within the lifetime. Decode with `toRecord`. */
export const selectRecord = (db: D1Database, { keyId, path, key, since }: Retry) =>
  db
    .prepare(
      `SELECT body_hash, hex(answer) AS answer FROM idempotency_keys
       WHERE key_id = ?1 AND path = ?2 AND key = ?3 AND created_at > ?4`,
    )
    .bind(keyId, path, key, since)

/** What to answer a request that was made before: the same, or why not. */
export async function toRecord(
  retry: Retry,
  result: D1Result,
): Promise<Answer | 'reused' | 'erased' | null> {
  const row = result.results[0] as { body_hash: string; answer: Packed } | undefined
  if (!row) return null
  if (row.body_hash !== retry.bodyHash) return 'reused'
  if (row.answer === '') return 'erased'
  return JSON.parse(await unpack(row.answer)) as Answer
}

/** For the write's own batch: claims the key, in place of an expired record if need be. */
export async function claim(
  db: D1Database,
  { keyId, path, key, since, bodyHash }: Retry,
  articleId: number,
  answer: Answer,
  now: number,
) {
  return [
    db
      .prepare(
        `DELETE FROM idempotency_keys
         WHERE key_id = ?1 AND path = ?2 AND key = ?3 AND created_at <= ?4`,
      )
      .bind(keyId, path, key, since),
    db
      .prepare(
        `INSERT INTO idempotency_keys
           (key_id, path, key, body_hash, article_id, answer, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
      )
      .bind(keyId, path, key, bodyHash, articleId, await pack(JSON.stringify(answer)), now),
  ]
}

/** Clears away what no longer counts, up to 500 records at a time. */
export const forgetExpired = (db: D1Database, now: number) =>
  db
    .prepare(
      `DELETE FROM idempotency_keys WHERE (key_id, path, key) IN (
         SELECT key_id, path, key FROM idempotency_keys WHERE created_at <= ?1 LIMIT 500)`,
    )
    .bind(now - RETRY_LIFETIME)
