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

/**
 * One page of the articles that pass the filter. What is looked at comes one by one, and ends with the last
 * that is wanted; only a page that is not full asks how far that was.
 */
export async function listArticles(db: D1Database, filter: ListFilter): Promise<ListPage> {
  const isByChange = filter.updatedSince !== null
  const params: unknown[] = []
  const bind = (value: unknown) => `?${params.push(value)}`
  const rows = `FROM articles WHERE ${windowSql(filter, bind)}
    ORDER BY ${isByChange ? 'updated_at, id' : 'id DESC'} LIMIT`
  const last = db
    .prepare(`SELECT id, updated_at AS updatedAt ${rows} 1 OFFSET ${WINDOW - 1}`)
    .bind(...params)
  const tests = testsSql(filter, bind)
  // Nothing orders the whole: that would have all of it looked at.
  const page = db
    .prepare(
      `SELECT ${ARTICLE_COLUMNS}
       FROM (SELECT id ${rows} ${WINDOW}) seen CROSS JOIN articles a ON a.id = seen.id
       CROSS JOIN sections s ON s.id = a.section_id
       WHERE ${tests.join(' AND ') || true} LIMIT ${bind(filter.limit)}`,
    )
    .bind(...params)
  const articles = toArticles(await page.run())
  const end = articles.at(-1)
  if (articles.length === filter.limit && end) {
    return { articles, next: { id: end.id, updatedAt: end.updatedAt } }
  }
  if (tests.length === 0) return { articles, next: null }
  return { articles, next: await last.first<Cursor>() }
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
function testsSql(filter: ListFilter, bind: (value: unknown) => string): string[] {
  const tests: string[] = []
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
  return tests
}
