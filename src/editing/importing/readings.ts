/** Importing the newsroom's own readings. */
import { MAX_READINGS } from '../../articles/readings'
import { putReadings } from '../../articles/writing/readings'
import { describeProblem } from '../door/problems'
import { lacksScopes } from '../door/rights'
import type { Result } from './ranges'
import type { Item } from './read'
import type { Attempt, Entry, Importer } from './runs'

export const FULL_OF_READINGS = `A newsroom may have ${MAX_READINGS} readings, and this one has. Remove some that nobody needs.`

/** Saying them again changes nothing, so there is nothing to keep about them. */
export async function importReadings(
  { db, site, editor, now }: Importer,
  entries: Entry<Item & { kind: 'reading' }>[],
): Promise<Attempt> {
  const lacks = lacksScopes(editor, ['articles:write'])
  if (lacks) {
    return { results: entries.map(() => describeProblem(site, 'forbidden', { detail: lacks })) }
  }
  const by = { id: editor.keyId, name: editor.name }
  const given = entries.map(({ item }) => item.reading)
  const puts = await putReadings(db, given, { by, now })
  if (puts === 'lost') return 'lost'
  const results = puts.map(({ outcome }): Result => {
    if (outcome === 'full') return describeProblem(site, 'conflict', { detail: FULL_OF_READINGS })
    return { status: outcome === 'created' ? 201 : 200 }
  })
  return { results }
}
