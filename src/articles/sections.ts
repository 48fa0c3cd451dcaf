/** Reading sections: the headings articles stand under. */
import type { Section } from './article'

/** All sections, in the order they were made: the navigation. Decode with `toSections`. */
export const selectSections = (db: D1Database) =>
  db.prepare('SELECT id, slug, name FROM sections ORDER BY id')

export const toSections = (result: D1Result) => result.results as unknown as Section[]

/** One section by slug. Decode with `toSection`. */
export const selectSection = (db: D1Database, slug: string) =>
  db.prepare('SELECT id, slug, name FROM sections WHERE slug = ?1').bind(slug)

export const toSection = (result: D1Result) => (result.results[0] as Section | undefined) ?? null

/** The sections among these slugs. Decode with `toSections`. */
export const selectSectionsNamed = (db: D1Database, slugs: string[]) =>
  db
    .prepare('SELECT id, slug, name FROM sections WHERE slug IN (SELECT value FROM json_each(?1))')
    .bind(JSON.stringify(slugs))
