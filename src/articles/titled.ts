/** What articles are called, by the addresses at which they are asked for. */

export interface Titled {
  id: number
  title: string
}

/** Articles by slugs they have or had. Decode with `toTitled`. */
export const selectTitled = (db: D1Database, slugs: string[]) =>
  db
    .prepare(
      `SELECT s.slug, a.id, a.title FROM json_each(?1) j
       CROSS JOIN slugs s ON s.slug = j.value CROSS JOIN articles a ON a.id = s.article_id`,
    )
    .bind(JSON.stringify(slugs))

/** By slug. */
export const toTitled = (result: D1Result): Map<string, Titled> =>
  new Map(
    (result.results as (Titled & { slug: string })[]).map(({ slug, ...titled }) => [slug, titled]),
  )
