/** Fronts in an export, with articles by their slugs: an import may give them other numbers. */
import type { ExportFilter } from './export'
import { HOME, listOfPage, pageOfList } from './fronts'

export interface ExportedFront {
  /** Where an export goes on after it. */
  id: number
  /** `home`, or a section's slug. */
  list: string
  /** `until` in UTC seconds. */
  articles: { article: string; until: number | null }[]
}

interface Row {
  id: number
  page: string
  articles: string
}

/**
 * The fronts after a number: at most one for each section, and the home page's. One that is empty is
 * there only for who asks what has changed. An editor limited to sections gets theirs.
 */
export async function readFronts(
  db: D1Database,
  { since, sections }: ExportFilter,
  after: number,
): Promise<ExportedFront[]> {
  const { results } = await db
    .prepare(
      `SELECT id, list AS page,
         (SELECT json_group_array(json_object('article', slug, 'until', until)) FROM (
            SELECT a.slug, f.until FROM fronts f CROSS JOIN articles a ON a.id = f.article_id
            WHERE f.list = v.list ORDER BY f.position)) AS articles
       FROM front_versions v
       WHERE id > ?1 AND (?2 IS NULL OR list IN (SELECT value FROM json_each(?2)))
         AND (?3 OR EXISTS (SELECT 1 FROM fronts f WHERE f.list = v.list))
       ORDER BY id`,
    )
    .bind(
      after,
      sections && JSON.stringify(sections.filter((slug) => slug !== HOME).map(pageOfList)),
      since === null ? 0 : 1,
    )
    .run<Row>()
  return results.map(({ id, page, articles }) => ({
    id,
    list: listOfPage(page),
    articles: JSON.parse(articles) as ExportedFront['articles'],
  }))
}
