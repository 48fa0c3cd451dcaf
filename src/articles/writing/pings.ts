/** What search engines and hubs are to be told of changes, for the batch of the changes. */
import type { EngineName } from '../../delivery/engines/all'
import type { News } from '../../delivery/engines/engine'
import { owePings } from '../../delivery/engines/owe'
import { FEED_FILES, type FeedFormat, pageNames, paths } from '../../site'
import type { Step } from './change'

interface Told {
  path: string
  news: News
  /** When it was published, in UTC seconds: the newest is told first. */
  at: number | null
}

/** Owes pings for the steps that readers can see. Goes after what gives feeds their edition. */
export function writePings(
  db: D1Database,
  engines: EngineName[],
  steps: Step[],
  edition: string,
): D1PreparedStatement[] {
  const seen = steps.filter(({ before, article }) => isPublished(before) || isPublished(article))
  if (engines.length === 0 || seen.length === 0) return []
  return owePings(
    db,
    engines,
    edition,
    `SELECT value ->> 'path' AS path, value ->> 'news' AS news, value ->> 'at' AS at
     FROM json_each(?2)
     UNION ALL
     SELECT f.value ->> 'path', 'feed', NULL
     FROM json_each(?3) f CROSS JOIN editions e ON e.page = f.value ->> 'page' AND e.edition = ?1`,
    JSON.stringify(seen.flatMap(toldOf)),
    JSON.stringify(feedsOf(seen)),
  )
}

const isPublished = (article: Step['before']) => article?.status === 'published'

function toldOf({ before, article }: Step): Told[] {
  const was = isPublished(before)
  const is = isPublished(article)
  const news = is ? (was ? 'changed' : 'new') : 'gone'
  const at = article.publishedAt
  const own: Told = { path: paths.article(article.slug), news, at }
  if (!was || before?.slug === article.slug) return [own]
  // Its old address redirects now.
  return [own, { path: paths.article(before?.slug ?? ''), news: 'changed', at }]
}

/** The feeds that may have changed: those of the site, and of the sections articles are or were in. */
function feedsOf(steps: Step[]) {
  const states = steps.flatMap(({ before, article }) => (before ? [before, article] : [article]))
  const sections = new Set(states.map(({ section }) => section.slug))
  return [null, ...sections].flatMap((section) =>
    (Object.keys(FEED_FILES) as FeedFormat[]).map((format) => ({
      page: section === null ? pageNames.feed : pageNames.sectionFeedPrefix + section,
      path: paths.feed(format, section),
    })),
  )
}
