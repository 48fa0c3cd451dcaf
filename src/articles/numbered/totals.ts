/** How many articles there are, as counters have it that are written with them. */
import { pageNames } from '../../site'
import { isOfKind, type Wanted } from './wanted'

/** SQL for how many readers can see. The sitemaps count theirs. */
const SHOWN = '(SELECT coalesce(sum(count), 0) FROM sitemap_shards)'

/** How many a plain list has: see `isPlain`. Decode with `toTotal`. */
export function selectTotal(db: D1Database, { statuses, sections, keywords, authors }: Wanted) {
  const named = keywords ?? authors
  const hidden = statuses.filter((status) => status !== 'published')
  const ofList = (where: string) => `coalesce((SELECT count FROM lists WHERE ${where}), 0)`
  const section = `name = '${pageNames.sectionPrefix}' || (SELECT slug FROM sections WHERE id = ?1)`
  const kind = keywords ? 'keyword' : 'author'
  const shown = named ? ofList(`id = ?1 AND ${isOfKind(kind)}`) : sections ? ofList(section) : SHOWN
  const parts = [
    ...(statuses.includes('published') ? [shown] : []),
    ...(hidden.length > 0
      ? [
          `(SELECT coalesce(sum(count), 0) FROM hidden_counts
            WHERE (?1 IS NULL OR section_id = ?1) AND status IN (${hidden.map((one) => `'${one}'`)}))`,
        ]
      : []),
  ]
  return db
    .prepare(`SELECT ${parts.join(' + ') || '0'} AS n FROM (SELECT ?1)`)
    .bind((named ?? sections)?.[0] ?? null)
}

export const toTotal = (result: D1Result | undefined) =>
  (result?.results[0] as { n: number } | undefined)?.n ?? 0
