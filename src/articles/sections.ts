import { newEdition, toOwed, touch } from '../delivery/editions'
import type { Owed } from '../delivery/outbox'
import { pageNames } from '../site'
import type { Section } from './article'
import { note } from './audit'

/** All sections, in the order they were made: the navigation. Decode with `toSections`. */
export const selectSections = (db: D1Database) =>
  db.prepare('SELECT id, slug, name FROM sections ORDER BY id')

export const toSections = (result: D1Result) => result.results as unknown as Section[]

/** One section by slug. Decode with `toSection`. */
export const selectSection = (db: D1Database, slug: string) =>
  db.prepare('SELECT id, slug, name FROM sections WHERE slug = ?1').bind(slug)

export const toSection = (result: D1Result) => (result.results[0] as Section | undefined) ?? null

export interface Put {
  outcome: 'created' | 'renamed' | 'unchanged'
  owed: Owed | null
}

/**
 * Creates a section or renames it. A rename changes every page, since all of them show the
 * navigation: it gives `site` a new edition. The same name again changes nothing.
 */
export async function putSection(
  db: D1Database,
  { slug, name }: Omit<Section, 'id'>,
  keyId: number,
): Promise<Put> {
  const before = toSection(await selectSection(db, slug).run())
  if (before?.name === name) return { outcome: 'unchanged', owed: null }
  const edition = newEdition()
  const pages = [pageNames.section(slug), pageNames.sectionFeedPrefix + slug, pageNames.site]
  const results = await db.batch([
    db
      .prepare(
        `INSERT INTO sections (slug, name) VALUES (?1, ?2)
         ON CONFLICT (slug) DO UPDATE SET name = excluded.name`,
      )
      .bind(slug, name),
    touch(db, edition, 'SELECT value AS page FROM json_each(?2)', JSON.stringify(pages)),
    note(db, {
      at: Math.floor(Date.now() / 1000),
      keyId,
      action: before ? 'section.rename' : 'section.create',
      subject: slug,
      revision: null,
    }),
  ])
  return { outcome: before ? 'renamed' : 'created', owed: toOwed(edition, results) }
}
