/** All pieces of a source in their order, planned; what becomes of everything else is tallied. */
import { claims } from './claims.ts'
import { lineOf, type Making, type Planned } from './line.ts'
import type { Sections } from './sections.ts'
import type { Source } from './source.ts'
import type { Tally } from './tally.ts'

export interface Choices {
  system: string
  /** In milliseconds. */
  now: number
  bringsDrafts: boolean
}

export async function* planned(
  source: Source,
  choices: Choices,
  sections: Sections,
  told: Tally,
): AsyncGenerator<Planned> {
  const making: Making = { ...choices, sections, claims: claims(), lastDate: null }
  for await (const found of source.read()) {
    if (found.kind === 'note') told.remarks.add(found.text, '')
    else if (found.kind === 'dropped') told.dropped.add(found.what, found.name, found.why)
    else {
      const { piece } = found
      const name = piece.title.trim() || piece.id
      const line = lineOf(making, piece, (text) => told.note(text, name))
      if ('stays' in line) {
        told.dropped.add(piece.status === 'draft' ? 'draft' : 'article', name, line.stays)
        continue
      }
      if (line.fields.section === undefined) told.withoutSection.add('', name)
      const status = String(line.fields.status)
      told.statuses.set(status, (told.statuses.get(status) ?? 0) + 1)
      for (const { fate } of line.addresses) told.addresses.add(fate, '')
      yield line
    }
  }
}
