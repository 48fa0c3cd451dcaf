/** Which posts are asked for: the parameters of WordPress's list, as ours are. */
import type { Status } from '../../articles/article'
import { type Between, NOBODY, type Order, type Wanted } from '../../articles/numbered/wanted'
import { parseQuery } from '../../articles/search/query'
import { fold } from '../../articles/search/segment'
import { readMoment } from '../moments'
import { type Part, refuseParams, unknown } from './answering'
import { type Asking, isEditing } from './asking'
import { isHolder } from './ids'

/** What there is under each name; null: nothing, as we have no such thing. */
const STATUSES: Record<string, Status[]> = {
  publish: ['published'],
  future: ['scheduled'],
  draft: ['draft'],
  trash: ['withdrawn'],
  any: ['published', 'scheduled', 'draft'],
  pending: [],
  private: [],
  'auto-draft': [],
  inherit: [],
}

const ORDERS: Record<string, Order> = {
  date: 'date',
  relevance: 'date',
  id: 'id',
  modified: 'modified',
  title: 'title',
  slug: 'slug',
  include: 'given',
  include_slugs: 'given',
}

/** Of a search, in UTF-16 units: as the readers’ search has it. */
const MAX_WORDS = 200

const LISTS = [
  'categories',
  'categories_exclude',
  'tags',
  'tags_exclude',
  'author',
  'author_exclude',
  'include',
  'exclude',
] as const

/** `reach`: the numbers of the sections whose drafts may be seen, null for all. */
export function wantedOf(asking: Asking, part: Part, reach: number[] | null): Wanted | Response {
  const { params, editor } = asking
  const faults: Record<string, string> = {}
  const named = params.list('status').map((one) => one.toLowerCase())
  const odd = named.find((one) => !Object.hasOwn(STATUSES, one))
  if (odd !== undefined) faults.status = `is not one of ${Object.keys(STATUSES).join(', ')}`
  const statuses = [
    ...new Set((named.length > 0 ? named : ['publish']).flatMap((one) => STATUSES[one] ?? [])),
  ]
  if (!editor && named.some((one) => one !== 'publish')) return unknown('rest_forbidden_status')
  const numbers = Object.fromEntries(LISTS.map((name) => [name, params.numbers(name)]))
  for (const name of LISTS) {
    if (numbers[name] === null) faults[name] = 'must be a list of at most 100 whole numbers'
  }
  const order = ORDERS[(params.text('orderby') ?? 'date').toLowerCase()]
  if (!order) faults.orderby = `must be one of ${Object.keys(ORDERS).join(', ')}`
  const direction = (params.text('order') ?? 'desc').toLowerCase()
  if (direction !== 'asc' && direction !== 'desc') faults.order = 'must be asc or desc'
  const words = params.text('search')?.trim() ?? ''
  if (words.length > MAX_WORDS) faults.search = `is too long; at most ${MAX_WORDS} characters`
  if (params.list('slug').length > 100)
    faults.slug = 'has too many entries; at most 100 are allowed'
  const between = (after: string, before: string): Between => ({
    after: moment(asking, after, faults),
    before: moment(asking, before, faults),
  })
  const dated = between('after', 'before')
  const changed = between('modified_after', 'modified_before')
  if (!order || Object.keys(faults).length > 0) return refuseParams(faults)

  const given = (name: (typeof LISTS)[number]) => (params.has(name) ? (numbers[name] ?? []) : [])
  const only = (list: number[]) => (list.length > 0 ? list : null)
  const authors = (list: number[]) => list.map((id) => (isHolder(id) ? NOBODY : id))
  const slugs = params.list('slug').map(decoded)
  const sections = withinReach(only(given('categories')), statuses, reach, asking)
  return {
    statuses,
    sections,
    keywords: only(given('tags')),
    authors: only(authors(given('author'))),
    words: words === '' ? null : toWords(words),
    dated,
    changed,
    ids: only(given('include')),
    slugs: slugs.length > 0 ? slugs : null,
    without: {
      ids: given('exclude'),
      sections: given('categories_exclude'),
      keywords: given('tags_exclude'),
      authors: authors(given('author_exclude')),
    },
    order: order === 'given' && !params.has('include') && slugs.length === 0 ? 'date' : order,
    isAscending: direction === 'asc',
    offset: part.offset,
    limit: part.perPage,
  }
}

/** What is not public, and what its editor wrote, a key sees in its sections only. */
function withinReach(
  sections: number[] | null,
  statuses: Status[],
  reach: number[] | null,
  asking: Asking,
): number[] | null {
  const isOpen = statuses.every((status) => status === 'published') && !isEditing(asking)
  if (reach === null || isOpen) return sections
  return sections ? sections.filter((id) => reach.includes(id)) : reach
}

const toWords = (words: string) => ({
  match: parseQuery(words)?.match ?? null,
  terms: fold(words).split(/\s+/).filter(Boolean).slice(0, 10),
})

function moment({ params, site }: Asking, name: string, faults: Record<string, string>) {
  const text = params.text(name)
  if (text === null || text === '') return null
  const at = readMoment(text, site.timeZone)
  if (at === null) faults[name] = 'must be a date like 2026-11-22T09:00:00'
  return at
}

/** A slug as it is kept, of one that may be percent-encoded. */
export function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug).normalize('NFC')
  } catch {
    return slug
  }
}
