/** The whole drill: posts, changes, plans and looks, and takes down again what it posted. */
import { Fault } from '../command.ts'
import type { Field } from './field.ts'
import type { Finding } from './finding.ts'
import { change, clock, plannedAt, publication, type Stand } from './purges.ts'
import { tiers } from './tiers.ts'

export interface Drill {
  /** Where articles are posted to; null: the first section there is. */
  section: string | null
  /** For how long the edge is watched, in milliseconds; 0: not at all. */
  watch: number
  /** What tells this drill's articles from all others. */
  name: string
  /** The moment so many milliseconds from now, for the newsroom's clock. */
  at(ahead: number): string
  /** Takes each finding as it comes. */
  say(finding: Finding): void
  /** Takes the number of an article that could not be withdrawn, and why. */
  warn(id: number, fault: Error): void
}

/** Before the newest thirty of any newsroom: the front pages stay as they are. */
const LONG_AGO = '2001-01-01T00:00:00Z'

const TEXT =
  'This article tries whether the newsroom keeps its promises. It is taken down again in a few minutes.'

/** Gives back what was found. What was posted is withdrawn, whatever happens; where that fails it is said. */
export async function drill(field: Field, { name, ...plan }: Drill): Promise<Finding[]> {
  const section = plan.section ?? (await field.section())
  if (section === null)
    throw new Fault('There is no section to post to. Make one first.', 'refused')
  const findings: Finding[] = []
  const standing: Stand[] = []
  const say = (...found: Finding[]) => {
    findings.push(...found)
    found.forEach(plan.say)
  }
  const document = { section, title: `Drill ${name}`, body: TEXT, publishedAt: LONG_AGO }
  try {
    say(await publication(field, `drill-${name}`, document, (stand) => standing.push(stand)))
    const [first] = standing as [Stand]
    say(await change(field, first, `Drill ${name}, changed`, 'public'))
    say(await change(field, first, `Drill ${name}, changed elsewhere`, 'other'))
    const planned = await plannedAt(field, `drill-${name}-planned`, document, plan.at)
    standing.push(planned)
    say(await clock(field, planned))
    // It stands among the newest, with a date of today.
    await takeDown(field, planned)
    standing.pop()
    if (plan.watch > 0) say(await tiers(field, first.path, plan.watch))
  } finally {
    const ends = await Promise.allSettled(standing.map((stand) => takeDown(field, stand)))
    for (const [i, end] of ends.entries()) {
      if (end.status === 'rejected') plan.warn(standing[i]?.article.id ?? 0, end.reason)
    }
  }
  return findings
}

const takeDown = async (field: Field, { article }: Stand) =>
  field.change(await field.look(article.id), { status: 'withdrawn' })
