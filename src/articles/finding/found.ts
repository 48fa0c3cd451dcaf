/** Finding articles at the desk, among any number and of any status: each page costs the same. */
import type { Site } from '../../site'
import type { Section } from '../article'
import { selectSections, toSections } from '../sections'
import { type Candidate, type Candidates, candidatesIn } from '../texts/candidates'
import type { Shelves } from '../texts/stores'
import { type Key, readCursor, toCursor } from './cursor'
import { type FoundArticle, Page } from './page'
import type { AnyRow, Row } from './rows'
import { lengthOf, shareOf } from './share'
import { selectNamed, selectPart } from './walks'
import { type Part, type Plan, planOf, timeOf, type Wanted } from './wanted'

/** What the articles of a page are in the order of; the newest first, but what is planned the soonest. */
export type Order = 'changed' | 'published' | 'planned'

export interface Found {
  /** At most 25. One that the words name stands first. */
  articles: FoundArticle[]
  /**
   * Null: what is not public comes first, the latest change first, and then what is, as it was first
   * published, the newest first; so on each page.
   */
  order: Order | null
  /** The cursor of the next page; null at the end. */
  next: string | null
  /** How far it has looked where the page is not full and there is more: UTC seconds. */
  reached: number | null
  /** How many articles it has looked at. */
  looked: number
  /** All sections, in their order: they had to be read. */
  sections: Section[]
  /** Whether a part of the index could not be looked into. */
  isPartial: boolean
}

/**
 * One page of what is wanted, in one round trip; where texts lie in databases of their own, their indexes are asked
 * before.
 */
export async function findArticles(
  { db, stores }: Shelves,
  site: Site,
  wanted: Wanted,
): Promise<Found> {
  const elsewhere =
    stores.size > 0 ? await findElsewhere({ db, stores }, planOf(site, wanted)) : null
  const results = await db.batch(selectFound(db, site, wanted, elsewhere?.found))
  return { ...toFound(results, site, wanted), isPartial: elsewhere?.isPartial ?? false }
}

/** What the indexes of text databases say, where the plan looks into one. */
async function findElsewhere({ db, stores }: Shelves, plan: Plan): Promise<Candidates | null> {
  const part = goingOn(plan).find(({ part }) => part.way === 'indexed')
  if (part?.part.way !== 'indexed') return null
  const { match, section } = part.part
  const sectionId = section === null ? null : await sectionNamed(db, section)
  const [sequence, row] = (part.place ?? []) as Partial<Key>
  const before = sequence === undefined ? null : { sequence, row: row ?? 0 }
  const limit = lengthOf(part.share, 0)
  return candidatesIn(stores, { match, sectionId, before, limit, bytes: null })
}

/** The number of a section; 0 when there is none. */
async function sectionNamed(db: D1Database, slug: string): Promise<number> {
  const select = db.prepare('SELECT id FROM sections WHERE slug = ?1').bind(slug)
  return (await select.first<{ id: number }>())?.id ?? 0
}

/**
 * The statements of a page, at least one and at most four, for a batch; in a newsroom of up to 100 sections
 * they read 170 rows at most. Decode with `toFound`.
 */
export function selectFound(
  db: D1Database,
  site: Site,
  wanted: Wanted,
  elsewhere: Candidate[] | null = null,
): D1PreparedStatement[] {
  const plan = planOf(site, wanted, elsewhere)
  return [
    selectSections(db),
    ...(plan.named ? [selectNamed(db, plan.named)] : []),
    ...goingOn(plan).map(({ part, place, share }) => selectPart(db, plan, part, place, share)),
  ]
}

/** The parts that are not at their end. `n` is a part's place among all. */
const goingOn = (plan: Plan) =>
  readCursor(plan.cursor, plan.parts.length).flatMap((place, n) => {
    const part = plan.parts[n] as Part
    return place === 'end' ? [] : [{ n, part, place, share: shareOf(plan, part) }]
  })

/** The results of those statements, with what they were made of. */
export function toFound(results: D1Result[], site: Site, wanted: Wanted): Found {
  const plan = planOf(site, wanted)
  const [first, ...rest] = results
  const sections = first ? toSections(first) : []
  const page = new Page(plan, sections)
  const places = readCursor(wanted.cursor, plan.parts.length)
  if (plan.named) {
    const isFirst = places.every((place) => place === null)
    page.name((rest.shift()?.results ?? []) as unknown as Row[], isFirst)
  }
  const highest = Math.max(0, ...sections.map(({ id }) => id))
  for (const [i, { n, part, place, share }] of goingOn(plan).entries()) {
    const rows = (rest[i]?.results ?? []) as unknown as AnyRow[]
    places[n] = page.add(part, rows, rows.length === lengthOf(share, highest), place)
  }
  const isMore = places.some((place) => place !== 'end')
  return {
    articles: page.articles,
    order: orderOf(plan),
    next: isMore ? toCursor(places) : null,
    reached: isMore && !page.isFull ? page.reached : null,
    looked: page.looked,
    sections,
    isPartial: false,
  }
}

function orderOf({ parts, ...plan }: Plan): Order | null {
  if (parts.length > 1) return null
  switch (parts[0]?.way) {
    case 'planned':
      return 'planned'
    case 'changed':
    case 'hidden':
      return 'changed'
    case undefined:
      return timeOf(plan) === 'updatedAt' ? 'changed' : 'published'
    default:
      return 'published'
  }
}
