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
}

/** Before the newest thirty of any newsroom: the front pages stay as they are. */
const LONG_AGO = '2001-01-01T00:00:00Z'

const TEXT =
  'This article tries whether the newsroom keeps its promises. It is taken down again in a few minutes.'

/** Gives back what was found. What was posted is withdrawn, whatever happens. */
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
    const first = await publication(field, `drill-${name}`, document)
    standing.push(first.stand)
    say(first.finding)
    say(await change(field, first.stand, `Drill ${name}, changed`, 'public'))
    say(await change(field, first.stand, `Drill ${name}, changed elsewhere`, 'other'))
    const planned = await plannedAt(field, `drill-${name}-planned`, document, plan.at)
    standing.push(planned)
    say(await clock(field, planned))
    // It stands among the newest, with a date of today.
    await takeDown(field, standing.pop())
    if (plan.watch > 0) say(await tiers(field, first.stand.path, plan.watch))
  } finally {
    for (const stand of standing) await takeDown(field, stand)
  }
  return findings
}

const takeDown = async (field: Field, stand: Stand | undefined) =>
  stand && field.change(await field.look(stand.article.id), { status: 'withdrawn' })
