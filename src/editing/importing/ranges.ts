/**
 * Imports that may be sent again: what was answered for a range of lines is kept in the batch that
 * writes them, under the request's `Idempotency-Key` and the range.
 */
import { sha256 } from '../../articles/digest'
import { type Packed, pack, unpack } from '../../articles/pack'
import { giveUpIf } from '../../articles/writing/rows'
import { RETRY_LIFETIME } from '../saving/retries'

/** The outcome of a line, as it is answered. */
export interface Result {
  status: number
  [field: string]: unknown
}

/** A request that may come again. */
export interface RunKey {
  keyId: number
  path: string
  /** SHA-256 of the Idempotency-Key: all ranges of one request begin with it. */
  prefix: string
}

export interface Answered {
  line: number
  /** SHA-256 of the line as it was sent. */
  hash: string
  result: Result
}

/** SQL for the answers kept for a range of a request's lines; `param` is what `rangeOf` gives. */
const kept = (param: string) =>
  `FROM idempotency_keys
   WHERE key_id = ${param} ->> 'keyId' AND path = ${param} ->> 'path'
     AND key >= ${param} ->> 'prefix' AND key < (${param} ->> 'prefix') || '~'
     AND created_at > ${param} ->> 'since'
     AND CAST(substr(key, -9, 4) AS INTEGER) <= ${param} ->> 'to'
     AND CAST(substr(key, -4) AS INTEGER) >= ${param} ->> 'from'`

/** SQL for whether any answer is kept for the range in `?2`. */
export const isAnswered = `EXISTS (SELECT 1 ${kept('?2')})`

export const rangeOf = (retry: RunKey, from: number, to: number, now: number) =>
  JSON.stringify({ ...retry, from, to, since: now - RETRY_LIFETIME })

/** What was answered about a range. Decode with `toAnswered`. */
export const selectAnswered = (db: D1Database, range: string | null) =>
  db.prepare(`SELECT hex(answer) AS answer ${kept('?1')}`).bind(range)

export async function toAnswered({ results }: D1Result): Promise<Map<number, Answered>> {
  const rows = results as { answer: Packed }[]
  const texts = await Promise.all(rows.map(({ answer }) => unpack(answer)))
  const answered = texts.flatMap((text) => JSON.parse(text) as Answered[])
  return new Map(answered.map((one) => [one.line, one]))
}

const padded = (line: number) => String(line).padStart(4, '0')

/** For the batch that writes a range: keeps what is answered, unless something is kept already. */
export async function claimRange(
  db: D1Database,
  { keyId, path, prefix, ...retry }: RunKey,
  answered: Answered[],
  now: number,
): Promise<D1PreparedStatement[]> {
  const from = answered[0]?.line ?? 0
  const to = answered.at(-1)?.line ?? 0
  const key = `${prefix}:${padded(from)}-${padded(to)}`
  const hash = await sha256(answered.map((one) => one.hash).join())
  const range = rangeOf({ keyId, path, prefix, ...retry }, from, to, now)
  return [
    giveUpIf(db, `EXISTS (SELECT 1 ${kept('?1')})`, range),
    db
      .prepare(
        `INSERT OR REPLACE INTO idempotency_keys
           (key_id, path, key, body_hash, article_id, answer, created_at)
         VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6)`,
      )
      .bind(keyId, path, key, hash, await pack(JSON.stringify(answered)), now),
  ]
}
