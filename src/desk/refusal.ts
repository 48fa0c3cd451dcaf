/** Why the API did not do what a form asked for, as the desk says it. */
import { html } from 'hono/html'
import type { Answered } from '../editing/calling'
import { type DeskContext, wordsFor } from './context'
import { faultText } from './faults'
import type { Html } from './layout'
import { COMMON } from './words'

type Problem = NonNullable<Answered<unknown>['problem']>

/** In sentences: each fault, or else the problem itself. */
export function reasonsOf(c: DeskContext, problem: Problem | null): string[] {
  const words = wordsFor(c, COMMON)
  if (!problem || problem.name === 'internal') return [words.failedText]
  if (problem.name === 'rate-limited') return [words.tooOftenText]
  if (problem.name === 'unavailable') return [words.unavailableText]
  const details = problem.faults.map(({ detail }) => detail)
  return (details.length > 0 ? details : [problem.detail]).map((detail) =>
    faultText(c.var.language, detail),
  )
}

/** Says above a form that nothing was saved, and why. */
export const alarm = (c: DeskContext, reasons: (string | Html)[]): Html =>
  html`<div class="alarm" role="alert"><p>${wordsFor(c, COMMON).wrong}</p><ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul></div>\n`

/** What is wrong with one field, beside it; and the attributes that tie its control to that. */
export function faultAt(c: DeskContext, id: string, details: string[]) {
  if (details.length === 0) return { attributes: '', text: '' }
  return {
    attributes: html` aria-invalid="true"`,
    text: html`<p class="fault" id="${id}-fault">${details.map((detail) => faultText(c.var.language, detail)).join(' ')}</p>`,
  }
}
