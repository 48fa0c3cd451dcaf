/** Past revisions that are brought along from elsewhere. */
import type { Content } from '../article'
import { toHexadecimal } from '../reference'
import { shelve, type Text } from '../texts/shelve'
import { writeAudit } from './audit'
import { type Author, writeAuthors } from './authors'
import type { Newsroom } from './commit'
import { packed } from './rows'

/** A revision as it was: before the article's current one. */
export interface PastRevision {
  articleId: number
  number: number
  /** Null when it was erased. */
  content: Content | null
  author: Author
  /** UTC seconds. */
  createdAt: number
  erasedAt: number | null
}

/** The articles that have or had these slugs. Decode with `toOwners`. */
export const selectOwners = (db: D1Database, slugs: string[]) =>
  db
    .prepare(
      `SELECT s.slug, a.id, a.revision, sections.slug AS section
       FROM json_each(?1) j CROSS JOIN slugs s ON s.slug = j.value
       CROSS JOIN articles a ON a.id = s.article_id
       CROSS JOIN sections ON sections.id = a.section_id`,
    )
    .bind(JSON.stringify(slugs))

export interface Owner {
  slug: string
  id: number
  /** The number of its current revision. */
  revision: number
  section: string
}

export const toOwners = ({ results }: D1Result) =>
  new Map((results as unknown as Owner[]).map((owner) => [owner.slug, owner]))

/** Which of these revisions are there. Decode with `toPresent`. */
export const selectPresent = (db: D1Database, revisions: { article: string; number: number }[]) =>
  db
    .prepare(
      `SELECT r.article_id AS id, r.number, r.erased_at IS NOT NULL AS isErased
       FROM json_each(?1) j CROSS JOIN slugs s ON s.slug = j.value ->> 'article'
       CROSS JOIN revisions r ON r.article_id = s.article_id AND r.number = j.value ->> 'number'`,
    )
    .bind(JSON.stringify(revisions.map(({ article, number }) => ({ article, number }))))

export const revisionKey = (id: number, number: number) => `${id}/${number}`

/** Whether each of them was erased, by `revisionKey`. */
export const toPresent = ({ results }: D1Result) =>
  new Map(
    (results as { id: number; number: number; isErased: 0 | 1 }[]).map((row) => [
      revisionKey(row.id, row.number),
      row.isErased === 1,
    ]),
  )

/**
 * For a batch: inserts revisions that are not there, or fails it when somebody was faster. `editorId`
 * is the key that imports them, `token` what the write is known by.
 */
export async function insertPast(
  { db, stores }: Pick<Newsroom, 'db' | 'stores'>,
  revisions: PastRevision[],
  editorId: number,
  now: number,
  token: string,
): Promise<D1PreparedStatement[]> {
  const texts = await Promise.all(revisions.map(textOf))
  const shelved = texts.filter(({ content }) => content !== null)
  const references = shelved.length > 0 ? await shelve(stores, shelved as Text[], now) : null
  const rows = revisions.map(({ content: _, author, ...revision }, i) => {
    const { content, size } = texts[i] as PastText
    const reference = references?.[shelved.indexOf(texts[i] as PastText)]
    const column = reference ? toHexadecimal(reference) : content
    return { ...revision, keyId: author.keyId, content: column, size }
  })
  const insert = db
    .prepare(
      `INSERT INTO revisions
         (article_id, number, content, content_size, key_id, created_at, erased_at)
       SELECT value ->> 'articleId', value ->> 'number',
              coalesce(unhex(value ->> 'content'), X''), value ->> 'size', value ->> 'keyId',
              value ->> 'createdAt', value ->> 'erasedAt'
       FROM json_each(?1)`,
    )
    .bind(JSON.stringify(rows))
  const entries = revisions.map(({ articleId, number }) => ({
    at: now,
    keyId: editorId,
    action: 'revision.import',
    subject: String(articleId),
    revision: number,
  }))
  const authors = revisions.map(({ author }) => author)
  return [...writeAuthors(db, authors, editorId, now), insert, writeAudit(db, token, ...entries)]
}

type PastText = Omit<Text, 'content'> & { content: string | null; size: number }

/** A text without a rendering. Of an erased revision there is none. */
const textOf = async ({ articleId, number, content }: PastRevision): Promise<PastText> => ({
  articleId,
  number,
  ...(content ? await packed(content) : { content: null, size: 0 }),
  html: null,
  htmlSize: null,
  found: null,
})
