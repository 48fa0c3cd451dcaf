/** Making a link that shows an article before its readers see it. */
import { newEdition } from '../../delivery/editions'
import { sha256, toBase64Url } from '../digest'
import { LONGEST_PREVIEW } from '../previews'
import { writeAudit } from './audit'
import { storeOnce } from './once'

/** How long a link that has ended is still known as such, in seconds. */
const REMEMBERED = 30 * 86_400

/** How many such links go when one is made: more than one, so that they become fewer. */
const FORGOTTEN_AT_ONCE = 100

/** 256 random bits in base64url. */
const newToken = () => toBase64Url(crypto.getRandomValues(new Uint8Array(32)))

export interface NewPreview {
  articleId: number
  /** The article's revision when it was made, for the trail. */
  revision: number
  /** The key that makes it. */
  keyId: number
  /** In seconds. */
  expiresIn: number
}

/** Makes a link: what it holds, and when it ends, which is with its key at the latest. */
export async function makePreview(
  db: D1Database,
  { articleId, revision, keyId, expiresIn }: NewPreview,
  now: number,
): Promise<{ token: string; expiresAt: number }> {
  const token = newToken()
  const hash = await sha256(token)
  const write = newEdition()
  const statements = [
    db
      .prepare(
        `INSERT INTO previews (hash, article_id, key_id, created_at, expires_at)
         SELECT ?1, ?2, id, ?4, min(?5, coalesce(expires_at, ?5), coalesce(superseded_at, ?5))
         FROM keys WHERE id = ?3
         RETURNING expires_at AS expiresAt`,
      )
      .bind(hash, articleId, keyId, now, now + Math.min(expiresIn, LONGEST_PREVIEW)),
    db
      .prepare(
        `DELETE FROM previews WHERE hash IN (
           SELECT hash FROM previews WHERE expires_at <= ?1 LIMIT ${FORGOTTEN_AT_ONCE})`,
      )
      .bind(now - REMEMBERED),
    writeAudit(db, write, {
      at: now,
      keyId,
      action: 'preview.create',
      subject: String(articleId),
      revision,
    }),
  ]
  const again = db
    .prepare('SELECT expires_at AS expiresAt FROM previews WHERE hash = ?1')
    .bind(hash)
  const stored = await storeOnce(db, { token: write, statements, wanted: { at: 0, again } })
  const [made] = (stored.result as D1Result<{ expiresAt: number }>).results
  return { token, expiresAt: made?.expiresAt ?? now }
}
