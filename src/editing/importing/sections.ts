/** Importing sections. */
import { putSections } from '../../articles/writing/sections'
import { paths } from '../../site'
import { describeProblem } from '../door/problems'
import { lacksScopes, lacksSection, mayEnter } from '../door/rights'
import type { Result } from './ranges'
import type { Item } from './read'
import type { Attempt, Entry, Importer } from './runs'

/** Sections are few and saying them again changes nothing, so there is nothing to keep about them. */
export async function importSections(
  { db, site, editor, now, owed }: Importer,
  entries: Entry<Item & { kind: 'section' }>[],
): Promise<Attempt> {
  const lacks = entries.map(({ item }) => {
    const reach = mayEnter(editor, item.slug) ? null : lacksSection(item.slug)
    return lacksScopes(editor, ['sections:write']) ?? reach
  })
  const allowed = entries.filter((_, i) => lacks[i] === null).map(({ item }) => item)
  const put = await putSections(db, allowed, editor.keyId, now)
  if (put.owed) owed.push(put.owed)
  const outcomes = put.outcomes.values()
  const results = entries.map(({ item }, i): Result => {
    const detail = lacks[i]
    if (detail) return describeProblem(site, 'forbidden', { detail })
    const status = outcomes.next().value === 'created' ? 201 : 200
    return { status, url: site.origin + paths.section(item.slug) }
  })
  return { results }
}
