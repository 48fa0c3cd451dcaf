/** Importing address rules: a line has all of them. */
import { putRules } from '../../articles/writing/address-rules'
import { describeProblem } from '../door/problems'
import { lacksOverview, lacksScopes } from '../door/rights'
import type { Item } from './read'
import type { Attempt, Entry, Importer } from './runs'

/** They replace those there are. Saying them again changes nothing, so nothing is kept about it. */
export async function importAddressRules(
  importer: Importer,
  entries: Entry<Item & { kind: 'address-rules' }>[],
): Promise<Attempt> {
  const { db, site, editor, now, owed } = importer
  const [entry] = entries
  if (!entry || entries.length > 1) return { cut: 1 }
  const lacks = lacksScopes(editor, ['articles:publish']) ?? lacksOverview(editor)
  if (lacks) return { results: [describeProblem(site, 'forbidden', { detail: lacks })] }
  const put = await putRules(db, entry.item.rules, { keyId: editor.keyId, at: now })
  if (put === 'lost') return 'lost'
  if (put.owed) owed.push(put.owed)
  importer.tellsOfAnother ||= put.outcome === 'same'
  return { results: [{ status: 200 }] }
}
