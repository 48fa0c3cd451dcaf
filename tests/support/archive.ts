/** Archives to measure in. */
import { env } from 'cloudflare:workers'

/** Fills the archive up to so many articles, with all that the write path leaves but their text. */
export async function fill(upTo: number) {
  const from = (await env.DB.prepare('SELECT max(id) AS id FROM articles').first<{ id: number }>())
    ?.id
  const ids = `WITH RECURSIVE n (i) AS (SELECT ${from} + 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${upTo})`
  await env.DB.batch(
    [
      `INSERT INTO articles (id, revision, sequence, slug, section_id, status, title, excerpt,
         keywords, published_at, created_at, updated_at)
       ${ids} SELECT i, 1, i, 'a' || i, 1, 'published', '题目' || i, '', '[]', i, i, i FROM n`,
      `INSERT INTO slugs (slug, article_id) ${ids} SELECT 'a' || i, i FROM n`,
      `INSERT INTO editions (page, edition) ${ids} SELECT 'article/a' || i, i FROM n`,
      `INSERT OR IGNORE INTO sitemap_shards (number, first_sequence, capacity, count, changed_at)
       ${ids} SELECT (i - 1) / 10000 + 1, (i - 1) / 10000 * 10000 + 1, 10000, 10000, i FROM n`,
      `INSERT OR IGNORE INTO editions (page, edition)
       SELECT 'sitemap/' || number, number FROM sitemap_shards`,
      `UPDATE counters SET value = ${upTo}`,
    ].map((sql) => env.DB.prepare(sql)),
  )
}
