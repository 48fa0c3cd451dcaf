/** What somebody at the desk looks for, and where among the articles that is looked for. Pure. */
import type { Site } from '../../site'
import type { Status } from '../article'
import { tidyName } from '../names'
import { parseQuery } from '../search/query'
import { fold, runsOf } from '../search/segment'
import type { Candidate } from '../texts/candidates'
import { type Named, namedBy } from './named'

export interface Wanted {
  /** As a person typed them; all must be found. A number or an address of an article finds that first. */
  words: string | null
  /** Null: any. */
  status: Status | null
  /** A slug. */
  section: string | null
  author: string | null
  /** UTC seconds, inclusive, of the time that `timeOf` says. */
  from: number | null
  /** The same, exclusive. */
  before: number | null
  /** The newest first. `published` with any status lists what is published. */
  order: 'changed' | 'published'
  /** Slugs of what the caller is limited to; null: all. */
  sections: string[] | null
  /** As an earlier answer to the same gave it. One that says nothing begins at the beginning. */
  cursor: string | null
}

/** In UTF-16 units: what is typed beyond is not looked at. */
export const MAX_WORDS_LENGTH = 400

/** SQLite as D1 has it takes no more terms in a compound, and each section to go through is one. */
const MAX_ARMS = 5

/** Where articles are looked for: along an index, in the search index, or on an author's list. */
export type Part =
  | { way: 'changed' | 'published'; sections: string[] | null }
  | { way: 'hidden'; statuses: Exclude<Status, 'published'>[] }
  | { way: 'planned' }
  | { way: 'indexed'; match: string; section: string | null; elsewhere: Candidate[] | null }
  | { way: 'author'; author: string }

export interface Plan extends Wanted {
  /** What text databases have found; null where there are none. */
  elsewhere: Candidate[] | null
  /** What is looked at one after another on each page. */
  parts: Part[]
  /** An article that the words name; it stands first. */
  named: Named | null
  /** What must be in a title, folded, where the search index does not tell. */
  terms: string[]
}

/** The time that `from` and `before` are about. Only what is planned or published has another than its last change. */
export function timeOf({ order, status }: Pick<Wanted, 'order' | 'status'>) {
  if (order === 'changed' || status === 'draft' || status === 'withdrawn') return 'updatedAt'
  return status === 'scheduled' ? 'publishAt' : 'publishedAt'
}

/** How to go about it. */
export function planOf(site: Site, wanted: Wanted, elsewhere: Candidate[] | null = null): Plan {
  const typed = wanted.words?.trim() ?? ''
  const words = typed.slice(0, MAX_WORDS_LENGTH)
  const named = namedBy(site, typed)
  const isPublished = wanted.status === null && timeOf(wanted) === 'publishedAt'
  const plan: Plan = {
    ...wanted,
    elsewhere,
    status: isPublished ? 'published' : wanted.status,
    author: wanted.author === null ? null : tidyName(wanted.author),
    parts: [],
    named,
    terms: termsOf(words),
  }
  const { section, sections } = wanted
  const isAllowed =
    sections === null || (section === null ? sections.length > 0 : sections.includes(section))
  if (isAllowed && !named?.isAddress) plan.parts = partsOf(plan, words)
  return plan
}

function partsOf(plan: Plan, words: string): Part[] {
  const { status, author } = plan
  if (status === 'scheduled' && timeOf(plan) === 'publishAt') return [{ way: 'planned' }]
  if (status !== null && status !== 'published') return [{ way: 'hidden', statuses: [status] }]
  const query = parseQuery(words)
  const hidden: Part[] =
    status === null ? [{ way: 'hidden', statuses: ['draft', 'scheduled', 'withdrawn'] }] : []
  if (query) {
    const { section, elsewhere } = plan
    return [...hidden, { way: 'indexed', match: query.match, section, elsewhere }]
  }
  // What words no index has, like an emoji, is looked for in titles.
  if (author !== null) return [...hidden, { way: 'author', author }]
  const way = timeOf(plan) === 'publishedAt' ? 'published' : 'changed'
  return [{ way, sections: sectionsOf(plan) }]
}

/** The sections to go through; null for all of the archive. */
function sectionsOf({ section, sections }: Wanted): string[] | null {
  if (section !== null) return [section]
  return sections !== null && sections.length <= MAX_ARMS ? sections : null
}

/** Words, and runs of Han and the like; of what holds neither, what stands between spaces. */
function termsOf(words: string): string[] {
  const folded = fold(words).slice(0, MAX_WORDS_LENGTH)
  const runs = runsOf(folded).map(({ text }) => text)
  return [...new Set(runs.length > 0 ? runs : folded.split(/\s+/).filter(Boolean))]
}
