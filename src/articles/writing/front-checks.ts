/** Whether a front can be set as an editor puts it. */
import { type Chosen, type Front, HOME } from '../fronts'

/** A front as an editor puts it. */
export interface FrontPut {
  /** `home`, or a section's slug. */
  list: string
  /** Whether it may replace a version: one that its editor has seen. */
  mayReplace(version: number): boolean
  /** At most `FRONT_LENGTH`. */
  articles: Chosen[]
}

/** Why an article cannot stand at a front, and its place among those that were put, from 0. */
export interface FrontFault {
  at: number
  why: 'missing' | 'twice' | 'not-published' | 'in-another-section'
}

/** What became of a put. */
export type FrontOutcome =
  | { kind: 'set' | 'same' | 'stale'; front: Front }
  | { kind: 'refused'; faults: FrontFault[] }
  | { kind: 'no-list' }

/** Whether the editor reaches a section. */
export type Reaches = (slug: string) => boolean

/** Articles that are put at fronts, those that are there and reached. */
export type Candidates = Map<number, { section: string; isPublished: boolean }>

/** Decode with `toCandidates`. */
export const selectCandidates = (db: D1Database, ids: number[]) =>
  db
    .prepare(
      `SELECT a.id, s.slug AS section, a.status = 'published' AS is_published
       FROM json_each(?1) j CROSS JOIN articles a ON a.id = j.value
       CROSS JOIN sections s ON s.id = a.section_id`,
    )
    .bind(JSON.stringify(ids))

export function toCandidates({ results }: D1Result, reaches: Reaches): Candidates {
  const rows = results as { id: number; section: string; is_published: 0 | 1 }[]
  return new Map(
    rows
      .filter(({ section }) => reaches(section))
      .map(({ id, section, is_published }) => [id, { section, isPublished: is_published === 1 }]),
  )
}

/** What becomes of a put, going by the front there is: `set` is still to be done. */
export function judge(put: FrontPut, front: Front, candidates: Candidates): FrontOutcome {
  if (isSame(put, front)) return { kind: 'same', front }
  if (!put.mayReplace(front.version)) return { kind: 'stale', front }
  const ids = put.articles.map(({ id }) => id)
  const faults = ids.flatMap((id, at): FrontFault[] => {
    const article = candidates.get(id)
    if (!article) return [{ at, why: 'missing' }]
    if (ids.indexOf(id) < at) return [{ at, why: 'twice' }]
    if (!article.isPublished) return [{ at, why: 'not-published' }]
    const isElsewhere = put.list !== HOME && article.section !== put.list
    return isElsewhere ? [{ at, why: 'in-another-section' }] : []
  })
  return faults.length > 0 ? { kind: 'refused', faults } : { kind: 'set', front }
}

const isSame = ({ articles }: FrontPut, front: Front) =>
  JSON.stringify(articles.map(({ id, until }) => [id, until])) ===
  JSON.stringify(front.articles.map(({ id, until }) => [id, until]))

/** Whether its page changes: it does not show when an article's time at the front ends. */
export const looksDifferent = ({ articles }: FrontPut, front: Front) =>
  String(articles.map(({ id }) => id)) !== String(front.articles.map(({ id }) => id))
