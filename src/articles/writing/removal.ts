/** Removing sections that never had an article. */
import { disown, newEdition, type Owed, owe, touch } from '../../delivery/editions'
import { FEED_FILES, type FeedFormat, pageNames } from '../../site'
import { type CountedSection, selectCountedNamed, toCounted } from '../sections'
import { writeAudit } from './audit'
import { storeOnce } from './once'
import { giveUpIf, unlessGivenUp } from './rows'
import { type By, pagesOf } from './sections'

/** SQL that holds for a section that has or had an article, be it a draft or a plan. */
const WAS_USED = `(was_left OR EXISTS (SELECT 1 FROM articles WHERE section_id = sections.id))`

/** Whether a section has or had an article: such a one stays. Decode with `toWasUsed`. */
export const selectWasUsed = (db: D1Database, slug: string) =>
  db.prepare(`SELECT ${WAS_USED} AS was_used FROM sections WHERE slug = ?1`).bind(slug)

export const toWasUsed = (result: D1Result): boolean =>
  (result.results[0] as { was_used: 0 | 1 } | undefined)?.was_used === 1

/**
 * Removes a section. All pages change; its own are gone, and so are their copies. Null when there is
 * no such section; `used` when it has or had an article; `lost` when somebody was faster.
 */
export async function removeSection(
  db: D1Database,
  slug: string,
  by: By,
): Promise<{ section: CountedSection; owed: Owed } | 'used' | 'lost' | null> {
  const [found, use] = (await db.batch([
    selectCountedNamed(db, [slug]),
    selectWasUsed(db, slug),
  ])) as [D1Result, D1Result]
  const section = toCounted(found)[0]
  if (!section) return null
  if (toWasUsed(use)) return 'used'

  const edition = newEdition()
  const isOther = `NOT EXISTS (SELECT 1 FROM sections WHERE id = ?1 AND NOT ${WAS_USED})`
  const statements = [
    giveUpIf(db, isOther, section.id),
    db.prepare('DELETE FROM sections WHERE id = ?1').bind(section.id),
    db
      .prepare('DELETE FROM editions WHERE page IN (SELECT value FROM json_each(?1))')
      .bind(JSON.stringify(pagesOf(slug))),
    owe(db, edition),
    touch(db, edition, 'SELECT ?2 AS page', pageNames.site),
    disown(db, edition, 'SELECT value AS page FROM json_each(?2)', JSON.stringify(copies(slug))),
    writeAudit(db, edition, { ...by, action: 'section.remove', subject: slug, revision: null }),
  ]
  const stored = await unlessGivenUp(storeOnce(db, { token: edition, statements }))
  return stored === 'lost' ? 'lost' : { section, owed: stored.owed }
}

/** What readers have perhaps had rendered of it. */
const copies = (slug: string) => [
  pageNames.section(slug),
  ...(Object.keys(FEED_FILES) as FeedFormat[]).map((format) => pageNames.feedFile(format, slug)),
]
