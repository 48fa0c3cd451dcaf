/** How a webhook stands, in words. */
import { html } from 'hono/html'
import type { Section } from '../../articles/article'
import { COUNTED } from '../../delivery/hooks/store'
import type { AnswerOf } from '../../editing/contract/answers'
import { siteOf } from '../../site'
import { toLocal } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { faultText } from '../faults'
import type { Html } from '../layout'
import { WORDS } from './words'

export type Webhook = AnswerOf<'Webhook'>

/** A moment of the API’s as the desk shows it. */
export const shownAt = (c: DeskContext, instant: string) =>
  toLocal(Date.parse(instant) / 1000, siteOf(c.env).timeZone).text.slice(0, 16)

/** What the API says of a webhook’s field, which is called otherwise at the desk than that of a picture. */
export const receiverText = (c: DeskContext, detail: string) =>
  faultText(c.var.language, detail.replace(/^url /, 'receiver '))

/** Why a call failed. */
export function failureText(c: DeskContext, fault: string): string {
  const words = wordsFor(c, WORDS)
  if (fault === 'no answer in time') return words.late
  if (fault === 'no connection') return words.unreachable
  const [, status = '', said = ''] = /^(\d{3})\s*([\s\S]*)$/.exec(fault) ?? []
  return status ? words.answered(status, said) : receiverText(c, fault)
}

const counted = (c: DeskContext, n: number) =>
  n < COUNTED ? String(n) : wordsFor(c, WORDS).atLeast(n)

/** In a line: what it is told of, and how it stands. */
export function webhookFacts(c: DeskContext, webhook: Webhook, sections: Section[]): Html {
  const words = wordsFor(c, WORDS)
  const { state, fault, owed, dead, events } = webhook
  const nameOf = (slug: string) => sections.find((one) => one.slug === slug)?.name ?? slug
  const facts = [
    words.number(webhook.id),
    state === 'on' ? (fault === null ? words.on : words.failing) : words[state],
    events.map((event) => words.event[event]).join(words.comma),
    webhook.sections === null
      ? words.everything
      : words.only(webhook.sections.map(nameOf).join(words.comma)),
    ...(owed > 0 ? [words.isOwed(counted(c, owed))] : []),
    ...(dead > 0 ? [words.isDead(counted(c, dead))] : []),
  ]
  return html`<p class="facts">${facts.map((fact) => html`<span>${fact}</span>\n`)}</p>`
}

/** In sentences: what came of the last call, and what happens next. */
export function stateText(c: DeskContext, webhook: Webhook): Html {
  const words = wordsFor(c, WORDS)
  const { state, fault, calledAt, attempts, nextAt, formerSecretUntil: until } = webhook
  const former = until === null ? '' : html`<p>${words.former(shownAt(c, until))}</p>`
  if (state !== 'on') {
    const text = state === 'gone' ? words.isGone : words.isPaused
    return html`<p class="${state === 'gone' ? 'alarm' : 'note'}">${text}</p>${former}`
  }
  if (calledAt === null) return html`<p>${words.never}</p>${former}`
  const at = shownAt(c, calledAt)
  if (fault === null) return html`<p>${words.well(at)}</p>${former}`
  const why = failureText(c, fault)
  const what = attempts > 0 ? words.failed(at, why, attempts) : words.refusedOne(at, why)
  const next = nextAt === null ? words.soon : words.again(shownAt(c, nextAt))
  return html`<p class="alarm">${what} ${next}</p>${former}`
}
