/** Lists of articles for editors: any status, newest first, and what has changed since a moment. */
import type { Article, Status } from './article'
import { ARTICLE_COLUMNS } from './row'
import { toArticles } from './store'

export interface ListFilter {
  status: Status | null
  section: string | null
  keyword: string | null
  publishedFrom: number | null
  publishedBefore: number | null
  /** Lists what has changed at or after that moment, the oldest change first. */
  updatedSince: number | null
  /** Where the last page ended. */
  cursor: Cursor | null
  limit: number
  /** The sections the caller is limited to; null for all. */
  sections: string[] | null
}

export interface Cursor {
  id: number
  updatedAt: number
}

export interface ListPage {
  articles: Article[]
  /** Where to go on; null at the end. A page may hold fewer than asked for, and not be the last. */
  next: Cursor | null
}

/**
 * How many rows one page looks at. A filter that few articles pass would otherwise walk the whole
 * archive; this way a page costs the same at any size, and a sparse list has more pages.
 */
const WINDOW = 1_000

/** One page of the articles that pass the filter. */
export async function listArticles(db: D1Database, filter: ListFilter): Promise<ListPage> {
  const isByChange = filter.updatedSince !== null
  const params: unknown[] = []
  const bind = (value: unknown) => `?${params.push(value)}`
  const window = windowSql(filter, bind)
  const order = isByChange ? 'updated_at, id' : 'id DESC'
  const rows = `WITH seen AS (
    SELECT id, updated_at FROM articles WHERE ${window} ORDER BY ${order} LIMIT ${WINDOW}
  )`
  const last = db
    .prepare(
      `${rows} SELECT id, updated_at AS updatedAt, (SELECT count(*) FROM seen) AS n FROM seen
       ORDER BY ${isByChange ? 'updated_at DESC, id DESC' : 'id'} LIMIT 1`,
    )
    .bind(...params)
  const tests = testsSql(filter, bind)
  const page = db
    .prepare(
      `${rows} SELECT ${ARTICLE_COLUMNS}
       FROM seen CROSS JOIN articles a ON a.id = seen.id CROSS JOIN sections s ON s.id = a.section_id
       WHERE ${tests}
       ORDER BY ${isByChange ? 'a.updated_at, a.id' : 'a.id DESC'} LIMIT ${bind(filter.limit)}`,
    )
    .bind(...params)
  const [seen, found] = (await db.batch([last, page])) as [D1Result, D1Result]
  const articles = toArticles(found)
  const end = articles.at(-1)
  if (articles.length === filter.limit && end) {
    return { articles, next: { id: end.id, updatedAt: end.updatedAt } }
  }
  const edge = seen.results[0] as (Cursor & { n: number }) | undefined
  const next = edge?.n === WINDOW ? { id: edge.id, updatedAt: edge.updatedAt } : null
  return { articles, next }
}

/** What an index can tell: where to begin, and the most selective of the filters that has one. */
function windowSql(filter: ListFilter, bind: (value: unknown) => string): string {
  const { cursor, status, section, updatedSince } = filter
  if (updatedSince !== null) {
    const from = cursor ? [cursor.updatedAt, cursor.id] : [updatedSince, 0]
    return `(updated_at, id) > (${from.map(bind).join(', ')})`
  }
  const parts = [`id < ${bind(cursor?.id ?? Number.MAX_SAFE_INTEGER)}`]
  if (status !== null && status !== 'published')
    parts.push(`status = '${status}' AND status <> 'published'`)
  else if (section !== null)
    parts.push(`section_id = (SELECT id FROM sections WHERE slug = ${bind(section)})`)
  return parts.join(' AND ')
}

/** Everything, tested on the rows of the window. */
function testsSql(filter: ListFilter, bind: (value: unknown) => string): string {
  const tests = ['1']
  const { status, section, keyword, publishedFrom, publishedBefore, sections } = filter
  if (status !== null) tests.push(`a.status = ${bind(status)}`)
  if (section !== null) tests.push(`s.slug = ${bind(section)}`)
  if (sections !== null) {
    tests.push(`s.slug IN (SELECT value FROM json_each(${bind(JSON.stringify(sections))}))`)
  }
  if (keyword !== null) {
    tests.push(`EXISTS (SELECT 1 FROM json_each(a.keywords) WHERE value = ${bind(keyword)})`)
  }
  if (publishedFrom !== null) tests.push(`a.published_at >= ${bind(publishedFrom)}`)
  if (publishedBefore !== null) tests.push(`a.published_at < ${bind(publishedBefore)}`)
  return tests.join(' AND ')
}
