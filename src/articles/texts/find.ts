/** Searching where texts lie in several databases: their indexes and the catalogue's, as one. */

import type { Place } from '../reference'
import { type Looked, limitOf, MAX_BYTES } from '../search/find'
import type { Query } from '../search/query'
import { type Candidate, candidatesIn, toTrue } from './candidates'
import type { Stores } from './stores'

interface Scope {
  sectionId: number | null
  before: Place | null
}

/**
 * Candidates for a page of results from all indexes, the newest first; `own` are the catalogue's, which `ask` asks.
 * What a text database that does not answer would have said is missing: then it is partial.
 */
export async function candidatesOfAll(
  stores: Stores,
  own: Looked[],
  query: Query,
  scope: Scope,
  ask: (candidates: Candidate[]) => Promise<D1Result>,
): Promise<{ candidates: Looked[]; isPartial: boolean }> {
  const limit = limitOf(query) + 1
  const search = { match: query.match, ...scope, limit, bytes: MAX_BYTES }
  const { found, isPartial } = await candidatesIn(stores, search)
  const some = found.slice(0, limit)
  const rows = some.length > 0 ? toTrue(await ask(some)) : null
  const others = some.map(({ foundAt, html }, n) => ({ foundAt, row: rows?.get(n) ?? null, html }))
  // What was moved out of the catalogue since that was asked is found in both places.
  const elsewhere = new Set([...(rows?.values() ?? [])].map(({ id }) => id))
  const here = own.map((one) =>
    one.row && elsewhere.has(one.row.id) ? { ...one, row: null } : one,
  )
  // Of a text before and after a change, which may have the same place, the true one first: a page may end there.
  const candidates = [...here, ...others].sort(
    (a, b) => b.foundAt - a.foundAt || Number(a.row === null) - Number(b.row === null),
  )
  return { candidates: candidates.slice(0, limit), isPartial }
}
