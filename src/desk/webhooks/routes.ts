/** `/desk/webhooks`: whose programs are told of articles, for holders of `keys:manage` for all sections. */
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Answered } from '../../editing/calling'
import type { AnswerOf } from '../../editing/contract/answers'
import { lacksOverview, lacksScopes } from '../../editing/door/rights'
import { secondsNow } from '../../time'
import { callApi } from '../calling'
import { type DeskContext, type DeskEnv, wordsFor } from '../context'
import { sorry } from '../door/given-back'
import { problemText } from '../faults'
import { formIn } from '../form-data'
import { goTo, page } from '../layout'
import { claimOnce, onceIn, releaseOnce } from '../once'
import { deskPaths } from '../paths'
import { alarm, reasonsOf } from '../refusal'
import { COMMON } from '../words'
import { type Faults, inputOf, typedIn } from './form'
import { listPage } from './list'
import { idIn, OVERLAPS, USUAL_OVERLAP, webhookPage } from './one'
import { failureText, receiverText } from './shown'
import { WORDS } from './words'

export const webhooks = new Hono<DeskEnv>()
const ID = '/:id{[1-9][0-9]{0,14}}'

webhooks.use(async (c, next) => {
  const words = wordsFor(c, COMMON)
  const { editor } = c.var.person
  const lacks = lacksScopes(editor, ['keys:manage']) ?? lacksOverview(editor)
  return lacks ? sorry(c, 403, words.mayNot, words.mayNotText) : next()
})

webhooks.get('/', (c) => listPage(c))
webhooks.post('/', add)
webhooks.get(ID, (c) => webhookPage(c))
webhooks.post(ID, change)
webhooks.post(`${ID}/pause`, pause)
webhooks.post(`${ID}/test`, test)
webhooks.post(`${ID}/resend`, resend)
webhooks.post(`${ID}/rotate`, rotate)
webhooks.post(`${ID}/remove`, remove)

type Made = AnswerOf<'MadeWebhook'>

async function add(c: DeskContext): Promise<Response> {
  const form = await formIn(c)
  const typed = typedIn(form)
  const once = onceIn(c, form)
  if (!(await claimOnce(c, once, secondsNow()))) return goTo(`${deskPaths.webhooks}?done=already`)
  const made = await callApi<Made>(c, 'POST', '/webhooks', { json: inputOf(typed) })
  if (made.isOk) return shownOnce(c, made.body, wordsFor(c, WORDS).made(made.body.name))
  if (made.status < 500) await releaseOnce(c, once)
  return listPage(c, { typed, faults: faultsOf(c, made), status: made.status })
}

/** What the API says against it, by field; what it says of no field stands at the top. */
function faultsOf(c: DeskContext, { problem }: Answered<unknown>): Faults {
  const faults: Faults = new Map()
  for (const { field, detail } of problem?.faults ?? []) {
    faults.set(field.split('.')[0] ?? '', receiverText(c, detail))
  }
  if (problem && faults.size === 0) faults.set('', problemText(c.var.language, problem))
  return faults
}

async function change(c: DeskContext): Promise<Response> {
  const typed = typedIn(await formIn(c))
  const answer = await callApi(c, 'PATCH', `/webhooks/${idIn(c)}`, { json: inputOf(typed) })
  if (answer.isOk) return goTo(`${deskPaths.webhook(idIn(c))}?done=saved`)
  return webhookPage(c, { typed, faults: faultsOf(c, answer), status: answer.status })
}

async function pause(c: DeskContext): Promise<Response> {
  const isPaused = (await formIn(c)).get('isPaused') === 'true'
  const answer = await callApi(c, 'PATCH', `/webhooks/${idIn(c)}`, { json: { isPaused } })
  if (!answer.isOk) return refused(c, answer)
  return goTo(`${deskPaths.webhook(idIn(c))}?done=${isPaused ? 'paused' : 'resumed'}`)
}

/** Sends a test, and says what came of it: to reload the answer is to try once more. */
async function test(c: DeskContext): Promise<Response> {
  const path = `/webhooks/${idIn(c)}/test`
  const answer = await callApi<AnswerOf<'WebhookTest'>>(c, 'POST', path)
  if (!answer.isOk) return refused(c, answer)
  const words = wordsFor(c, WORDS)
  const { isTold, status, fault } = answer.body
  const said = isTold
    ? html`<p class="note" role="status">${words.tested(status ?? 0)}</p>`
    : html`<p class="alarm" role="alert">${words.notTested(failureText(c, fault ?? ''))}</p>`
  return webhookPage(c, { said })
}

async function resend(c: DeskContext): Promise<Response> {
  const answer = await callApi(c, 'POST', `/webhooks/${idIn(c)}/resend`)
  return answer.isOk ? goTo(`${deskPaths.webhook(idIn(c))}?done=resent`) : refused(c, answer)
}

async function rotate(c: DeskContext): Promise<Response> {
  const form = await formIn(c)
  const id = idIn(c)
  const once = onceIn(c, form)
  if (!(await claimOnce(c, once, secondsNow()))) {
    return goTo(`${deskPaths.webhook(id)}?done=already`)
  }
  const chosen = OVERLAPS.find((value) => String(value) === form.get('overlap'))
  const json = { overlap: chosen ?? USUAL_OVERLAP }
  const made = await callApi<Made>(c, 'POST', `/webhooks/${id}/rotate`, { json })
  if (made.isOk) return shownOnce(c, made.body, wordsFor(c, WORDS).rotated(made.body.name))
  if (made.status < 500) await releaseOnce(c, once)
  return refused(c, made)
}

async function remove(c: DeskContext): Promise<Response> {
  const answer = await callApi(c, 'DELETE', `/webhooks/${idIn(c)}`)
  // Sent twice, it is gone by now.
  const isGone = answer.isOk || answer.status === 404
  return isGone ? goTo(`${deskPaths.webhooks}?done=removed`) : refused(c, answer)
}

function refused(c: DeskContext, { status, problem }: Answered<unknown>) {
  if (status === 404 || !problem) return c.notFound()
  // It was tried just now: that is not one of the many requests that the words for all of them are about.
  const reasons =
    problem.name === 'rate-limited' ? [problemText(c.var.language, problem)] : reasonsOf(c, problem)
  return webhookPage(c, { said: alarm(c, reasons), status })
}

/** The answer to a form that made a secret: the one place where it stands. */
function shownOnce(c: DeskContext, { id, secret }: Made, title: string): Response {
  const words = wordsFor(c, WORDS)
  const main = html`<div class="field"><label for="secret">${words.secret}</label>
<input id="secret" value="${secret}" readonly autocomplete="off" aria-describedby="secret-hint">
<p class="hint" id="secret-hint">${words.secretText}</p></div>
<p class="buttons"><a class="button" href="${deskPaths.webhook(id)}">${words.open}</a><a class="button" href="${deskPaths.webhooks}">${words.back}</a></p>`
  return page(c, { title, at: deskPaths.webhooks, main })
}
