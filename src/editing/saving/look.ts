/** What only the database can tell about a document before it is written, in one round trip. */

import { normalAddress } from '../../articles/addresses'
import type { Origin, Section } from '../../articles/article'
import { hashNamed, type LeadChoice, type Picture } from '../../articles/picture'
import { namedBy, selectPictures, toPictures } from '../../articles/pictures'
import { selectSection, toSection } from '../../articles/sections'
import { type StoredArticle, selectByOrigin, toStored } from '../../articles/store'
import { selectFormerOwners, toFormerOwners } from '../../articles/writing/former'
import {
  selectLeft,
  selectSlugOwner,
  takeNumber,
  toLeft,
  toNumber,
  toSlugOwner,
} from '../../articles/writing/lookups'
import { LIMITS } from '../contract/input'
import { type Answer, type Retry, selectRecord, toRecord } from './retries'

type Document = Record<string, unknown>

export interface Found {
  /** The article's number: a new article's is taken from the counter here. */
  id: number
  section: Section | null
  /** The article that has or had the slug. */
  slugOwner: number | null
  /** The articles that its former addresses belong to. */
  formerOwners: ReadonlyMap<string, number>
  /** How many addresses the article has left, if it is to leave another. */
  left: number
  /** What was answered when the same request came before. */
  record: Answer | 'reused' | 'erased' | null
  /** Of the pictures that it may name, those that are there. */
  pictures: ReadonlyMap<string, Picture>
  /** The article that came from the same origin before. */
  twin: StoredArticle | null
}

/** Looks; takes a number for a new article that is ready to be written. */
export async function look(
  { db, retry }: { db: D1Database; retry: Retry | null },
  before: StoredArticle | null,
  document: Document,
  slug: string,
  takesNumber: boolean,
): Promise<Found> {
  const section = sectionOf(document) ?? ''
  const origin = before?.content.origin ? null : originOf(document)
  const statements = [selectSection(db, section), selectSlugOwner(db, slug)]
  const also = (statement: D1PreparedStatement | null) =>
    statement ? statements.push(statement) - 1 : -1
  const named = namedIn(document)
  const pictures = also(named.length > 0 ? selectPictures(db, named) : null)
  const formerly = formerAddressesIn(document)
  const formerOwners = also(formerly.length > 0 ? selectFormerOwners(db, formerly) : null)
  const record = also(retry && selectRecord(db, retry))
  const twin = also(origin && selectByOrigin(db, origin))
  const left = also(before && before.slug !== slug ? selectLeft(db, before.id) : null)
  const number = also(takesNumber ? takeNumber(db, section, origin, retry) : null)
  const results = await db.batch(statements)
  return {
    id: before?.id ?? toNumber(results[number]),
    section: toSection(results[0] as D1Result),
    slugOwner: toSlugOwner(results[1] as D1Result),
    formerOwners: toFormerOwners(results[formerOwners]),
    left: toLeft(results[left]).get(before?.id ?? 0) ?? 0,
    pictures: toPictures(results[pictures]),
    record: retry && (await toRecord(retry, results[record] as D1Result)),
    twin: origin && (await toStored(results[twin] as D1Result)),
  }
}

/** The origin of a document that may still have faults. */
export function originOf({ origin }: Document): Origin | null {
  const { system, id } = (origin ?? {}) as Partial<Origin>
  if (typeof system !== 'string' || typeof id !== 'string') return null
  return { system: system.trim(), id: id.trim() }
}

/** The pictures that it may name. */
export function namedIn({ body, lead, card }: Document): string[] {
  const { picture } = (lead ?? {}) as Partial<LeadChoice>
  return namedBy({
    body: typeof body === 'string' ? body : '',
    lead:
      typeof picture === 'string'
        ? { picture: hashNamed(picture), alt: null, caption: null }
        : null,
    card: typeof card === 'string' ? hashNamed(card) : null,
  })
}

/** The former addresses that it may have, each in its one spelling. */
export const formerAddressesIn = ({ formerAddresses }: Document): string[] =>
  Array.isArray(formerAddresses)
    ? formerAddresses
        .slice(0, LIMITS.formerAddresses)
        .flatMap((one) => (typeof one === 'string' && normalAddress(one)) || [])
    : []

/** The same of its section. */
export const sectionOf = ({ section }: Document) =>
  typeof section === 'string' ? section.trim().normalize('NFC') : undefined
