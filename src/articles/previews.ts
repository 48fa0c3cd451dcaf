/**
 * Links that show an article before its readers see it. Each is written down when it is made, by the
 * SHA-256 of its token: a stolen database opens nothing. A link is good for as long as its key could
 * make it: that is decided anew at each view.
 */
import { sha256 } from './digest'
import { type ReadableArticle, selectReadableWith, toReadable } from './store'

/** No link is good for longer, in seconds, whatever its row says: thirty days. */
export const LONGEST_PREVIEW = 30 * 86_400

/** 256 random bits in base64url. */
const TOKEN = /^[\w-]{43}$/

interface PreviewRow {
  preview_created_at: number
  preview_expires_at: number
  key_expires_at: number | null
  key_superseded_at: number | null
  key_revoked_at: number | null
  /** JSON arrays. */
  key_scopes: string
  key_sections: string | null
}

/** What a link leads to, by its token; null when it cannot be one. Decode with `toPreview`. */
export async function selectPreview(
  db: D1Database,
  token: string,
): Promise<D1PreparedStatement | null> {
  if (!TOKEN.test(token)) return null
  const columns = `p.created_at AS preview_created_at, p.expires_at AS preview_expires_at,
    k.expires_at AS key_expires_at, k.superseded_at AS key_superseded_at,
    k.revoked_at AS key_revoked_at, k.scopes AS key_scopes, k.sections AS key_sections`
  const from = 'previews p CROSS JOIN keys k ON k.id = p.key_id'
  return db
    .prepare(`${selectReadableWith(columns, from, 'p.article_id')} WHERE p.hash = ?1`)
    .bind(await sha256(token))
}

export interface Preview {
  article: ReadableArticle
  /** When the link ends, or has ended, as far as that is known; in UTC seconds. */
  expiresAt: number
  /** Whether it still shows the article. */
  isGood: boolean
}

/** Null when no such link was ever made, or it has long been over. */
export function toPreview(result: D1Result, now: number): Preview | null {
  const article = toReadable(result)
  if (!article) return null
  const row = result.results[0] as unknown as PreviewRow
  const expiresAt = Math.min(
    row.preview_expires_at,
    row.preview_created_at + LONGEST_PREVIEW,
    row.key_expires_at ?? Number.POSITIVE_INFINITY,
    row.key_superseded_at ?? Number.POSITIVE_INFINITY,
  )
  const isGood =
    expiresAt > now &&
    row.key_revoked_at === null &&
    mayMake(row, article.section.slug) &&
    article.status !== 'withdrawn'
  return { article, expiresAt, isGood }
}

/** Whether the key still writes, and in the section where the article is now. */
function mayMake({ key_scopes, key_sections }: PreviewRow, section: string): boolean {
  const scopes = JSON.parse(key_scopes) as string[]
  const sections = key_sections === null ? null : (JSON.parse(key_sections) as string[])
  return scopes.includes('articles:write') && (sections === null || sections.includes(section))
}
