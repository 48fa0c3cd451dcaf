/**
 * Articles with the numbers that other programs know their keywords, their author and their lead by: those of
 * lists, and of pictures.
 */
import { pageNames } from '../../site'
import type { Article, Content } from '../article'
import { type Packed, unpack } from '../pack'
import { ARTICLE_COLUMNS, type ArticleRow, toArticle } from '../row'
import { bounded, TEXT_SIZE } from '../sizes'
import { contentOf } from '../store'

export interface NumberedArticle extends Article {
  /** Of its keywords, in their order. */
  keywordIds: number[]
  /** Null without an author. */
  authorId: number | null
  /** Of the picture at its head. */
  pictureId: number | null
  text: { content: Content; html: string } | null
}

type Row = ArticleRow & {
  keyword_ids: string
  author_id: number | null
  picture_id: number | null
  content?: Packed | null
  html?: Packed | null
}

/** Bytes of text that are read at a time. */
const MAX_BYTES = 6_000_000

const COLUMNS = `${ARTICLE_COLUMNS},
  (SELECT json_group_array(l.id) FROM json_each(a.keywords) k
   CROSS JOIN lists l ON l.name = '${pageNames.keyword('')}' || k.value) AS keyword_ids,
  (SELECT id FROM lists WHERE name = '${pageNames.author('')}' || a.author) AS author_id,
  (SELECT id FROM pictures WHERE hash = a.lead ->> 'hash') AS picture_id`

const TEXT = ['content', 'html']
  .map((column) => `, ${bounded(column, TEXT_SIZE, 'n.key', MAX_BYTES)}`)
  .join('')

/** These articles in this order, with their text or without. Decode with `toNumbered`. */
export const selectNumbered = (db: D1Database, ids: number[], hasText: boolean) =>
  db
    .prepare(
      `SELECT ${COLUMNS}${hasText ? TEXT : ''}
       FROM json_each(?1) n CROSS JOIN articles a ON a.id = n.value
       CROSS JOIN sections s ON s.id = a.section_id
       ${hasText ? 'CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision' : ''}
       ORDER BY n.key`,
    )
    .bind(JSON.stringify(ids))

/** Null when their texts are too much to be held at once. */
export async function toNumbered(result: D1Result): Promise<NumberedArticle[] | null> {
  const rows = result.results as unknown as Row[]
  const articles: NumberedArticle[] = []
  for (const row of rows) {
    if (row.content === null || row.html === null) return null
    articles.push(await fromRow(row))
  }
  return articles
}

const fromRow = async (row: Row): Promise<NumberedArticle> => ({
  ...toArticle(row),
  keywordIds: JSON.parse(row.keyword_ids) as number[],
  authorId: row.author_id,
  pictureId: row.picture_id,
  text: row.content && row.html ? await textOf(row.content, row.html) : null,
})

const textOf = async (content: Packed, html: Packed) => ({
  content: await contentOf({ content, html }),
  html: await unpack(html),
})
