/** Which articles came from where. */
import type { Origin, Status } from './article'

/** An article, as far as one says which it is. */
export interface FromOrigin extends Origin {
  articleId: number
  title: string
  status: Status
}

/** The articles that came from these origins; of others, nothing. Decode with `toFromOrigins`. */
export const selectFromOrigins = (db: D1Database, origins: Origin[]) =>
  db
    .prepare(
      `SELECT o.system, o.id, a.id AS articleId, a.title, a.status
       FROM json_each(?1) j
       CROSS JOIN origins o ON o.system = j.value ->> 'system' AND o.id = j.value ->> 'id'
       CROSS JOIN articles a ON a.id = o.article_id`,
    )
    .bind(JSON.stringify(origins))

export const toFromOrigins = (result: D1Result) => result.results as unknown as FromOrigin[]
