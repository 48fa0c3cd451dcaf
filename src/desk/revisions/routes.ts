/** `/desk/articles/{id}/revisions`: what an article was before, compared, brought back and erased. */
import { Hono } from 'hono'
import { html } from 'hono/html'
import { type Answered, faultsOf } from '../../editing/calling'
import { callApi } from '../calling'
import { type DeskContext, type DeskEnv, wordsFor } from '../context'
import { faultText } from '../faults'
import { formIn } from '../form-data'
import { goTo } from '../layout'
import { deskPaths } from '../paths'
import { listRevisions } from './list'
import { revisionPage } from './one'
import { numberIn } from './reading'
import { PAST } from './words'

const LIST = '/:id{[1-9][0-9]{0,14}}/revisions'
const ONE = `${LIST}/:number{[1-9][0-9]{0,14}}`

export const revisions = new Hono<DeskEnv>()

revisions.get(LIST, listRevisions)
revisions.get(ONE, (c) => revisionPage(c, ...addressed(c)))
revisions.post(ONE, async (c) => {
  const form = await formIn(c)
  return form.get('act') === 'erase' ? erase(c) : restore(c, numberIn(String(form.get('revision'))))
})

const addressed = (c: DeskContext): [id: number, number: number] => [
  Number(c.req.param('id')),
  Number(c.req.param('number')),
]

/** Brings a revision back, unless another came since the page was opened that it is to be brought back from. */
async function restore(c: DeskContext, began: number | null): Promise<Response> {
  const [id, number] = addressed(c)
  const path = `/articles/${id}/revisions/${number}/restore`
  const answer = await callApi<{ notes?: string[] }>(c, 'POST', path, { revision: began })
  if (answer.problem?.name === 'stale-revision' && began !== null) return moved(c, began)
  if (!answer.isOk) return refused(c, answer)
  const { notes = [] } = answer.body
  if (notes.length > 0) return noted(c, notes)
  return goTo(`${deskPaths.revisions(id)}?done=restored`)
}

async function erase(c: DeskContext): Promise<Response> {
  const [id, number] = addressed(c)
  const answer = await callApi(c, 'DELETE', `/articles/${id}/revisions/${number}`)
  return answer.isOk ? goTo(`${deskPaths.revisions(id)}?done=erased`) : refused(c, answer)
}

/** The page anew, from the revision that came in between. */
function moved(c: DeskContext, began: number): Promise<Response> {
  const words = wordsFor(c, PAST)
  return revisionPage(c, ...addressed(c), {
    status: 412,
    text: ({
      article,
    }) => html`<div class="alarm" role="alert"><p>${words.moved(article.revision)}</p>
<p><a href="${deskPaths.revisions(article.id)}?from=${began}&amp;to=${article.revision}#compared">${words.inBetween}</a></p></div>`,
  })
}

function refused(c: DeskContext, { status, problem }: Answered<unknown>): Promise<Response> {
  const said = problem ? faultsOf(problem).map(({ detail }) => detail) : []
  return revisionPage(c, ...addressed(c), {
    status,
    text: () => html`<div class="alarm" role="alert"><p>${wordsFor(c, PAST).failed}</p>
<ul>${said.map((detail) => html`<li>${faultText(c.var.language, detail)}</li>`)}</ul></div>`,
  })
}

function noted(c: DeskContext, notes: string[]): Promise<Response> {
  return revisionPage(c, ...addressed(c), {
    text: () => html`<div class="note" role="status"><p>${wordsFor(c, PAST).notes}</p>
<ul>${notes.map((note) => html`<li>${faultText(c.var.language, note)}</li>`)}</ul></div>`,
  })
}
