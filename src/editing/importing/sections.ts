/** Importing sections. */
import { MAX_SECTIONS, putSections } from '../../articles/writing/sections'
import { paths } from '../../site'
import { describeProblem } from '../door/problems'
import { lacksScopes, lacksSection, mayEnter } from '../door/rights'
import type { Result } from './ranges'
import type { Item } from './read'
import type { Attempt, Entry, Importer } from './runs'

export const FULL = `A newsroom may have ${MAX_SECTIONS} sections, and this one has. Use one there is, or remove one that never had an article.`

/** Sections are few and saying them again changes nothing, so there is nothing to keep about them. */
export async function importSections(
  importer: Importer,
  entries: Entry<Item & { kind: 'section' }>[],
): Promise<Attempt> {
  const { db, site, editor, now, owed } = importer
  const lacks = entries.map(({ item: { section } }) => {
    const reach = mayEnter(editor, section.slug) ? null : lacksSection(section.slug)
    return lacksScopes(editor, ['sections:write']) ?? reach
  })
  const allowed = entries.filter((_, i) => lacks[i] === null).map(({ item }) => item.section)
  const put = await putSections(db, allowed, { keyId: editor.keyId, at: now })
  if (put === 'lost') return 'lost'
  if (put.owed) owed.push(put.owed)
  importer.tellsOfAnother ||= put.outcomes.includes('unchanged')
  const outcomes = put.outcomes.values()
  const results = entries.map(({ item: { section } }, i): Result => {
    const detail = lacks[i]
    if (detail) return describeProblem(site, 'forbidden', { detail })
    const outcome = outcomes.next().value
    if (outcome === 'full') return describeProblem(site, 'conflict', { detail: FULL })
    const status = outcome === 'created' ? 201 : 200
    return { status, url: site.origin + paths.section(section.slug) }
  })
  return { results }
}
