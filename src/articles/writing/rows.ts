/**
 * An article's rows: the statements that store it and its text, as many for one article as for a
 * thousand. For the batch of `commit`.
 */
import type { Content } from '../article'
import { toHex } from '../digest'
import { pack, sizeOf } from '../pack'
import { type Reference, refersTo, toHexadecimal } from '../reference'
import { toRow } from '../row'
import { storable } from '../store'
import { CATALOGUE } from '../texts/stores'
import type { Written } from './change'

/**
 * For a batch: fails it when `condition` holds, as if another write had got in first. Outside of a
 * trigger, SQL has no other way to give up.
 */
export const giveUpIf = (db: D1Database, condition: string, ...params: unknown[]) =>
  db
    .prepare(`INSERT INTO counters (name, value) SELECT name, 0 FROM counters
       WHERE name = 'article' AND ${condition}`)
    .bind(...params)

/** What comes of a batch, or `lost` when `giveUpIf` ended it. */
export async function unlessGivenUp<T>(work: Promise<T>): Promise<T | 'lost'> {
  try {
    return await work
  } catch (fault) {
    if (String(fault).includes('UNIQUE constraint failed: counters.name')) return 'lost'
    throw fault
  }
}

/**
 * Inserts or updates rows. A sequence number is given at first publication and kept for good,
 * whatever comes after. Gives back `id` and `sequence` of each.
 */
export function writeArticles(db: D1Database, written: Written[]) {
  let given = 0
  const rows = written.map(({ article, past }) => {
    const isPublic = article.status === 'published' || past?.wasPublic
    const isFirst = isPublic && article.sequence === null
    return { ...toRow(article), nth: isFirst ? ++given : null }
  })
  const columns = Object.keys(rows[0] ?? {}).filter((name) => name !== 'sequence' && name !== 'nth')
  // Not the id: SQLite would look through every table that refers to it.
  const changing = columns.filter((column) => column !== 'id')
  return db
    .prepare(
      `INSERT INTO articles (${columns.join(', ')}, sequence)
       SELECT ${columns.map((column) => `value ->> '${column}'`).join(', ')},
         coalesce(value ->> 'sequence',
           (SELECT coalesce(max(sequence), 0) FROM articles) + (value ->> 'nth'))
       FROM json_each(?1) WHERE true
       ON CONFLICT (id) DO UPDATE SET
         ${changing.map((column) => `${column} = excluded.${column}`).join(', ')},
         sequence = excluded.sequence
       RETURNING id, sequence`,
    )
    .bind(JSON.stringify(rows))
}

/** What `writeArticles` gives back, once it is stored. */
export const selectSequences = (db: D1Database, articles: { id: number }[]) =>
  db
    .prepare('SELECT id, sequence FROM articles WHERE id IN (SELECT value FROM json_each(?1))')
    .bind(JSON.stringify(articles.map(({ id }) => id)))

/** The text of a change as it is stored: deflated, in hexadecimal, with sizes in bytes of UTF-8. */
export interface PackedChange {
  content: string
  size: number
  html: string
  htmlSize: number
}

/** What an editor wrote is deflated with its rendering in mind, which says the same. */
export const packedChange = async ({
  content,
  body,
}: Pick<Written, 'content' | 'body'>): Promise<PackedChange> => ({
  ...(await packed(content, body.html)),
  html: toHex(await pack(body.html)),
  htmlSize: sizeOf(body.html),
})

/**
 * The insert is the lock. Past revisions keep the source only: deflated by itself again, where it lies in the
 * catalogue. `texts` and `references` are of each change; without references, the texts go into the catalogue.
 */
