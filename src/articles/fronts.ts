/** Reading fronts: the articles that editors chose to stand first on the home page or a section's. */
import { pageNames } from '../site'
import type { Status } from './article'
import { ARTICLE_COLUMNS } from './row'

/** How many articles a front has at most: what a front page shows at a glance. The table has it too. */
export const FRONT_LENGTH = 6

/** The list of all articles, as editors and exports name it; the others go by their section's slug. */
export const HOME = 'home'

/** A list as editors name it, and the name of its page. A section of the slug `home` has no front. */
export const pageOfList = (list: string) => (list === HOME ? list : pageNames.section(list))

/** The other way round. */
export const listOfPage = (page: string) =>
  page === pageNames.home ? HOME : page.slice(pageNames.sectionPrefix.length)

/** The articles at the front of the list that a page shows, in their order. Decode with `toArticles`. */
export const selectFront = (db: D1Database, page: string) =>
  db
    .prepare(
      `SELECT ${ARTICLE_COLUMNS}
       FROM fronts f CROSS JOIN articles a ON a.id = f.article_id
       CROSS JOIN sections s ON s.id = a.section_id
       WHERE f.list = ?1 AND a.status = 'published' ORDER BY f.position`,
    )
    .bind(page)

/** An article at the front, and when it ends there, in UTC seconds; null: it stays. */
export interface Chosen {
  id: number
  until: number | null
}

/** A front as editors see it. */
export interface Front {
  /** `home`, or a section's slug. */
  list: string
  /** Moves on with each change, and never comes back; 1 when it was never set. */
  version: number
  articles: (Chosen & { title: string; slug: string; status: Status })[]
}

/**
 * The fronts of lists, be they empty or of sections that are not there. A column
 * `page` in the results of a write would be one to purge. Decode with `toFronts`.
 */
export const selectFronts = (db: D1Database, lists: string[]) =>
  db
    .prepare(
      `SELECT j.value AS list, coalesce(v.version, 1) AS version, f.until, a.id, a.title, a.slug, a.status
       FROM json_each(?1) j LEFT JOIN front_versions v ON v.list = j.value
       LEFT JOIN fronts f ON f.list = j.value LEFT JOIN articles a ON a.id = f.article_id
       ORDER BY j.key, f.position`,
    )
    .bind(JSON.stringify(lists.map(pageOfList)))

interface Row extends Chosen {
  list: string
  version: number
  title: string
  slug: string
  status: Status
}

/** In the order they were asked for. */
export function toFronts(result: D1Result): Front[] {
  const byList = Map.groupBy(result.results as unknown as Row[], ({ list }) => list)
  return [...byList].map(([page, rows]) => ({
    list: listOfPage(page),
    version: rows[0]?.version ?? 1,
    articles: rows.flatMap(({ id, until, title, slug, status }) =>
      id === null ? [] : [{ id, until, title, slug, status }],
    ),
  }))
}
