/** One thing done with many articles: each by itself, from the revision that the list showed. */
import { html } from 'hono/html'
import type { Section } from '../../articles/article'
import type { Answered } from '../../editing/calling'
import { callApi } from '../calling'
import { type DeskContext, wordsFor } from '../context'
import { choice, line } from '../fields'
import { formIn } from '../form-data'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { reasonsOf } from '../refusal'
import { WORDS } from './list-words'
import { keywordsIn } from './typed'

/** No more than a page of the list shows. */
const MOST = 25
/** How many are written at once: each waits its moment before it answers. */
const AT_ONCE = 5

/** The buttons below a list. */
export function manyPart(c: DeskContext, sections: Section[]): Html {
  const words = wordsFor(c, WORDS)
  const { scopes } = c.var.person.editor
  const mayWrite = scopes.includes('articles:write')
  const mayPublish = mayWrite && scopes.includes('articles:publish')
  const mayWithdraw = scopes.includes('articles:withdraw')
  if (!mayWrite && !mayWithdraw) return html``
  const options = sections.map(({ slug, name }) => ({ value: slug, text: name }))
  return html`<details class="part"><summary>${words.many}</summary>
${mayPublish ? html`<p class="buttons"><button name="do" value="publish">${words.publish}</button></p>` : ''}
${
  mayWrite
    ? html`<div class="fields">
<div>${choice({ name: 'target', label: words.move, value: '' }, options)}<p class="buttons"><button name="do" value="move">${words.moveButton}</button></p></div>
<div>${line({ name: 'keyword', label: words.addKeyword, value: '' })}<p class="buttons"><button name="do" value="keyword">${words.addButton}</button></p></div>
</div>`
    : ''
}
${mayWithdraw ? html`<details><summary>${words.withdrawing}</summary><p>${words.withdrawText}</p><p class="buttons"><button name="do" value="withdraw">${words.withdraw}</button></p></details>` : ''}
</details>`
}

interface Chosen {
  id: number
  revision: number
}

const chosenIn = (form: FormData): Chosen[] =>
  form
    .getAll('article')
    .flatMap((value) => {
      const [, id, revision] = /^([1-9]\d{0,14})\.([1-9]\d{0,14})$/.exec(String(value)) ?? []
      return id && revision ? [{ id: Number(id), revision: Number(revision) }] : []
    })
    .slice(0, MOST)

interface Shown {
  title: string
  keywords: string[]
}

/** Does it, and tells of each. Sent again, it finds done what was done, and says the same. */
export async function doMany(c: DeskContext): Promise<Response> {
  const form = await formIn(c)
  const words = wordsFor(c, WORDS)
  const chosen = chosenIn(form)
  const results: Html[] = []
  let done = 0
  for (let i = 0; i < chosen.length; i += AT_ONCE) {
    const batch = chosen.slice(i, i + AT_ONCE)
    for (const [n, answer] of (
      await Promise.all(batch.map((one) => doOne(c, form, one)))
    ).entries()) {
      if (answer.isOk) done++
      results.push(told(c, batch[n] as Chosen, answer))
    }
  }
  const main = html`<p role="status">${chosen.length === 0 ? words.noChoice : words.counted(done, chosen.length)}</p>
<ul class="rows">${results}</ul><p><a href="${deskPaths.articles}">${words.back}</a></p>`
  return page(c, { title: words.result, at: deskPaths.articles, main })
}

async function doOne(c: DeskContext, form: FormData, { id, revision }: Chosen) {
  const path = `/articles/${id}`
  const act = String(form.get('do'))
  if (act === 'withdraw') return callApi<Shown>(c, 'DELETE', path, { revision })
  const patch = (json: unknown) => callApi<Shown>(c, 'PATCH', path, { json, revision })
  if (act === 'publish') return patch({ status: 'published', publishAt: null })
  if (act === 'move') return patch({ section: String(form.get('target')) })
  const article = await callApi<Shown>(c, 'GET', path)
  if (!article.isOk) return article
  const added = keywordsIn(String(form.get('keyword') ?? ''))
  // None at all is for the API to refuse.
  const all = [...article.body.keywords, ...(added.length > 0 ? added : [''])]
  return patch({ keywords: [...new Set(all)] })
}

function told(c: DeskContext, { id }: Chosen, { isOk, body, problem }: Answered<Shown>): Html {
  const words = wordsFor(c, WORDS)
  const why = problem?.name === 'not-found' ? words.gone : reasonsOf(c, problem).join(' ')
  return html`<li><p><a href="${deskPaths.article(id)}" dir="auto">${isOk ? body.title : `#${id}`}</a> ${isOk ? words.done : html`<strong>${words.notDone}</strong> ${why}`}</p></li>`
}