export async function writeRevisions(
  db: D1Database,
  written: Written[],
  texts: PackedChange[],
  references: Reference[] | null,
) {
  const row = ({ article, past, now }: Written, i: number) => ({
    id: article.id,
    number: article.revision,
    ...referring(texts[i] as PackedChange, references?.[i]),
    keyId: article.keyId,
    now: past?.updatedAt ?? now,
  })
  const insert = db
    .prepare(
      `INSERT INTO revisions
         (article_id, number, content, content_size, html, html_size, key_id, created_at)
       SELECT value ->> 'id', value ->> 'number', unhex(value ->> 'content'), value ->> 'size',
              unhex(value ->> 'html'), value ->> 'htmlSize', value ->> 'keyId', value ->> 'now'
       FROM json_each(?1)`,
    )
    .bind(JSON.stringify(written.map(row)))
  const past = written.flatMap(({ id, before }) => (before ? [{ id, before }] : []))
  if (past.length === 0) return [insert]
  const source = async ({ id, before }: (typeof past)[number]) => ({
    id,
    number: before.revision,
    ...(await packed(before.content)),
  })
  const strip = db
    .prepare(
      `UPDATE revisions SET
         content = iif(${refersTo('content', CATALOGUE)}, unhex(p.value ->> 'content'), content),
         content_size = p.value ->> 'size', html = NULL, html_size = NULL
       FROM json_each(?1) p WHERE article_id = p.value ->> 'id' AND number = p.value ->> 'number'`,
    )
    .bind(JSON.stringify(await Promise.all(past.map(source))))
  return [insert, strip]
}

/** A text, or what refers to it, as the catalogue keeps it. */
export function referring(text: PackedChange, reference: Reference | undefined): PackedChange {
  if (!reference) return text
  const column = toHexadecimal(reference)
  return { ...text, content: column, html: column }
}

/** A content as it is written, and its size. `like`: see `pack`. */
export async function packed(content: Partial<Content>, like?: string) {
  const text = JSON.stringify(storable(content))
  return { content: toHex(await pack(text, like)), size: sizeOf(text) }
}

/** A retired slug goes on redirecting. An article may take back its own, but never another's. */
export function writeSlugs(db: D1Database, written: Written[]) {
  const moved = written.filter(({ before, article }) => before?.slug !== article.slug)
  if (moved.length === 0) return []
  const slugs = moved.map(({ id, before, article }) => ({
    id,
    slug: article.slug,
    was: before?.slug,
  }))
  const run = (sql: string) => db.prepare(sql).bind(JSON.stringify(slugs))
  const own = "SELECT value ->> 'slug', value ->> 'id' FROM json_each(?1)"
  const insert = run(`INSERT INTO slugs (slug, article_id) ${own}`)
  if (moved.every(({ before }) => before === null)) return [insert]
  return [
    run(`DELETE FROM slugs WHERE (slug, article_id) IN (${own})`),
    insert,
    run(`UPDATE slugs SET retired = 1
         WHERE slug IN (SELECT value ->> 'was' FROM json_each(?1))`),
  ]
}

/** Slugs from before an import. A number that was kept must still be free. */
export function writePast(db: D1Database, written: Written[]) {
  const slugs = written.flatMap(({ id, past }) =>
    (past?.retiredSlugs ?? []).map((slug) => ({ id, slug })),
  )
  const kept = written.filter(({ before, past }) => before === null && past?.revision)
  const sql = `INSERT INTO slugs (slug, article_id, retired)
    SELECT value ->> 'slug', value ->> 'id', 1 FROM json_each(?1)`
  const isTaken = `EXISTS (SELECT 1 FROM revisions
    WHERE article_id IN (SELECT value FROM json_each(?1)) GROUP BY article_id HAVING count(*) > 1)`
  return [
    ...(slugs.length > 0 ? [db.prepare(sql).bind(JSON.stringify(slugs))] : []),
    ...(kept.length > 0 ? [giveUpIf(db, isTaken, JSON.stringify(kept.map(({ id }) => id)))] : []),
  ]
}

export function writeOrigins(db: D1Database, written: Written[]) {
  const origins = written.flatMap(({ id, before, content: { origin } }) =>
    origin && !before?.content.origin ? [{ article: id, ...origin }] : [],
  )
  if (origins.length === 0) return []
  const sql = `INSERT INTO origins (system, id, article_id)
    SELECT value ->> 'system', value ->> 'id', value ->> 'article' FROM json_each(?1)`
  return [db.prepare(sql).bind(JSON.stringify(origins))]
}
