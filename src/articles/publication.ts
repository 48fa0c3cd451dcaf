/**
 * What readers and crawlers see of a change: the article's shard, and a new edition for each page
 * that shows it. Statements for the batch of the change itself.
 */
import { disown, touch } from '../delivery/editions'
import { pageNames, type Site } from '../site'
import { type Article, listed } from './article'
import { changeShard, openShard, shardOf } from './shards'
import { lastListed } from './store'

/** `article` is as it will be, save that a first publication has no sequence number yet. */
export function writePages(
  db: D1Database,
  site: Site,
  article: Article,
  before: Article | null,
  edition: string,
) {
  const was = before?.status === 'published'
  const is = article.status === 'published'
  if (!is && article.sequence === null) return [] // never published: no page shows it
  const delta = is === was ? 0 : is ? 1 : -1
  const own = touchPages(db, edition, article, before, delta)
  const copies = disownCopies(db, edition, article, before)
  if (!is && !was) return [own, ...copies]
  const isFirst = article.sequence === null
  return [
    ...(isFirst ? [openShard(db, site.sitemapCapacity, article.updatedAt)] : []),
    changeShard(db, article.id, delta, article.updatedAt),
    own,
    ...copies,
    ...touchLists(db, edition, article, before),
  ]
}

/** The article's own addresses, its sitemap, and the index. */
function touchPages(
  db: D1Database,
  edition: string,
  article: Article,
  before: Article | null,
  delta: -1 | 0 | 1,
) {
  // At the edges the shard is opened, emptied or filled again: every page's footer links it, or
  // no longer does.
  const edge = delta === 1 ? 1 : 0
  const hasEntry = article.status === 'published' || before?.status === 'published'
  const isRenamed = before !== null && before.slug !== article.slug
  return touch(
    db,
    edition,
    `SELECT ?3 AS page
     UNION SELECT ?4 || slug FROM slugs WHERE article_id = ?2 AND retired = 1 AND ?5
     UNION SELECT ?6 WHERE ?7
     UNION SELECT ?8 || number FROM (${shardOf('?2')}) WHERE ?7
     UNION SELECT ?9 FROM sitemap_shards WHERE number = (${shardOf('?2')}) AND ?10 AND count = ?11`,
    article.id,
    pageNames.article(article.slug),
    pageNames.articlePrefix,
    Number(isRenamed),
    pageNames.sitemapIndex,
    Number(hasEntry),
    pageNames.sitemapPrefix,
    pageNames.site,
    Number(delta !== 0),
    edge,
  )
}

/** The lists that show the change: not those it is too old for, nor any if they show no part of it. */
function touchLists(db: D1Database, edition: string, article: Article, before: Article | null) {
  if (before && JSON.stringify(listed(before)) === JSON.stringify(listed(article))) return []
  const shown = [before, article].filter((state) => state?.status === 'published') as Article[]
  return [
    touch(
      db,
      edition,
      `SELECT ?2 AS page WHERE coalesce(?3 >= (${lastListed()}), 1)
       UNION SELECT ?4 || slug FROM sections
       WHERE slug IN (SELECT value FROM json_each(?5))
         AND coalesce(?3 >= (${lastListed('section_id = sections.id')}), 1)`,
      pageNames.home,
      Math.max(...shown.map((state) => state.publishedAt ?? 0)),
      pageNames.sectionPrefix,
      JSON.stringify(shown.map((state) => state.section.slug)),
    ),
  ]
}

/** What has left its address must not come back from KV while D1 is down. */
function disownCopies(db: D1Database, edition: string, article: Article, before: Article | null) {
  if (!before) return []
  const isRenamed = before.slug !== article.slug
  const isWithdrawn = before.status === 'published' && article.status === 'withdrawn'
  if (!isRenamed && !isWithdrawn) return []
  const select = `SELECT ?3 || slug AS page FROM slugs WHERE article_id = ?2 AND retired = 1 AND ?4
    UNION SELECT ?5 WHERE ?6`
  return [
    disown(
      db,
      edition,
      select,
      article.id,
      pageNames.articlePrefix,
      Number(isRenamed),
      pageNames.article(article.slug),
      Number(isWithdrawn),
    ),
  ]
}
