/** Which search engines and hubs are told of changed pages, and what a write owes them. */
import { type SiteVars, siteOf } from '../site'
import type { EngineVars } from './engines/engine'

export type EngineName = 'indexnow' | 'baidu' | 'websub'

/** What has become of a page. */
export type News = 'new' | 'changed' | 'gone' | 'feed'

/** The variable that switches each on, and the news it takes. See docs/decisions/0009. */
const ENGINES: Record<EngineName, { variable: keyof EngineVars; takes: News[] }> = {
  indexnow: { variable: 'INDEXNOW_KEY', takes: ['new', 'changed', 'gone'] },
  baidu: { variable: 'BAIDU_PUSH_TOKEN', takes: ['new', 'gone'] },
  websub: { variable: 'WEBSUB_HUB', takes: ['feed'] },
}

const LOCAL = /^(localhost|.*\.localhost|127\..*|0\.0\.0\.0|\[::1?\])$/

/**
 * The engines that are switched on; none for a site on this machine, which no engine can visit. A
 * mistake in their configuration shows when they are told, and not here: writes go on, and owe.
 */
export function enginesOf(vars: SiteVars & EngineVars): EngineName[] {
  if (LOCAL.test(new URL(siteOf(vars).origin).hostname)) return []
  const names = Object.keys(ENGINES) as EngineName[]
  return names.filter((name) => vars[ENGINES[name].variable])
}

/**
 * Owes the engines the news that `select` gives, one row a page: its `path` (percent-encoded, from
 * `paths`), its `news` (`new`: readers can see what they could not before; `changed`; `gone`; `feed`),
 * and `at`, the UTC seconds by which the newest is told first (null: now). For the batch of the write:
 * `?1` is the version, `select` binds from `?2`. What was owed for a page before is owed no longer.
 * One statement for any number of pages, none when no engine is switched on.
 */
export function owePings(
  db: D1Database,
  engines: EngineName[],
  version: string,
  select: string,
  ...params: unknown[]
): D1PreparedStatement[] {
  if (engines.length === 0) return []
  const takes = engines.flatMap((name) => ENGINES[name].takes.map((news) => [name, news]))
  return [
    db
      .prepare(
        `INSERT OR REPLACE INTO outbox (kind, subject, version, times, next_at, is_gone)
         SELECT takes.name, path, ?1, 1, min(coalesce(at, unixepoch()), unixepoch()), news = 'gone'
         FROM (${select}) JOIN (
           SELECT value ->> 0 AS name, value ->> 1 AS taken FROM json_each('${JSON.stringify(takes)}')
         ) AS takes ON taken = news`,
      )
      .bind(version, ...params),
  ]
}
