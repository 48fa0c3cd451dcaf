/** `/desk/webhooks`: which there are, and a form for another. */
import { html } from 'hono/html'
import { selectSections, toSections } from '../../articles/sections'
import { callApi } from '../calling'
import { type DeskContext, wordsFor } from '../context'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { alarm, reasonsOf } from '../refusal'
import { COMMON } from '../words'
import { EMPTY, type Faults, type Typed, webhookForm } from './form'
import { type Webhook, webhookFacts } from './shown'
import { WORDS } from './words'

export interface Shown {
  /** What was typed and not taken, with what is wrong. */
  typed?: Typed
  faults?: Faults
  status?: number
}

export async function listPage(c: DeskContext, { typed, faults, status }: Shown = {}) {
  const words = wordsFor(c, WORDS)
  const [answer, found] = await Promise.all([
    callApi<{ webhooks: Webhook[] }>(c, 'GET', '/webhooks'),
    selectSections(c.var.db).run(),
  ])
  const all = answer.isOk ? answer.body.webhooks : []
  const sections = toSections(found)
  const rows = all.map(
    (
      webhook,
    ): Html => html`<li><p><a href="${deskPaths.webhook(webhook.id)}" dir="auto">${webhook.name}</a></p>
${webhookFacts(c, webhook, sections)}</li>\n`,
  )
  const main = html`${answer.isOk ? done(c) : alarm(c, reasonsOf(c, answer.problem))}
<p>${words.intro}</p>
${rows.length === 0 ? html`<p>${words.none}</p>` : html`<ul class="rows">${rows}</ul>`}
<h2 id="add">${words.add}</h2>
${webhookForm(c, {
  id: 'new-webhook',
  action: deskPaths.webhooks,
  button: words.create,
  typed: typed ?? EMPTY,
  faults: faults ?? new Map(),
  sections,
})}`
  const { webhooks: title } = wordsFor(c, COMMON)
  return page(c, { title, at: deskPaths.webhooks, main, status: status ?? answer.status })
}

/** What was just done, as the address says. */
export function done(c: DeskContext): Html | string {
  const words = wordsFor(c, WORDS)
  const said = { ...words.done, already: words.already }
  const what = c.req.query('done') ?? ''
  if (!Object.hasOwn(said, what)) return ''
  return html`<p class="note" role="status">${said[what as keyof typeof said]}</p>`
}
