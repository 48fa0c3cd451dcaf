/**
 * What no counter counts: searches, and lists that are narrowed in several ways. The newest that there are, a
 * thousand at most, gathered from so many rows and then put in order.
 */
import { D1Outage } from '../../delivery/d1-faults'
import type { Status } from '../article'
import { type Candidate, candidatesIn } from '../texts/candidates'
import type { Shelves, Stores } from '../texts/stores'
import { baseOf, type Known, selectKnown, toKnown } from './bases'
import { testsOf } from './tests'
import type { Bind } from './walks'
import { DATE_OF, MAX_FOUND, MAX_LOOKED_AT, type Numbered, type Order, type Wanted } from './wanted'

interface Row {
  id: number
  at: number | null
  updated_at: number
  title: string
  slug: string
}

export async function gather({ db, stores }: Shelves, wanted: Wanted): Promise<Numbered> {
  if (wanted.statuses.length === 0) return { ids: [], total: 0 }
  const known = toKnown(await selectKnown(db, wanted).run())
  const elsewhere = await findElsewhere(stores, wanted)
  const results = await db.batch(
    wanted.statuses.map((status) => select(db, wanted, status, known, elsewhere)),
  )
  const rows = results.flatMap(({ results }) => results as unknown as Row[])
  const { order, offset, limit } = wanted
  // Of more than that only the newest are known, which says nothing of another order.
  if (rows.length > MAX_FOUND && (order === 'title' || order === 'slug'))
    return { refused: 'too-many' }
  const sorted = order === 'given' ? asGiven(rows, wanted) : rows.sort(by(wanted))
  const found = sorted.slice(0, MAX_FOUND)
  return { ids: found.slice(offset, offset + limit).map(({ id }) => id), total: found.length }
}

/** What the indexes of text databases say. Throws a `D1Outage` unless all of them do. */
async function findElsewhere(
  stores: Stores,
  { words, sections, statuses }: Wanted,
): Promise<Candidate[]> {
  const match = statuses.includes('published') ? words?.match : null
  if (stores.size === 0 || !match) return []
  const sectionId = sections?.length === 1 ? (sections[0] ?? null) : null
  const search = { match, sectionId, before: null, limit: MAX_LOOKED_AT, bytes: null }
  const { found, isPartial } = await candidatesIn(stores, search)
  // There is no way to tell these programs that a total is wrong.
  if (isPartial) throw new D1Outage('a text database does not answer', 'transient', false)
  return found.slice(0, MAX_LOOKED_AT)
}

function select(
  db: D1Database,
  wanted: Wanted,
  status: Status,
  known: Known,
  elsewhere: Candidate[],
) {
  const params: unknown[] = []
  const bind: Bind = (value) => `?${params.push(value)}`
  const base = baseOf(wanted, status, known, elsewhere, bind)
  const tests = testsOf(wanted, status, known, bind)
  return db
    .prepare(
      `SELECT a.id, a.${DATE_OF[status]} AS at, a.updated_at, a.title, a.slug
       FROM (${base}) b CROSS JOIN articles a ON a.id = b.id
       WHERE ${tests.join(' AND ')} LIMIT ${MAX_FOUND + 1}`,
    )
    .bind(...params)
}

const KEYS: Record<Exclude<Order, 'given'>, (row: Row) => number | string> = {
  date: ({ at }) => at ?? 0,
  id: ({ id }) => id,
  modified: ({ updated_at }) => updated_at,
  title: ({ title }) => title,
  slug: ({ slug }) => slug,
}

function by({ order, isAscending }: Wanted) {
  const keyOf = KEYS[order === 'given' ? 'id' : order]
  const sign = isAscending ? 1 : -1
  return (a: Row, b: Row) => {
    const [x, y] = [keyOf(a), keyOf(b)]
    return sign * (x < y ? -1 : x > y ? 1 : a.id - b.id)
  }
}

function asGiven(rows: Row[], { ids, slugs }: Wanted): Row[] {
  const placeOf = ({ id, slug }: Row) => (ids ? ids.indexOf(id) : (slugs ?? []).indexOf(slug))
  return rows.sort((a, b) => placeOf(a) - placeOf(b))
}
