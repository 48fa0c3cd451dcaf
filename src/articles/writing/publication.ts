/**
 * What readers and crawlers see of changes: shards, lists, and a new edition for each page that
 * shows them. Statements for the batch of the changes themselves, as many for one as for a thousand.
 */
import { disown, owe, touch } from '../../delivery/editions'
import { pageNames, type Site } from '../../site'
import { type Article, listed } from '../article'
import { FEED_LENGTH, LIST_LENGTH, lastListed, newestDates } from '../newest'
import { NEWS_SECONDS } from '../news'
import type { Step } from './change'
import { blockOf, type Listing, listsOf, placeEntries, showEntries, touchEntries } from './lists'
import { changeShards, edges, type Move, openShards, shardsOf } from './shards'

const isShown = (article: Article | null) => article?.status === 'published'

/** Statements that show the steps to readers, where readers can see them. `now` in UTC seconds. */
export function writePages(
  db: D1Database,
  site: Site,
  steps: Step[],
  edition: string,
  now: number,
): D1PreparedStatement[] {
  // Never published: no page shows it.
  const known = steps.filter(
    ({ article, past }) => isShown(article) || article.sequence !== null || past?.wasPublic,
  )
  const shown = known.filter(({ before, article }) => isShown(before) || isShown(article))
  const isNew = known.some(({ article }) => article.sequence === null)
  const moves = JSON.stringify(shown.map(moveOf))
  const pages = known.map(({ article }) => pageNames.article(article.slug))
  if (shown.some(isNews(now))) pages.push(pageNames.newsSitemap)
  if (shown.length > 0) pages.push(pageNames.sitemapIndex)
  return [
    ...(known.length > 0 ? [owe(db, edition)] : []),
    ...(isNew ? [openShards(db, site.sitemapCapacity)] : []),
    ...(shown.length > 0 ? [changeShards(db, moves)] : []),
    ...(known.length > 0 ? [touchPages(db, edition, pages, known, moves)] : []),
    ...disownCopies(db, edition, known),
    ...(shown.length > 0 ? [touchHeads(db, edition, shown)] : []),
    ...writeLists(db, site, edition, shown),
  ]
}

/** How a step changes its shard. */
const moveOf = ({ before, article }: Step): Move => ({
  id: article.id,
  delta: Number(isShown(article)) - Number(isShown(before)),
  at: article.updatedAt,
})

const isNews =
  (now: number) =>
  ({ before, article }: Step) =>
    [before, article].some((state) => (state?.publishedAt ?? 0) > now - NEWS_SECONDS)

const isRenamed = ({ before, article, past }: Step) =>
  !!past?.retiredSlugs.length || (before !== null && before.slug !== article.slug)

const idsOf = (steps: Step[]) => JSON.stringify(steps.map(({ article }) => article.id))

/** SQL for the addresses that articles (a JSON array of ids) used to have. */
const leftBy = (ids: string) =>
  `SELECT '${pageNames.articlePrefix}' || slug AS page FROM slugs
   WHERE article_id IN (SELECT value FROM json_each(${ids})) AND retired = 1`

/** The articles' own addresses, their sitemaps, and all pages when a sitemap comes or goes. */
const touchPages = (
  db: D1Database,
  edition: string,
  pages: string[],
  steps: Step[],
  moves: string,
) =>
  touch(
    db,
    edition,
    `SELECT value AS page FROM json_each(?2)
     UNION ${leftBy('?3')}
     UNION SELECT ?5 || number FROM (${shardsOf('?4')})
     UNION SELECT ?6 WHERE EXISTS (${edges('?4')})`,
    JSON.stringify(pages),
    idsOf(steps.filter(isRenamed)),
    moves,
    pageNames.sitemapPrefix,
    pageNames.site,
  )

