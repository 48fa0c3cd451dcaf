/** Tables with as many rows as a large newsroom's, put there by SQL: narrow ones, and no texts. */

/** Rows of one table, from `n`, which counts them. A table is filled as soon as a migration has made it. */
const ROWS: Record<string, string> = {
  keys: `INSERT INTO keys (name, hash, created_at, sections)
    SELECT 'key ' || i, 'hash ' || i, i, iif(i % 100 = 0, '["news"]', NULL) FROM n WHERE i <= 10000`,
  sections: `INSERT INTO sections (slug, name, position)
    SELECT 's' || i, 'Section ' || i, i FROM n WHERE i <= 8`,
  articles: `INSERT INTO articles (id, revision, sequence, slug, section_id, status, title, excerpt, keywords,
      published_at, created_at, updated_at)
    SELECT i, 1, i, 'a' || i, 1 + i % 8, iif(i % 50 = 0, 'withdrawn', 'published'), '题目' || i,
      '会议今天召开。', '["词"]', i, i, i FROM n`,
  slugs: `INSERT INTO slugs (slug, article_id) SELECT 'a' || i, i FROM n`,
  revisions: `INSERT INTO revisions (article_id, number, content, html, key_id, created_at)
    SELECT i, 1, randomblob(60), randomblob(60), 1, i FROM n`,
  editions: `INSERT INTO editions (page, edition) SELECT 'article/a' || i, 'e' || i FROM n`,
  lists: `INSERT INTO lists (name) SELECT 'section/s' || i FROM n WHERE i <= 8`,
  list_entries: `INSERT INTO list_entries (list_id, position, article_id, shown)
    SELECT 1 + i % 8, i, i, 1 FROM n`,
  origins: `INSERT INTO origins (system, id, article_id) SELECT 'cms', i, i FROM n`,
  audit: `INSERT INTO audit (at, key_id, action, subject, revision)
    SELECT i, 1, 'article.create', i, 1 FROM n`,
  // As many as after an import that engines have not been told of.
  outbox: `INSERT INTO outbox (kind, subject, version, next_at, is_gone)
    SELECT 'indexnow', '/articles/a' || i, 'e' || i, i, 0 FROM n`,
  idempotency_keys: `INSERT INTO idempotency_keys (key_id, path, key, body_hash, article_id, answer, created_at)
    SELECT 1, '/api/articles', i, 'hash', i, x'', i FROM n`,
  pictures: `INSERT INTO pictures (hash, type, bytes, width, height, files, key_id, created_at, state)
    SELECT printf('%064d', i), 'image/jpeg', 1, 1, 1, '[]', 1, i, 'kept' FROM n`,
  picture_uses: `INSERT INTO picture_uses (article_id, hash) SELECT i, printf('%064d', i) FROM n`,
  hand_ins: `INSERT INTO hand_ins (article_id, revision, key_id, at) SELECT i, 1, 1, i FROM n`,
  pending_drafts: `INSERT INTO pending_drafts
      (article_id, revision, version, seen, content, key_id, created_at, updated_at)
    SELECT i, 1, i, '1', randomblob(60), 1, i, i FROM n WHERE i <= 10000`,
  working_copies: `INSERT INTO working_copies
      (key_id, subject, article_id, revision, draft, title, typed, pictures, version, updated_at)
    SELECT 1, i, i, 1, '', '题目', x'', '[]', 1, i FROM n WHERE i <= 10000`,
  former_addresses: `INSERT INTO former_addresses (address, article_id) SELECT '/old/' || i, i FROM n`,
}

/** How many rows are put in at a time: workerd gives up on a million. */
const STEP = 50_000

/** Fills those tables that are there and were not filled yet; `filled` remembers them. */
export async function fillTables(db: D1Database, rows: number, filled: Set<string>) {
  const { results } = await db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .run<{ name: string }>()
  const there = new Set(results.map(({ name }) => name))
  for (const [table, sql] of Object.entries(ROWS)) {
    if (!there.has(table) || filled.has(table)) continue
    filled.add(table)
    for (let from = 1; from <= rows; from += STEP) {
      const last = Math.min(rows, from + STEP - 1)
      const n = `WITH RECURSIVE n (i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${last})`
      await db.prepare(sql.replace(/\bSELECT\b/, `${n} SELECT`)).run()
    }
  }
}
