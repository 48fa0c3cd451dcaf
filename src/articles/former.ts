/** Former addresses: where articles stood on the sites that they came from. */
import type { Origin, Status } from './article'

/** An article that readers may ask for, or could once. */
export interface Moved {
  slug: string
  isGone: boolean
}

const KNOWN = "a.status IN ('published', 'withdrawn')"

/**
 * The article that stood at the first of these addresses, as they may have been written down, at which one did:
 * of drafts not a word. Decode with `toMoved`.
 */
export const selectMoved = (db: D1Database, addresses: string[]) =>
  db
    .prepare(
      `SELECT a.slug, a.status FROM json_each(?1) j
       CROSS JOIN former_addresses f ON f.address = j.value
       CROSS JOIN articles a ON a.id = f.article_id WHERE ${KNOWN} LIMIT 1`,
    )
    .bind(JSON.stringify(addresses))

/** The article that came from there. Decode with `toMoved`. */
export const selectMovedFrom = (db: D1Database, { system, id }: Origin) =>
  db
    .prepare(
      `SELECT a.slug, a.status FROM origins o CROSS JOIN articles a ON a.id = o.article_id
       WHERE o.system = ?1 AND o.id = ?2 AND ${KNOWN}`,
    )
    .bind(system, id)

/** The article that has or had a slug. Decode with `toMoved`. */
export const selectMovedTo = (db: D1Database, slug: string) =>
  db
    .prepare(
      `SELECT a.slug, a.status FROM slugs s CROSS JOIN articles a ON a.id = s.article_id
       WHERE s.slug = ?1 AND ${KNOWN}`,
    )
    .bind(slug)

export function toMoved(result: D1Result | undefined): Moved | null {
  const row = result?.results[0] as { slug: string; status: Status } | undefined
  return row ? { slug: row.slug, isGone: row.status === 'withdrawn' } : null
}

/** What the newsroom itself answers at, whatever was there before; below the last ones too. */
const OURS = new Set([
  '/search',
  '/archive',
  '/robots.txt',
  '/sitemap.xml',
  '/news-sitemap.xml',
  '/feed.xml',
  '/atom.xml',
  '/feed.json',
  '/favicon.svg',
])
const OUR_ROOMS = /^\/(?:api|desk|previews)(?:\/|$)/

/** Whether nobody can have come from an address (in its one spelling), because the newsroom answers there. */
export function isOurs(address: string): boolean {
  const [path = ''] = address.split('?', 1)
  return address === '/' || OURS.has(path) || OUR_ROOMS.test(path)
}
