/** What a move brings, leaves and meets with, for people to read: report.md, and a summary of it. */
import type { RulesBrought } from './rules.ts'
import type { MovedSection } from './sections.ts'
import type { AddressRule } from './source.ts'
import { type Group, type Groups, groups, type Tally } from './tally.ts'

export interface Report {
  /** What the person calls the source, and what its software is called. */
  name: string
  software: string
  site: string | null
  isDry: boolean
  told: Tally
  sections: MovedSection[]
  /** The slugs that the newsroom has; null where it was not asked, and why. */
  existing: ReadonlySet<string> | null
  notAsked: string
  rules: AddressRule[]
  rulesBrought: RulesBrought | null
  outcome: Outcome | null
}

/** What the newsroom made of the lines. */
export interface Outcome {
  created: number
  same: number
  refused: Groups
  noted: Groups
}

export const outcome = (): Outcome => ({
  created: 0,
  same: 0,
  refused: groups(1, 1_000),
  noted: groups(300, 5),
})

/** The whole report, in Markdown. */
export function toMarkdown(report: Report): string {
  const { name, software, site, isDry, told, outcome: made } = report
  const from = site === null ? '' : `, ${plain(site)}`
  return [
    `# ${isDry ? 'What a move would do' : 'What the move did'}: ${plain(name)} (${software}${from})\n`,
    isDry ? 'A dry run: nothing was sent. `--go` does it.\n' : '',
    '## What comes\n',
    table(
      ['status', 'articles'],
      [...told.statuses].map(([status, n]) => [status, String(n)]),
    ),
    ...sectionsOf(report),
    ...(made === null ? [] : outcomeOf(made)),
    '## What stays behind\n',
    named(told.dropped, 'Nothing.'),
    '## Notes\n',
    ...told.remarks.all().map(([text, { count }]) => `- ${plain(text)}${times(count)}\n`),
    examples(told.notes, told.remarks.total() === 0 ? 'None.' : ''),
    '## Pictures\n',
    ...picturesOf(told),
    '## Old addresses\n',
    ...addressesOf(report),
  ]
    .filter(Boolean)
    .join('\n')
}

function sectionsOf({ sections, existing, notAsked, told }: Report): string[] {
  const rows = sections.map(({ slug, name, from, articles }) => {
    const state = existing === null ? '?' : existing.has(slug) ? 'is there' : 'is made'
    return [from.join(', ') || '—', slug, name, state, String(articles)]
  })
  const without = told.withoutSection.total()
  return [
    table(['category', 'section', 'name', '', 'articles'], rows),
    existing === null ? `Which sections there are is not known: ${plain(notAsked)}\n` : '',
    without === 0
      ? ''
      : `**${without} without a section**: say one for them with \`--section SLUG\`.\n`,
    without === 0 ? '' : named(told.withoutSection, ''),
  ]
}

function outcomeOf({ created, same, refused, noted }: Outcome): string[] {
  return [
    '## What the newsroom made of it\n',
    `${created} new, ${same} updated or unchanged, ${refused.total()} refused.\n`,
    named(refused, ''),
    noted.total() === 0 ? '' : 'It noted:\n',
    examples(noted, ''),
  ]
}

const PICTURES: Record<string, string> = {
  file: 'from the folder',
  fetch: 'from the old site, which the newsroom asks for them',
  missing: 'not in the folder: they stay at their old addresses',
  stays:
    'stay at their addresses: of other sites, or nobody said where they are (--pictures FOLDER, --fetch-pictures)',
}

function picturesOf({ pictures, faults }: Tally): string[] {
  const rows = pictures.all().map(([kind, { count }]) => [PICTURES[kind] ?? kind, String(count)])
  return [
    rows.length === 0 ? 'None.\n' : table(['from', 'pictures'], rows),
    faults.total() === 0 ? '' : `${faults.total()} cannot be had:\n`,
    named(faults, ''),
  ]
}

function addressesOf({ told, rules, rulesBrought }: Report): string[] {
  const counts = new Map(told.addresses.all().map(([fate, { count }]) => [fate, count]))
  const {
    leads = 0,
    same = 0,
    hidden = 0,
    ours = 0,
    long = 0,
    many = 0,
  } = Object.fromEntries(counts)
  const brought = rulesBrought && rulesSaid(rulesBrought)
  const { count, files } = told.links
  return [
    `${leads} lead to their articles, ${same} stay as they are, ${hidden} are of what is not public, ${ours + long + many} cannot: see addresses.csv.\n`,
    rules.length === 0 ? '' : `${rules.length} rules for patterns of addresses. ${brought ?? ''}\n`,
    count === 0 ? '' : `${count} links to the old site begin at the root now.${filesSaid(files)}\n`,
  ]
}

const filesSaid = (files: number) =>
  files === 0
    ? ''
    : ` ${files} of them lead to pictures and other files, which are not there any more.`

export function rulesSaid({ added, kept, why }: RulesBrought): string {
  if (why !== null) return `They were not brought: ${plain(why)}`
  const others = kept === 0 ? '' : `; for ${kept} the newsroom has others, which stay`
  return `${added} were added${others}.`
}

/** Groups with all that is named of them, by why. */
function named(of: Groups, none: string): string {
  if (of.total() === 0) return none === '' ? '' : `${none}\n`
  return of
    .all()
    .map(([kind, group]) => namedGroup(kind, group))
    .join('\n')
}

function namedGroup(kind: string, { count, named: all }: Group): string {
  const byWhy = Map.groupBy(all, ({ why }) => why)
  const lines = [...byWhy].flatMap(([why, some]) => {
    const names = some.map(({ name }) => plain(name) || '(without a name)')
    return why === ''
      ? names.map((one) => `- ${one}`)
      : [`- ${plain(why)}:`, ...names.map((one) => `  - ${one}`)]
  })
  const rest = count > all.length ? [`- and ${count - all.length} more`] : []
  return [kind === '' ? '' : `**${plain(kind)}**: ${count}\n`, ...lines, ...rest, '']
    .filter((line, i) => i > 0 || line)
    .join('\n')
}

/** Groups with an example or a few. */
function examples(of: Groups, none: string): string {
  if (of.total() === 0) return none === '' ? '' : `${none}\n`
  const lines = of.all().map(([, { count, named: all }]) => {
    const names = all.map(({ name }) => plain(name)).filter(Boolean)
    const more = count > names.length ? ', …' : ''
    return `- ${plain(all[0]?.why ?? '')}${times(count)}: ${names.join(', ')}${more}`
  })
  return `${lines.join('\n')}\n`
}

const times = (count: number) => (count === 1 ? '' : ` (${count} times, like this one)`)

function table(heads: string[], rows: string[][]): string {
  if (rows.length === 0) return ''
  const line = (cells: string[]) =>
    `| ${cells.map((one) => plain(one).replaceAll('|', '\\|')).join(' | ')} |`
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line), ''].join('\n')
}

/** What others wrote is text here, and on one line. */
const plain = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>#]/g, '\\$&')
