/** What a write owes search engines and hubs. */
import { type EngineName, engineNamed } from './all'

/**
 * Owes the engines the news that `select` gives, one row a page: its `path` (percent-encoded, from
 * `paths`), its `news` (`new`: readers can see what they could not before; `changed`; `gone`; `feed`),
 * and `at`, in UTC seconds: the newest is told first (null: now). Goes into the batch of the write:
 * `?1` is the version, and `params` bind from `?2`. Replaces what was owed for a page before. One
 * statement for any number of pages; none when no engine is switched on.
 */
export function owePings(
  db: D1Database,
  engines: EngineName[],
  version: string,
  select: string,
  ...params: unknown[]
): D1PreparedStatement[] {
  if (engines.length === 0) return []
  const takes = engines.flatMap((name) => engineNamed(name).takes.map((news) => [name, news]))
  return [
    db
      .prepare(
        `INSERT OR REPLACE INTO outbox (kind, subject, version, next_at, is_gone)
         SELECT takes.name, path, ?1, min(coalesce(at, unixepoch()), unixepoch()), news = 'gone'
         FROM (${select}) CROSS JOIN (
           SELECT value ->> 0 AS name, value ->> 1 AS taken FROM json_each('${JSON.stringify(takes)}')
         ) AS takes ON taken = news`,
      )
      .bind(version, ...params),
  ]
}
