/**
 * Lists that readers page through: of a section, a keyword, an author, a month. An article keeps
 * its place in a list for good, so pages are blocks of places that neither move nor grow.
 */
import { touch } from '../../delivery/editions'
import { pageNames, type Site } from '../../site'
import { toLocal } from '../../time'
import type { Article, Content } from '../article'
import { BLOCK_LENGTH, EARLIER_LENGTH } from '../places'

/** The names of the lists an article is in, as readers see it: none unless it is published. */
export const listsOf = (site: Site, article: Article): string[] =>
  listsNamed(site, { ...article, section: article.section.slug })

/** The same of a content: the lists that one revision of an article was in. */
export function listsNamed(
  site: Site,
  content: Pick<Content, 'section' | 'status' | 'keywords' | 'author' | 'publishedAt'>,
): string[] {
  if (content.status !== 'published' || content.publishedAt === null) return []
  const month = toLocal(content.publishedAt, site.timeZone).iso.slice(0, '2024-07'.length)
  return [
    pageNames.section(content.section),
    ...content.keywords.map(pageNames.keyword),
    ...(content.author === null ? [] : [pageNames.author(content.author)]),
    pageNames.month(month),
  ]
}

/** An article that is being written, and the lists it will be in. */
export interface Listing {
  id: number
  lists: string[]
  /** Those it was not in before. */
  joined: string[]
  /** Whether its entry looks different from before. */
  isChanged: boolean
}

/** SQL for the articles `?1` (JSON of `Listing[]`) and the lists they will be in. */
const MEMBERS = `members AS (
  SELECT c.value ->> 'id' AS article_id, l.id AS list_id
  FROM json_each(?1) c, json_each(c.value, '$.lists') m CROSS JOIN lists l ON l.name = m.value)`

/** Gives articles a place in each list they join for the first time. */
export function placeEntries(db: D1Database, listings: string) {
  return [
    db
      .prepare(
        `INSERT INTO lists (name)
         SELECT DISTINCT m.value FROM json_each(?1) c, json_each(c.value, '$.lists') m WHERE true
         ON CONFLICT (name) DO NOTHING`,
      )
      .bind(listings),
    db
      .prepare(
        `WITH ${MEMBERS}
         INSERT INTO list_entries (list_id, position, article_id, shown)
         SELECT l.id, l.length + row_number() OVER (PARTITION BY l.id ORDER BY a.sequence), a.id, 1
         FROM members m CROSS JOIN lists l ON l.id = m.list_id CROSS JOIN articles a ON a.id = m.article_id
         WHERE NOT EXISTS (
           SELECT 1 FROM list_entries e WHERE e.article_id = a.id AND e.list_id = l.id)`,
      )
      .bind(listings),
  ]
}

/** Hides articles in the lists they have left, and shows them again where they come back. */
export const showEntries = (db: D1Database, listings: string) =>
  db
    .prepare(
      `WITH ${MEMBERS}
       UPDATE list_entries SET shown = 1 - shown
       WHERE article_id IN (SELECT value ->> 'id' FROM json_each(?1))
         AND shown <> ((article_id, list_id) IN (SELECT article_id, list_id FROM members))`,
    )
    .bind(listings)

/**
 * The pages that change as articles join their lists, leave them, or look different in them. Goes
 * after `placeEntries` and before `showEntries`. An entry is on its block, and on its list's first
 * page while among the last places (a section's goes by date: see `touchHeads`). The first entry of
 * a block is what the block before points to. In its section, it also shows on the pages of the
 * articles on the next places. A list with its first article joins the sitemap; one that loses its
 * last leaves it. `CROSS JOIN` keeps to the order of the tables: with the statistics of a
 * large archive SQLite would begin with all entries of all lists.
 */
export const touchEntries = (db: D1Database, edition: string, listings: string) =>
  touch(
    db,
    edition,
    `WITH entries AS MATERIALIZED (
       SELECT l.name, l.length, l.count, e.list_id, e.position, e.shown,
              l.name IN (SELECT value FROM json_each(c.value, '$.lists')) AS stays,
              l.name IN (SELECT value FROM json_each(c.value, '$.joined')) AS joins,
              l.name LIKE '${pageNames.sectionPrefix}%' AS is_section,
              c.value ->> 'isChanged' AS is_changed
       FROM json_each(?2) c
       CROSS JOIN list_entries e ON e.article_id = c.value ->> 'id'
       CROSS JOIN lists l ON l.id = e.list_id),
     seen AS MATERIALIZED (
       SELECT * FROM entries
       WHERE (shown OR stays) AND (shown <> stays OR joins OR is_changed))
     SELECT ${blockOf('position', 'name')} AS page FROM seen
     UNION SELECT ${blockOf('(position - 1)', 'name')} FROM seen WHERE joins AND position > 1
     UNION SELECT name FROM seen WHERE position > length - ${BLOCK_LENGTH} AND NOT is_section
     UNION SELECT '${pageNames.articlePrefix}' || a.slug
       FROM seen s
       CROSS JOIN list_entries e ON e.list_id = s.list_id
         AND e.position BETWEEN s.position + 1 AND s.position + ${EARLIER_LENGTH} AND e.shown
       CROSS JOIN articles a ON a.id = e.article_id
       WHERE is_section
     UNION SELECT '${pageNames.lists}' FROM seen GROUP BY list_id
       HAVING (count - sum(joins AND shown) = 0) <> (count + sum(stays - shown) = 0)`,
    listings,
  )

/** SQL for the name of the page a place is on. */
export const blockOf = (position: string, list: string) =>
  `'${pageNames.blockPrefix}' || ((${position} - 1) / ${BLOCK_LENGTH} + 1) || '/' || ${list}`
