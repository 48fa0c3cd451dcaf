/**
 * Articles by the number of a page: what programs ask for that walk through all of them and want to know before
 * how many there are.
 */
import { pageNames } from '../../site'
import type { Status } from '../article'

/** What has a list under its name, and so a number. */
export type Kind = 'keyword' | 'author'

/** SQL for whether a list is one of these, and not of a section, say: all have numbers. */
export const isOfKind = (kind: Kind, name = 'name') => `${name} LIKE '${pageNames[kind]('')}%'`

/** What lies between two moments, both left out, in UTC seconds. */
export interface Between {
  after: number | null
  before: number | null
}

export type Order = 'date' | 'id' | 'modified' | 'title' | 'slug' | 'given'

/** Stands for "without an author" among the numbers of authors. */
export const NOBODY = 0

/** Which articles, in which order, and which part of them. Lists narrow; null: not by that. */
export interface Wanted {
  statuses: Status[]
  /** Numbers of sections. */
  sections: number[] | null
  /** Numbers of the lists of keywords. */
  keywords: number[] | null
  /** Numbers of the lists of authors, or `NOBODY`. */
  authors: number[] | null
  /** For the search index, what readers can see; and the words that titles of everything else must hold. */
  words: { match: string | null; terms: string[] } | null
  /** Of the moment that `dateOf` says. */
  dated: Between
  changed: Between
  ids: number[] | null
  slugs: string[] | null
  without: { ids: number[]; sections: number[]; keywords: number[]; authors: number[] }
  order: Order
  isAscending: boolean
  offset: number
  limit: number
}

/** The column with the moment that an article of a status goes by. */
export const DATE_OF: Record<Status, string> = {
  published: 'published_at',
  scheduled: 'publish_at',
  draft: 'updated_at',
  withdrawn: 'updated_at',
}

/** More rows than this are not skipped for a page. */
export const MAX_OFFSET = 100_000

/** The same for who has no key, unless months say where to begin; and how many numbers a list of theirs may have. */
export const KEYLESS = { offset: 1_000, numbers: 10 }

/** How many articles are found at most where no counter says how many there are. */
export const MAX_FOUND = 1_000

/** Rows looked through for them, of each status. */
export const MAX_LOOKED_AT = 10_000

/** A page; `refused` where it cannot be had at a price that does not grow. */
export type Numbered = { ids: number[]; total: number } | { refused: 'too-far' | 'too-many' }

const isOpen = ({ after, before }: Between) => after === null && before === null

/** Whether counters know how many there are: of one list at most, and nothing else. */
export function isPlain(wanted: Wanted): boolean {
  const { statuses, sections, keywords, authors, without, order } = wanted
  const lists = [sections, keywords, authors].filter((one) => one !== null)
  const named = keywords ?? authors
  return (
    wanted.words === null &&
    wanted.ids === null &&
    wanted.slugs === null &&
    isOpen(wanted.dated) &&
    isOpen(wanted.changed) &&
    Object.values(without).every((one) => one.length === 0) &&
    lists.length <= 1 &&
    lists.every((one) => one.length === 1) &&
    (named === null
      ? order === 'date' || order === 'id' || order === 'modified'
      : order === 'date' && named[0] !== NOBODY && statuses.join() === 'published')
  )
}
