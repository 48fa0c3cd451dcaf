/** What only the database can tell about a run of articles to import, in one round trip. */
import type { Origin, Section } from '../../articles/article'
import type { Picture } from '../../articles/picture'
import { selectPictures, toPictures } from '../../articles/pictures'
import { selectSectionsNamed, toSections } from '../../articles/sections'
import { firstUnread, type StoredArticle, toStoredAll } from '../../articles/store'
import { selectFormerOwners, toFormerOwners } from '../../articles/writing/former'
import {
  type Numbers,
  selectLeftByTwins,
  selectSlugOwners,
  selectTaken,
  selectTwins,
  takeNumbers,
  toIds,
  toLeft,
  toNumbers,
  toSlugOwners,
} from '../../articles/writing/lookups'
import { slugFrom } from '../../articles/writing/slug'
import { slugBudget } from '../../site'
import { LIMITS } from '../contract/input'
import { type Editor, lacksScopes } from '../door/rights'
import { formerAddressesIn, namedIn, originOf, sectionOf } from '../saving/look'
import { Authors, selectEditors } from './editors'
import { type Answered, isAnswered, selectAnswered, toAnswered } from './ranges'
import { type ArticleEntry, type Importer, rangeOfEntries } from './runs'

export interface FoundMany {
  sections: Map<string, Section>
  /** Which article has or had a slug. */
  owners: Map<string, number>
  /** The same of a former address. */
  formerOwners: Map<string, number>
  /** The article that came from an origin; `originKey` of it. */
  twins: Map<string, StoredArticle>
  /** Articles that have both the number and a slug of a line. */
  numbered: Map<number, StoredArticle>
  /** The first line, counted from 0, whose article was too much text to be read with those before it. */
  unread: number | null
  /** How many addresses each of them has left. */
  left: Map<number, number>
  /** Of the pictures that they may name, those that are there. */
  pictures: ReadonlyMap<string, Picture>
  /** Numbers that are taken, by these articles or by others. */
  taken: Set<number>
  /** Numbers for new articles. */
  numbers: Numbers
  authors: Authors
  answered: Map<number, Answered>
}

export const originKey = ({ system, id }: Origin) => JSON.stringify([system, id])

const textOf = (value: unknown) => (typeof value === 'string' ? value.trim() : '')

/** The slugs an article has, had or would get, as far as its line says. */
export const slugsOf = ({ site }: Importer, { item: { document, past } }: ArticleEntry) => {
  const title = textOf(document.title)
  // A title too long will be refused: it need not be made a slug first. In code points, two units each.
  const made = title.length > 2 * LIMITS.title ? '' : slugFrom(title, slugBudget(site))
  const slug = textOf(document.slug) || made
  return [slug, ...past.retiredSlugs].filter(Boolean)
}

/**
 * How far above all others an article's number may be: no further than so many lines would lead, or
 * whoever imports one could spoil those of all articles to come.
 */
const reachOf = (editor: Editor, lines: number) =>
  lacksScopes(editor, ['keys:manage']) === null ? LIMITS.number : lines

/** Looks; takes as many numbers as there may be new articles. */
export async function lookMany(importer: Importer, entries: ArticleEntry[]): Promise<FoundMany> {
  const { db, editor } = importer
  const documents = entries.map(({ item }) => item.document)
  const origins = documents.flatMap((document, n) => {
    const origin = originOf(document)
    return origin === null ? [] : [{ n, ...origin }]
  })
  const numbered = entries.flatMap((entry, n) => {
    const { id } = entry.item.past
    return id === null ? [] : [{ n, id, slugs: slugsOf(importer, entry) }]
  })
  const range = rangeOfEntries(importer, entries)
  const newcomers = entries.map(({ item: { document, past } }) => ({
    origin: originOf(document),
    id: (past.id ?? 0) > LIMITS.number ? null : past.id,
  }))
  const sections = [...new Set(documents.flatMap((document) => sectionOf(document) ?? []))]
  const statements = [
    selectSectionsNamed(db, sections),
    selectSlugOwners(
      db,
      entries.flatMap((entry) => slugsOf(importer, entry)),
    ),
    selectTwins(db, origins, numbered),
    selectTaken(
      db,
      numbered.map(({ id }) => id),
    ),
    selectAnswered(db, range),
    takeNumbers(db, newcomers, reachOf(editor, entries.length), isAnswered, range),
  ]
  const also = (statement: D1PreparedStatement | null) =>
    statement ? statements.push(statement) - 1 : -1
  const pasts = entries.map(({ item }) => item.past)
  const authors = also(selectEditors(db, editor, pasts))
  const isAboutKnown = origins.length + numbered.length > 0
  const left = also(isAboutKnown ? selectLeftByTwins(db, origins, numbered) : null)
  const formerly = [...new Set(documents.flatMap(formerAddressesIn))]
  const formerOwners = also(formerly.length > 0 ? selectFormerOwners(db, formerly) : null)
  const named = [...new Set(documents.flatMap(namedIn))]
  const pictures = also(named.length > 0 ? selectPictures(db, named) : null)
  const results = await db.batch(statements)
  const [found, owners, stored, taken, answered, number] = results as [
    D1Result,
    D1Result,
    D1Result,
    D1Result,
    D1Result,
    D1Result,
  ]
  const twins = await toStoredAll(stored)
  return {
    sections: new Map(toSections(found).map((section) => [section.slug, section])),
    owners: toSlugOwners(owners),
    formerOwners: toFormerOwners(results[formerOwners]),
    twins: new Map(
      twins.flatMap((twin) =>
        twin.content.origin ? [[originKey(twin.content.origin), twin]] : [],
      ),
    ),
    unread: firstUnread(stored),
    numbered: new Map(twins.map((twin) => [twin.id, twin])),
    left: toLeft(results[left]),
    pictures: toPictures(results[pictures]),
    taken: toIds(taken),
    numbers: toNumbers(number),
    authors: new Authors(editor, results[authors]),
    answered: await toAnswered(answered),
  }
}
