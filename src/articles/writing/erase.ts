/** Erasing what must not stay, not even in the past. */
import { disown, newEdition, type Owed } from '../../delivery/editions'
import { log } from '../../delivery/log'
import { FEED_FILES, type FeedFormat, pageNames, type Site } from '../../site'
import type { Content } from '../article'
import { EARLIER_LENGTH } from '../places'
import { oweErasure, payErasures } from '../texts/erase'
import type { Shelves } from '../texts/stores'
import { writeAudit } from './audit'
import { eraseDrafts } from './drafts'
import { blockOf, listsNamed } from './lists'
import { storeOnce } from './once'

/** A revision that is to be erased. */
export interface Erasure {
  articleId: number
  number: number
  /** Null where it lies in a text database that does not answer. */
  content: Content | null
  /** The key that erases it. */
  keyId: number
  /** UTC seconds. */
  now: number
}

/**
 * Erases the content of a revision that is not the current one. Its number, author and date stay,
 * and the trail says who did it. Answers kept for retries are emptied, not forgotten: the request
 * sent again must not bring the text back. What was said when the article was handed in or sent back
 * goes, too, and so do drafts and what editors are typing: whatever revision they began from, they may hold the
 * same. Copies in KV of every page that carried it are overwritten.
 */
export async function eraseRevision(
  shelves: Shelves,
  site: Site,
  { articleId, number, content, keyId, now }: Erasure,
): Promise<Owed> {
  const { db } = shelves
  const carriers = content ? carriersOf(site, content) : await possibleCarriers(db, articleId)
  const edition = newEdition()
  const statements = [
    db
      .prepare(
        `UPDATE revisions SET content = X'', content_size = 0, html = NULL, html_size = NULL, erased_at = ?3
         WHERE article_id = ?1 AND number = ?2 AND erased_at IS NULL
           AND number < (SELECT revision FROM articles WHERE id = ?1)`,
      )
      .bind(articleId, number, now),
    db.prepare("UPDATE idempotency_keys SET answer = X'' WHERE article_id = ?1").bind(articleId),
    db
      .prepare('UPDATE hand_ins SET note = NULL, reply = NULL WHERE article_id = ?1')
      .bind(articleId),
    ...eraseDrafts(db, articleId),
    ...oweErasure(shelves, articleId, number, edition),
    disownCarriers(db, edition, articleId, carriers),
    writeAudit(db, edition, {
      at: now,
      keyId,
      action: 'revision.erase',
      subject: String(articleId),
      revision: number,
    }),
  ]
  const { owed } = await storeOnce(db, { token: edition, statements })
  // At once, if it can be; else the clock goes on.
  await payErasures(shelves, now).catch((fault) =>
    log('warn', 'erasure-postponed', { fault: String(fault) }),
  )
  return owed
}

/**
 * Has the copies overwritten of all pages that may have carried a content while it was current: the
 * article's own; the feeds; the first pages of its lists, and the blocks of its places in them, which
 * it keeps for good; and the pages of the articles after it in its section, which name it, be they
 * there still or not. Some sixty at most. Sitemaps carry no text. None, if readers never saw the article.
 */
function disownCarriers(
  db: D1Database,
  edition: string,
  articleId: number,
  { lists, pages }: Carriers,
) {
  const select = `
    WITH own AS (SELECT id, sequence FROM articles WHERE id = ?2 AND sequence IS NOT NULL),
    places AS MATERIALIZED (
      SELECT l.name, e.list_id, e.position
      FROM own CROSS JOIN json_each(?3) j CROSS JOIN lists l ON l.name = j.value
      CROSS JOIN list_entries e ON e.article_id = own.id AND e.list_id = l.id)
    SELECT value AS page FROM own CROSS JOIN json_each(?4)
    UNION SELECT ${blockOf('sequence', `'${pageNames.home}'`)} FROM own
    UNION SELECT name FROM places
    UNION SELECT ${blockOf('position', 'name')} FROM places
    UNION SELECT '${pageNames.articlePrefix}' || a.slug
      FROM places p
      CROSS JOIN list_entries e ON e.list_id = p.list_id
        AND e.position BETWEEN p.position + 1 AND p.position + ${EARLIER_LENGTH}
      CROSS JOIN articles a ON a.id = e.article_id
      WHERE p.name LIKE '${pageNames.sectionPrefix}%'`
  return disown(db, edition, select, articleId, JSON.stringify(lists), JSON.stringify(pages))
}

/** Lists by their names, whose pages may have carried it; and other pages. */
interface Carriers {
  lists: string[]
  pages: string[]
}

const carriersOf = (site: Site, content: Content): Carriers => ({
  lists: listsNamed(site, content),
  pages: pagesOf([content.slug], [content.section]),
})

/** Those of all that the article ever said, where nobody can read what this revision did. */
async function possibleCarriers(db: D1Database, articleId: number): Promise<Carriers> {
  const named = 'SELECT l.name FROM list_entries e CROSS JOIN lists l ON l.id = e.list_id'
  const [found, slugs] = await db.batch<{ name: string }>([
    db.prepare(`${named} WHERE e.article_id = ?1`).bind(articleId),
    db.prepare('SELECT slug AS name FROM slugs WHERE article_id = ?1').bind(articleId),
  ])
  const namesIn = (result: typeof found) => (result?.results ?? []).map(({ name }) => name)
  const lists = namesIn(found)
  const sections = lists.filter((name) => name.startsWith(pageNames.sectionPrefix))
  const ofSection = (name: string) => name.slice(pageNames.sectionPrefix.length)
  return { lists, pages: pagesOf(namesIn(slugs), sections.map(ofSection)) }
}

const pagesOf = (slugs: string[], sections: string[]) => [
  ...slugs.map(pageNames.article),
  pageNames.home,
  ...[null, ...sections].flatMap((section) =>
    FORMATS.map((format) => pageNames.feedFile(format, section)),
  ),
]

const FORMATS = Object.keys(FEED_FILES) as FeedFormat[]
