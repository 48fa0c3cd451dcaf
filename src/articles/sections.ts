/** Reading sections: the headings articles stand under. */
import { pageNames } from '../site'
import type { Section } from './article'

/** A section with what its own page and feeds say of it. */
export interface DescribedSection extends Section {
  /** Sections go by it, then by age. */
  position: number
  /** Plain text. */
  description: string | null
}

/** A section as editors see it. */
export interface CountedSection extends DescribedSection {
  /** How many of its articles readers can see. */
  articles: number
}

/** All sections, in their order: the navigation. Decode with `toSections`. */
export const selectSections = (db: D1Database) =>
  db.prepare('SELECT id, slug, name FROM sections ORDER BY position, id')

export const toSections = (result: D1Result) => result.results as unknown as Section[]

/** One section by slug. Decode with `toSection`. */
export const selectSection = (db: D1Database, slug: string) =>
  db.prepare('SELECT id, slug, name FROM sections WHERE slug = ?1').bind(slug)

export const toSection = (result: D1Result) => (result.results[0] as Section | undefined) ?? null

/** The same for its own page and feeds. Decode with `toDescribed`. */
export const selectDescribed = (db: D1Database, slug: string) =>
  db
    .prepare('SELECT id, slug, name, position, description FROM sections WHERE slug = ?1')
    .bind(slug)

export const toDescribed = (result: D1Result) =>
  (result.results[0] as DescribedSection | undefined) ?? null

/** The sections among these slugs. Decode with `toSections`. */
export const selectSectionsNamed = (db: D1Database, slugs: string[]) =>
  db
    .prepare('SELECT id, slug, name FROM sections WHERE slug IN (SELECT value FROM json_each(?1))')
    .bind(JSON.stringify(slugs))

const COUNTED = `SELECT s.id, s.slug, s.name, s.position, s.description, coalesce(l.count, 0) AS articles`
const LIST = `LEFT JOIN lists l ON l.name = '${pageNames.sectionPrefix}' || s.slug`

/** All sections, in their order. Decode with `toCounted`. */
export const selectCounted = (db: D1Database) =>
  db.prepare(`${COUNTED} FROM sections s ${LIST} ORDER BY s.position, s.id`)

/** Those among these slugs, in no order. Decode with `toCounted`. */
export const selectCountedNamed = (db: D1Database, slugs: string[]) =>
  db
    .prepare(
      `${COUNTED} FROM (SELECT DISTINCT value FROM json_each(?1)) j
       CROSS JOIN sections s ON s.slug = j.value ${LIST}`,
    )
    .bind(JSON.stringify(slugs))

export const toCounted = (result: D1Result) => result.results as unknown as CountedSection[]
