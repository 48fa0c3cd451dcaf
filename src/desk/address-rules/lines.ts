/** Rules of old addresses as an editor writes them, one to a line: `/tag/:name → /keywords/:name`. Pure. */
import type { AddressRule } from '../../articles/address-rules'

/** What is wrong with a line before anybody looks at what it says. */
export type LineFault = 'no-arrow' | 'no-end'

const GONE = '410'

/** The lines that say something, without white space around them. */
export const linesIn = (text: string) =>
  text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** A rule as it is to be sent: `@` and a system stand for articles by their numbers there. */
export function ruleIn(line: string): AddressRule | { fault: LineFault } {
  const arrow = ['→', '->']
    .map((sign) => ({ sign, at: line.indexOf(sign) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)[0]
  if (!arrow) return { fault: 'no-arrow' }
  const from = line.slice(0, arrow.at).trim()
  const end = line.slice(arrow.at + arrow.sign.length).trim()
  if (end === '' || end === '@') return { fault: 'no-end' }
  if (end === GONE) return { from, gone: true }
  return end.startsWith('@') ? { from, origin: end.slice(1).trim() } : { from, to: end }
}

/** Where a rule leads, as it is written behind the arrow. */
export function endOf(rule: AddressRule): string {
  if ('to' in rule) return rule.to
  return 'origin' in rule ? `@${rule.origin}` : GONE
}

/** Rules as they are written. */
export const textOf = (rules: AddressRule[]) =>
  rules.map((rule) => `${rule.from} → ${endOf(rule)}`).join('\n')
