/** What is to come, for the desk: plans, and drafts. A handful each; a page that shows all is found elsewhere. */
import { ARTICLE_COLUMNS } from './row'

/** How many rows are looked at for who is limited to sections. */
const WINDOW = 40

const select = (rows: string) =>
  `SELECT ${ARTICLE_COLUMNS}
   FROM (SELECT id ${rows} LIMIT iif(?1 IS NULL, ?2, ${WINDOW})) seen
   CROSS JOIN articles a ON a.id = seen.id CROSS JOIN sections s ON s.id = a.section_id
   WHERE ?1 IS NULL OR s.slug IN (SELECT value FROM json_each(?1)) LIMIT ?2`

/** The next plans in these sections, null for all, the soonest first. Decode with `toArticles`. */
export const selectPlanned = (db: D1Database, sections: string[] | null, limit: number) =>
  db
    .prepare(select(`FROM articles WHERE status = 'scheduled' ORDER BY publish_at, id`))
    .bind(sections && JSON.stringify(sections), limit)

/** The drafts changed last. Decode with `toArticles`. */
export const selectDrafts = (db: D1Database, sections: string[] | null, limit: number) =>
  db
    .prepare(
      select(
        `FROM articles INDEXED BY articles_changed_not_public
         WHERE status = 'draft' AND status <> 'published' AND id > 0 ORDER BY updated_at DESC, id DESC`,
      ),
    )
    .bind(sections && JSON.stringify(sections), limit)

/** How many are counted: beyond it, "as many or more" is all that anybody needs to know. */
export const MOST_OVERDUE = 100

/** Plans whose moment was before `before`, in UTC seconds, and which have not come out. Decode with `toOverdue`. */
export const selectOverdue = (db: D1Database, before: number) =>
  db
    .prepare(
      `SELECT count(*) AS count, min(publish_at) AS oldestAt FROM (
         SELECT publish_at FROM articles WHERE status = 'scheduled' AND publish_at < ?1
         ORDER BY publish_at LIMIT ${MOST_OVERDUE})`,
    )
    .bind(before)

export interface Overdue {
  count: number
  /** UTC seconds; null where there is none. */
  oldestAt: number | null
}

export const toOverdue = (result: D1Result): Overdue => result.results[0] as Overdue
