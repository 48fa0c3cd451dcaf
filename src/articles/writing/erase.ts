/** Erasing what must not stay, not even in the past. */
import { disown, newEdition, type Owed } from '../../delivery/editions'
import { FEED_FILES, type FeedFormat, pageNames, type Site } from '../../site'
import type { Content } from '../article'
import { EARLIER_LENGTH } from '../places'
import { writeAudit } from './audit'
import { eraseDrafts } from './drafts'
import { blockOf, listsNamed } from './lists'
import { storeOnce } from './once'

/** A revision that is to be erased. */
export interface Erasure {
  articleId: number
  number: number
  content: Content
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
  db: D1Database,
  site: Site,
  { articleId, number, content, keyId, now }: Erasure,
): Promise<Owed> {
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
    disownCarriers(db, site, edition, articleId, content),
    writeAudit(db, edition, {
      at: now,
      keyId,
      action: 'revision.erase',
      subject: String(articleId),
      revision: number,
    }),
  ]
  return (await storeOnce(db, { token: edition, statements })).owed
}

/**
 * Has the copies overwritten of all pages that may have carried a content while it was current: the
 * article's own; the feeds; the first pages of its lists, and the blocks of its places in them, which
 * it keeps for good; and the pages of the articles after it in its section, which name it, be they
 * there still or not. Some sixty at most. Sitemaps carry no text. None, if readers never saw the article.
 */
function disownCarriers(
  db: D1Database,
  site: Site,
  edition: string,
  articleId: number,
  content: Content,
) {
  const lists = listsNamed(site, content)
  const feeds = [null, content.section].flatMap((section) =>
    FORMATS.map((format) => pageNames.feedFile(format, section)),
  )
  const pages = [pageNames.article(content.slug), pageNames.home, ...feeds]
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

const FORMATS = Object.keys(FEED_FILES) as FeedFormat[]
