/** The sections that a move needs: made where they are not there; those that are stay as they are. */
import { randomUUID } from 'node:crypto'
import { Fault } from '../command.ts'
import { explain, sendAll } from '../import-file.ts'
import { look, type Newsroom } from '../request.ts'
import type { MovedSection } from './sections.ts'

/** As many as a newsroom may have: src/articles/writing/sections.ts. */
const MOST = 100

/** The slugs of those there are. */
export async function existingSections(newsroom: Newsroom): Promise<Set<string>> {
  const { sections } = await look<{ sections: { slug: string }[] }>(newsroom, '/api/sections')
  return new Set(sections.map(({ slug }) => slug))
}

/** Makes those that are missing. Throws a Fault where one cannot be made: its articles would be refused. */
export async function makeSections(
  newsroom: Newsroom,
  needed: MovedSection[],
  existing: ReadonlySet<string>,
): Promise<void> {
  const missing = needed.filter(({ slug }) => !existing.has(slug))
  if (missing.length === 0) return
  if (missing.length + existing.size > MOST) {
    throw new Fault(
      `A newsroom may have ${MOST} sections: this one has ${existing.size}, and ${missing.length} would be made. Put categories together with --sections MAP.json; the dry run lists them. Nothing was sent.`,
      'refused',
    )
  }
  const lines = missing.map(({ slug, name }, i) => {
    return { number: i + 1, text: JSON.stringify({ type: 'section', slug, name }) }
  })
  const body = lines.map(({ text }) => `${text}\n`).join('')
  const results = await sendAll(newsroom, { idempotencyKey: randomUUID(), body, lines })
  const refused = results.flatMap((result, i) =>
    result.status < 400 ? [] : [`section ${missing[i]?.slug}: ${explain(result)}`],
  )
  if (refused.length > 0) throw new Fault(refused.join('\n'), 'refused')
  console.log(`Sections made: ${missing.map(({ slug }) => slug).join(', ')}`)
}
