/**
 * Reading lists by place. An article keeps the place it is first given in a list, so the pages of a
 * list are blocks of places, counted from the oldest, that neither move nor grow.
 */
import { pageNames } from '../site'
import { ARTICLE_COLUMNS } from './row'
import { FROM_ARTICLES } from './store'

/** Places on one page of a list. */
export const BLOCK_LENGTH = 30

/** How many earlier pieces of its section an article's page shows: those on the places before its own. */
export const EARLIER_LENGTH = 5

export interface List {
  /** Places given out. */
  length: number
  /** Articles in them that readers can see. */
  count: number
}

/** How long a list is. Decode with `toList`. */
export const selectList = (db: D1Database, name: string) =>
  name === pageNames.home
    ? db.prepare(
        `SELECT coalesce(max(sequence), 0) AS length,
                EXISTS (SELECT 1 FROM articles WHERE status = 'published') AS count
         FROM articles`,
      )
    : db.prepare('SELECT length, count FROM lists WHERE name = ?1').bind(name)

/** Those of these lists that readers can see something on. Decode with `toNames`. */
export const selectListsNamed = (db: D1Database, names: string[]) =>
  db
    .prepare('SELECT name FROM lists WHERE name IN (SELECT value FROM json_each(?1)) AND count > 0')
    .bind(JSON.stringify(names))

/** Null when there is nothing on it that readers can see. */
export function toList(result: D1Result): List | null {
  const row = result.results[0] as List | undefined
  return row && row.count > 0 ? row : null
}

const IN_LIST = `SELECT ${ARTICLE_COLUMNS}
  FROM lists l CROSS JOIN list_entries e ON e.list_id = l.id
  CROSS JOIN articles a ON a.id = e.article_id CROSS JOIN sections s ON s.id = a.section_id
  WHERE l.name = ?1 AND e.shown`

/** The articles on a list's last places, the newest first. Decode with `toArticles`. */
export const selectLastPlaces = (db: D1Database, name: string) =>
  db
    .prepare(`${IN_LIST} AND e.position > l.length - ${BLOCK_LENGTH} ORDER BY e.position DESC`)
    .bind(name)

/**
 * The articles on the nth page of a list, the newest first. The places of all articles are their
 * sequence numbers. Decode with `toArticles`.
 */
export const selectBlock = (db: D1Database, name: string, number: number) => {
  const range = [(number - 1) * BLOCK_LENGTH + 1, number * BLOCK_LENGTH]
  if (name !== pageNames.home) {
    return db
      .prepare(`${IN_LIST} AND e.position BETWEEN ?2 AND ?3 ORDER BY e.position DESC`)
      .bind(name, ...range)
  }
  return db
    .prepare(
      `SELECT ${ARTICLE_COLUMNS} ${FROM_ARTICLES}
       WHERE a.sequence BETWEEN ?1 AND ?2 AND a.status = 'published' ORDER BY a.sequence DESC`,
    )
    .bind(...range)
}

/** The pieces before the article with this slug in its section. Decode with `toEarlier`. */
export const selectEarlier = (db: D1Database, slug: string) =>
  db
    .prepare(
      `SELECT a.slug, a.title, a.language
       FROM slugs own CROSS JOIN articles o ON o.id = own.article_id
       CROSS JOIN sections s ON s.id = o.section_id
       CROSS JOIN lists l ON l.name = '${pageNames.sectionPrefix}' || s.slug
       CROSS JOIN list_entries p ON p.article_id = o.id AND p.list_id = l.id
       CROSS JOIN list_entries e ON e.list_id = l.id AND e.shown
         AND e.position BETWEEN p.position - ${EARLIER_LENGTH} AND p.position - 1
       CROSS JOIN articles a ON a.id = e.article_id
       WHERE own.slug = ?1
       ORDER BY e.position DESC`,
    )
    .bind(slug)

export interface Earlier {
  slug: string
  title: string
  language: string | null
}

export const toEarlier = (result: D1Result) => result.results as unknown as Earlier[]

/** The months with articles, the latest first, like `2024-07`. Decode with `toMonths`. */
export const selectMonths = (db: D1Database) =>
  db
    .prepare(
      `SELECT substr(name, ?1) AS month FROM lists
       WHERE name >= ?2 AND name < ?3 AND count > 0 ORDER BY name DESC`,
    )
    .bind(pageNames.month('').length + 1, pageNames.month(''), pageNames.month(':'))

export const toMonths = (result: D1Result) =>
  (result.results as { month: string }[]).map(({ month }) => month)

/** Lists in one of the files that name them. A list keeps its file for good, as an article its sitemap. */
const FILE_LENGTH = 5_000

/** The numbers of the files with something in them. Decode with `toFiles`. */
export const selectFiles = (db: D1Database) =>
  db.prepare(
    `WITH RECURSIVE files (number) AS (
       SELECT 1
       UNION ALL
       SELECT number + 1 FROM files WHERE number * ${FILE_LENGTH} < (SELECT max(id) FROM lists))
     SELECT number FROM files
     WHERE number = 1 OR EXISTS (SELECT 1 FROM lists
       WHERE id > (number - 1) * ${FILE_LENGTH} AND id <= number * ${FILE_LENGTH} AND count > 0)`,
  )

export const toFiles = (result: D1Result) =>
  (result.results as { number: number }[]).map(({ number }) => number)

/** The lists in one of them that readers can see something on. Decode with `toNames`. */
export const selectListsInFile = (db: D1Database, number: number) =>
  db
    .prepare('SELECT name FROM lists WHERE id > ?1 AND id <= ?2 AND count > 0 ORDER BY id')
    .bind((number - 1) * FILE_LENGTH, number * FILE_LENGTH)

export const toNames = (result: D1Result) =>
  (result.results as { name: string }[]).map(({ name }) => name)
