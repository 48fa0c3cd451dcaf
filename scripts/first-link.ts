/** The way in for whoever has just deployed a newsroom that nobody can sign in to yet. */
import { query, text, type Where } from './d1.ts'
import { newKey } from './key.ts'
import { keySql } from './key-sql.ts'
import { linkSql, newLink } from './link.ts'

/** Whose link it is. Only its own key is given another, so the name must be nobody else's. */
export const FIRST = 'First editor'

/** In hours: who deploys reads the log. */
export const GOOD_FOR = 1

/** SQL that holds for a key `k` that works. */
const WORKS = `k.revoked_at IS NULL
  AND min(coalesce(k.expires_at, 1e15), coalesce(k.superseded_at, 1e15)) > unixepoch()`

/** SQL about `keys`: the one that a deployment has made, and that nobody has used in any way. */
const WAITING = `id IN (SELECT k.id FROM keys k WHERE k.name = ${text(FIRST)} AND k.last_used_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.action = 'desk.sign-in' AND a.subject = CAST(k.id AS TEXT))
    AND ${WORKS} ORDER BY k.id DESC LIMIT 1)
  AND NOT EXISTS (SELECT 1 FROM keys k WHERE k.name <> ${text(FIRST)} AND ${WORKS})`

/**
 * A link that signs in, once: with a key that may do everything, made now, if none works; or with the one of an
 * earlier deployment, whose link nobody has followed. Null when somebody can sign in already.
 */
export async function firstLink(newsroom: string, where: Where): Promise<string | null> {
  const link = newLink(newsroom)
  const ifNone = `NOT EXISTS (SELECT 1 FROM keys k WHERE ${WORKS})`
  const [made] = await query<{ made: number }>(
    `${keySql({ name: FIRST }, newKey(), ifNone)}
     ${linkSql(link, WAITING, GOOD_FOR)}
     SELECT EXISTS (SELECT 1 FROM sign_in_links WHERE hash = ${link.hash}) AS made`,
    where,
  )
  return made?.made === 1 ? link.url : null
}