/** What has left its address must not come back from KV while D1 is down. */
function disownCopies(db: D1Database, edition: string, steps: Step[]) {
  // The past of an imported article was never copied here.
  const renamed = steps.filter((step) => step.before !== null && isRenamed(step))
  const withdrawn = steps.filter(
    ({ before, article }) => isShown(before) && article.status === 'withdrawn',
  )
  if (renamed.length + withdrawn.length === 0) return []
  const pages = withdrawn.map(({ article }) => pageNames.article(article.slug))
  const select = `${leftBy('?2')} UNION SELECT value FROM json_each(?3)`
  return [disown(db, edition, select, idsOf(renamed), JSON.stringify(pages))]
}

const looksDifferent = ({ before, article }: Step) =>
  before === null || JSON.stringify(listed(before)) !== JSON.stringify(listed(article))

/**
 * The home page, sections and feeds, which go by date: not those an article is too old for, unless it
 * stands at their front. Lists change only when an article's entry looks different; feeds carry the text
 * too. Goes before `showEntries`, by which an article that is hidden in a list leaves its front.
 */
function touchHeads(db: D1Database, edition: string, steps: Step[]) {
  const states = steps.flatMap((step) =>
    [step.before, step.article].filter(isShown).map((state) => ({
      id: step.article.id,
      section: state?.section.slug,
      at: state?.publishedAt,
      listedAt: looksDifferent(step) ? state?.publishedAt : null,
      isFirst: step.article.sequence === null,
    })),
  )
  return touch(
    db,
    edition,
    `WITH states AS (
       SELECT value ->> 'id' AS id, value ->> 'section' AS section, value ->> 'at' AS at,
              value ->> 'listedAt' AS listed_at, value ->> 'isFirst' AS is_first
       FROM json_each(?2)),
     heads AS (
       SELECT ?3 AS page, ?4 AS feed, max(at) AS at, max(listed_at) AS listed_at,
              (${newestDates()}) AS dates
       FROM states
       UNION ALL
       SELECT ?5 || s.slug, ?6 || s.slug, max(at), max(listed_at),
              (${newestDates('section_id = s.id')})
       FROM states CROSS JOIN sections s ON s.slug = states.section GROUP BY s.id)
     SELECT page FROM heads
       WHERE listed_at >= coalesce(${lastListed('dates', LIST_LENGTH)}, listed_at)
     UNION SELECT feed FROM heads WHERE at >= coalesce(${lastListed('dates', FEED_LENGTH)}, at)
     UNION SELECT ${blockOf('a.sequence', '?3')}
       FROM states s CROSS JOIN articles a ON a.id = s.id WHERE s.listed_at IS NOT NULL
     UNION SELECT ${blockOf('(a.sequence - 1)', '?3')}
       FROM states s CROSS JOIN articles a ON a.id = s.id WHERE s.is_first AND a.sequence > 1
     UNION SELECT f.list
       FROM states s CROSS JOIN fronts f ON f.article_id = s.id WHERE s.listed_at IS NOT NULL`,
    JSON.stringify(states),
    pageNames.home,
    pageNames.feed,
    pageNames.sectionPrefix,
    pageNames.sectionFeedPrefix,
  )
}

function writeLists(db: D1Database, site: Site, edition: string, steps: Step[]) {
  const listings = steps
    .map((step) => {
      const lists = listsOf(site, step.article)
      const was = step.before ? listsOf(site, step.before) : []
      const joined = lists.filter((name) => !was.includes(name))
      const left = was.filter((name) => !lists.includes(name))
      const listing = { id: step.article.id, lists, joined, isChanged: looksDifferent(step) }
      return { listing, isMoved: joined.length + left.length > 0 }
    })
    .filter(({ listing, isMoved }) => listing.isChanged || isMoved)
  if (listings.length === 0) return []
  const json = JSON.stringify(listings.map(({ listing }): Listing => listing))
  return [...placeEntries(db, json), touchEntries(db, edition, json), showEntries(db, json)]
}
