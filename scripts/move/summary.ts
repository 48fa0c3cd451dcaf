/** A report in at most thirty lines. */
import { type Report, rulesSaid } from './report.ts'
import type { Groups } from './tally.ts'

/** Kinds that are named in a line; the others are in the report. */
const KINDS = 8

export function summary(report: Report): string[] {
  const { name, software, site, told, existing, notAsked, rules, rulesBrought } = report
  const statuses = [...told.statuses].map(([status, n]) => `${n} ${status}`)
  const made = report.sections.filter(({ slug }) => existing !== null && !existing.has(slug))
  const there = report.sections.length - made.length
  const without = told.withoutSection.total()
  const { leads = 0, same = 0, hidden = 0, ...left } = counts(told.addresses)
  const cannot = Object.values(left).reduce((sum, n) => sum + n, 0)
  return [
    `${name}: ${software}${site === null ? '' : `, ${site}`}`,
    `articles: ${statuses.join(', ') || 'none'}`,
    existing === null
      ? `sections: ${report.sections.length}; which of them there are was not asked: ${notAsked.split('\n')[0]}`
      : `sections: ${there} are there, ${made.length} ${report.isDry ? 'would be made' : 'were made'}${first(made.map(({ slug }) => slug))}`,
    ...(without === 0
      ? []
      : [`WITHOUT A SECTION: ${without} articles; say one with --section SLUG`]),
    `stays behind: ${listed(told.dropped)}`,
    `notes: ${told.notes.total() + told.remarks.total()}`,
    `pictures: ${listed(told.pictures)}`,
    ...(told.faults.total() === 0 ? [] : [`pictures that cannot be had: ${told.faults.total()}`]),
    `old addresses: ${leads} lead to their articles, ${same} stay, ${hidden} of what is not public, ${cannot} cannot`,
    ...(rules.length === 0
      ? []
      : [
          `rules for addresses: ${rules.length}. ${rulesBrought ? rulesSaid(rulesBrought) : ''}`.trim(),
        ]),
    ...(told.links.count === 0
      ? []
      : [`links to the old site that begin at the root now: ${told.links.count}`]),
    ...outcomeOf(report),
  ]
}

const WORDS: Record<string, string> = {
  file: 'from the folder',
  fetch: 'from the old site',
  missing: 'missing',
  stays: 'stay at their addresses',
}

const counts = (groups: Groups): Record<string, number> =>
  Object.fromEntries(groups.all().map(([kind, { count }]) => [kind, count]))

function listed(groups: Groups): string {
  const all = groups.all().map(([kind, { count }]) => `${count} ${WORDS[kind] ?? kind}`)
  const rest = all.length > KINDS ? [`${all.length - KINDS} other kinds`] : []
  return [...all.slice(0, KINDS), ...rest].join(', ') || 'nothing'
}

const first = (names: string[]) =>
  names.length === 0
    ? ''
    : ` (${names.slice(0, KINDS).join(', ')}${names.length > KINDS ? ', …' : ''})`

function outcomeOf({ outcome }: Report): string[] {
  if (outcome === null) return []
  const { created, same, refused, noted } = outcome
  const named = refused.all().flatMap(([, group]) => group.named)
  return [
    ...named.slice(0, KINDS).map(({ name, why }) => `refused, ${name}: ${why}`),
    ...(named.length > KINDS ? ['and more: see the report'] : []),
    ...(noted.total() === 0 ? [] : [`the newsroom noted ${noted.total()} things: see the report`]),
    `${created} new, ${same} updated or unchanged, ${refused.total()} refused.`,
  ]
}
