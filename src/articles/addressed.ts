/** Which article an address leads to, whoever may see it: for programs that know articles by their addresses. */

export interface Addressed {
  id: number
  /** Whether readers could ever see it. */
  wasPublic: boolean
}

/** The article of any status that has or had a slug. Decode with `toAddressed`. */
export const selectAddressed = (db: D1Database, slug: string) =>
  db
    .prepare(
      `SELECT a.id, a.sequence FROM slugs s CROSS JOIN articles a ON a.id = s.article_id
       WHERE s.slug = ?1`,
    )
    .bind(slug)

export function toAddressed({ results }: D1Result): Addressed | null {
  const row = results[0] as { id: number; sequence: number | null } | undefined
  return row ? { id: row.id, wasPublic: row.sequence !== null } : null
}
