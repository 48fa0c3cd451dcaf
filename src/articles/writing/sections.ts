/** Creating and renaming sections. */
import { newEdition, toOwed, touch } from '../../delivery/editions'
import type { Owed } from '../../delivery/outbox'
import { pageNames } from '../../site'
import type { Section } from '../article'
import { selectSectionsNamed, toSections } from '../sections'
import { writeAudit } from './audit'

export type Put = 'created' | 'renamed' | 'unchanged'

/**
 * Creates sections or renames them. A rename changes every page, since all of them show the
 * navigation: it gives `site` a new edition. The same name again changes nothing. `now` in UTC
 * seconds; `also` goes into the same batch. Says what became of each, and what is owed for it.
 */
export async function putSections(
  db: D1Database,
  sections: Omit<Section, 'id'>[],
  keyId: number,
  now: number,
  also: D1PreparedStatement[] = [],
): Promise<{ outcomes: Put[]; owed: Owed | null }> {
  const slugs = sections.map(({ slug }) => slug)
  const found = toSections(await selectSectionsNamed(db, slugs).run())
  const names = new Map(found.map(({ slug, name }) => [slug, name]))
  const outcomes = sections.map(({ slug, name }): Put => {
    const before = names.get(slug)
    names.set(slug, name)
    if (before === name) return 'unchanged'
    return before === undefined ? 'created' : 'renamed'
  })
  const changed = sections.filter((_, i) => outcomes[i] !== 'unchanged')
  if (changed.length === 0) {
    if (also.length > 0) await db.batch(also)
    return { outcomes, owed: null }
  }
  const edition = newEdition()
  const pages = changed.flatMap(({ slug }) => [
    pageNames.section(slug),
    pageNames.sectionFeedPrefix + slug,
  ])
  const results = await db.batch([
    db
      .prepare(
        `INSERT INTO sections (slug, name)
         SELECT value ->> 'slug', value ->> 'name' FROM json_each(?1) WHERE true
         ON CONFLICT (slug) DO UPDATE SET name = excluded.name`,
      )
      .bind(JSON.stringify(changed)),
    touch(
      db,
      edition,
      'SELECT DISTINCT value AS page FROM json_each(?2)',
      JSON.stringify([...pages, pageNames.site]),
    ),
    writeAudit(
      db,
      ...sections.flatMap(({ slug }, i) => {
        if (outcomes[i] === 'unchanged') return []
        const action = `section.${outcomes[i] === 'created' ? 'create' : 'rename'}`
        return [{ at: now, keyId, action, subject: slug, revision: null }]
      }),
    ),
    ...also,
  ])
  return { outcomes, owed: toOwed(edition, results) }
}
