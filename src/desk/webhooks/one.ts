/** `/desk/webhooks/{id}`: how one stands, and what can be done about it. */
import { html } from 'hono/html'
import { selectSections, toSections } from '../../articles/sections'
import { findTrailNames } from '../../articles/writing/audit'
import { type Failed, selectFailed } from '../../delivery/hooks/store'
import { lacksToRead } from '../../editing/door/rights'
import { toUtc } from '../../time'
import { callApi } from '../calling'
import { type DeskContext, wordsFor } from '../context'
import { newToken } from '../door/sessions'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { type Faults, type Typed, webhookForm } from './form'
import { done } from './list'
import { shownAt, stateText, type Webhook, webhookFacts } from './shown'
import { WORDS } from './words'

/** For how long the secret before may go on signing, in seconds. */
export const OVERLAPS = [0, 3600, 86_400, 604_800] as const
export const USUAL_OVERLAP = 86_400

/** How many of the articles that were given up are shown. */
const SHOWN = 20

export interface Said {
  /** What came of what was just asked for. */
  said?: Html | string
  typed?: Typed
  faults?: Faults
  status?: number
}

export const idIn = (c: DeskContext) => Number(c.req.param('id'))

export async function webhookPage(c: DeskContext, { said, typed, faults, status }: Said = {}) {
  const { db } = c.var
  const id = idIn(c)
  const [answer, [found, dead]] = await Promise.all([
    callApi<Webhook>(c, 'GET', `/webhooks/${id}`),
    db.batch([selectSections(db), selectFailed(db, { id }, SHOWN)]),
  ])
  if (!answer.isOk) return c.notFound()
  const webhook = answer.body
  const words = wordsFor(c, WORDS)
  const sections = toSections(found as D1Result)
  const own = deskPaths.webhook(id)
  const { name, url, events } = webhook
  const main = html`${said ?? done(c)}
${webhookFacts(c, webhook, sections)}
<p><code>${url}</code></p>
${stateText(c, webhook)}
${acts(c, webhook)}
${await failures(c, webhook, (dead as D1Result<Failed>).results)}
<h2 id="change-title">${words.change}</h2>
${webhookForm(c, {
  id: 'change',
  action: own,
  button: words.save,
  typed: typed ?? { name, url, events, sections: webhook.sections ?? [] },
  faults: faults ?? new Map(),
  sections,
})}
${rarely(c, own)}`
  return page(c, { title: name, at: deskPaths.webhooks, main, status: status ?? 200 })
}

function acts(c: DeskContext, { id, state }: Webhook): Html {
  const words = wordsFor(c, WORDS)
  const own = deskPaths.webhook(id)
  const isOn = state === 'on'
  return html`<form method="post" action="${own}/test" id="test"><p class="hint" id="test-hint">${words.testText}</p>
<p class="buttons"><button class="first" aria-describedby="test-hint">${words.test}</button></p></form>
<form method="post" action="${own}/pause" id="pause"><input type="hidden" name="isPaused" value="${String(isOn)}">
<p class="buttons"><button>${isOn ? words.pause : words.resume}</button></p></form>`
}

/** The articles that were given up, by their titles as they are now. */
async function failures(c: DeskContext, { id, dead }: Webhook, failed: Failed[]): Promise<Html> {
  if (dead === 0) return html``
  const words = wordsFor(c, WORDS)
  // Titles of what is not public are for those who may read it.
  const mayRead = lacksToRead(c.var.person.editor) === null
  const numbers = mayRead ? failed.map((one) => one.id) : []
  const { articles: titles } = await findTrailNames(c.var.db, [], numbers, [])
  const rows = failed.map(
    (one) =>
      html`<li><p><a href="${deskPaths.article(one.id)}" dir="auto">${titles.get(one.id) ?? words.article(one.id)}</a></p><p class="facts"><span>${words.failure(shownAt(c, toUtc(one.deadAt)))}</span></p></li>\n`,
  )
  return html`<h2 id="failures">${words.failures}</h2><ul class="rows">${rows}</ul>
<form method="post" action="${deskPaths.webhook(id)}/resend" id="resend"><p class="hint" id="resend-hint">${words.resendText}</p>
<p class="buttons"><button aria-describedby="resend-hint">${words.resend}</button></p></form>`
}

/** What is rarely done. */
function rarely(c: DeskContext, own: string): Html {
  const words = wordsFor(c, WORDS)
  const overlaps = OVERLAPS.map(
    (value) =>
      html`<option value="${value}"${value === USUAL_OVERLAP ? html` selected` : ''}>${words.overlaps[value]}</option>`,
  )
  return html`<details><summary>${words.rotate}</summary><p>${words.rotateText}</p>
<form method="post" action="${own}/rotate" id="rotate"><input type="hidden" name="once" value="${newToken()}">
<div class="field"><label for="overlap">${words.overlap}</label><select id="overlap" name="overlap">${overlaps}</select></div>
<p class="buttons"><button>${words.rotateButton}</button></p></form></details>
<details><summary>${words.remove}</summary><p>${words.removeText}</p>
<form method="post" action="${own}/remove" id="remove"><p class="buttons"><button>${words.removeButton}</button></p></form></details>`
}
