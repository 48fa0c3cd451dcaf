/** The rows of the statements that walk through articles. */
import type { Status } from '../article'

/** What is looked at of an article. */
export interface Row {
  id: number
  revision: number
  title: string
  slug: string
  section_id: number
  status: Status
  author: string | null
  updated_at: number
  published_at: number | null
  publish_at: number | null
  /** JSON. */
  lead: string | null
  language: string | null
}

/**
 * A row of a part that has places: null where nobody but its place is left. `row` says which of several at the
 * same place, where several indexes are looked through: see reference.ts.
 */
export type PlacedRow = { place: number; row?: number } & (Row | { [column in keyof Row]: null })

export type AnyRow = Row | PlacedRow

export const COLUMNS = [
  'id',
  'revision',
  'title',
  'slug',
  'section_id',
  'status',
  'author',
  'updated_at',
  'published_at',
  'publish_at',
  'lead',
  'language',
].join(', ')
