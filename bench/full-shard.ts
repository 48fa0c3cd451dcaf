/** A single sitemap's worth of articles, with only what sitemaps are made of. */
import { globSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { d1Over } from '../scripts/archive/sqlite-d1'

/** An empty newsroom in memory. */
export function emptyNewsroom(): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  for (const file of globSync('migrations/*.sql').sort()) db.exec(readFileSync(file, 'utf8'))
  return db
}

/** One full shard. `images` are addresses separated by spaces, the same for each article. */
export function shardOf(
  entries: number,
  slugOf: (n: number) => string,
  images: string | null = null,
): D1Database {
  const db = emptyNewsroom()
  db.exec("INSERT INTO sections (slug, name) VALUES ('news', '')")
  db.exec(`INSERT INTO sitemap_shards VALUES (1, 1, ${entries}, ${entries}, 1720849862)`)
  const insert = db.prepare(
    `INSERT INTO articles (id, revision, sequence, slug, encoded_slug, section_id, status, title,
       excerpt, keywords, published_at, created_at, updated_at, images)
     VALUES ($n, 1, $n, $slug, $encoded, 1, 'published', '', '', '[]', 0, 0, 1720849862, $images)`,
  )
  db.exec('BEGIN')
  for (let n = 1; n <= entries; n++) {
    const slug = slugOf(n)
    const encoded = encodeURIComponent(slug)
    const isSame = encoded === slug
    insert.run({ $n: n, $slug: slug, $encoded: isSame ? null : encoded, $images: images })
  }
  db.exec('COMMIT')
  return d1Over(db)
}
