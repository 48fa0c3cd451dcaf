/** `/desk/sections`: their names and their order, for those who may change them. */
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { html } from 'hono/html'
import { lacksScopes } from '../../editing/door/rights'
import { callApi } from '../calling'
import { type DeskContext, type DeskEnv, wordsFor } from '../context'
import { sorry } from '../door/given-back'
import { formIn } from '../form-data'
import { goTo } from '../layout'
import { deskPaths } from '../paths'
import { alarm, reasonsOf } from '../refusal'
import { COMMON } from '../words'
import { makeSection, put, saveOrder, textIn } from './change'
import { listPage, reached } from './list'
import { type Found, findSection, sectionPage } from './one'
import { WORDS } from './words'

export const sections = new Hono<DeskEnv>()

sections.use(
  createMiddleware<DeskEnv>(async (c, next) => {
    const words = wordsFor(c, COMMON)
    const lacks = lacksScopes(c.var.person.editor, ['sections:write'])
    return lacks ? sorry(c, 403, words.mayNot, words.mayNotText) : next()
  }),
)

sections.get('/', async (c) => listPage(c, { sections: await reached(c), said: done(c) }))

sections.post('/', async (c) => {
  const form = await formIn(c)
  return form.get('act') === 'new' ? makeSection(c, form) : saveOrder(c, form)
})

sections.get('/:slug', async (c) => {
  const found = await findSection(c)
  return found ? sectionPage(c, found, { said: done(c) }) : missing(c)
})

sections.post('/:slug', async (c) => {
  const [form, found] = [await formIn(c), await findSection(c)]
  return found ? change(c, found, form) : missing(c)
})

sections.post('/:slug/remove', async (c) => {
  const [form, found] = [await formIn(c), await findSection(c)]
  // Sent twice, it is gone by now.
  if (!found) return goTo(`${deskPaths.sections}?done=removed`)
  if (textIn(form, 'from.name') !== found.section.name) {
    const said = alarm(c, [wordsFor(c, WORDS).movedOn])
    return sectionPage(c, found, { said, status: 409 })
  }
  const path = `/sections/${encodeURIComponent(found.section.slug)}`
  const answer = await callApi(c, 'DELETE', path)
  if (answer.isOk || answer.status === 404) return goTo(`${deskPaths.sections}?done=removed`)
  const said = alarm(c, reasonsOf(c, answer.problem))
  return sectionPage(c, found, { said, status: answer.status })
})

const missing = (c: DeskContext) => {
  const words = wordsFor(c, COMMON)
  return sorry(c, 404, words.missing, words.missingText)
}

/** What was just done, by a word in the query. */
function done(c: DeskContext) {
  const { saved, created, removed } = wordsFor(c, WORDS)
  const said = new Map(Object.entries({ saved, created, removed })).get(c.req.query('done') ?? '')
  return said === undefined ? '' : html`<p class="note" role="status">${said}</p>`
}

/** Saves the fields that were changed; what somebody else changed meanwhile is shown instead. */
async function change(c: DeskContext, found: Found, form: FormData): Promise<Response> {
  const words = wordsFor(c, WORDS)
  const { section } = found
  const now = { name: section.name, description: section.description ?? '' }
  const typed = { ...now }
  const lost = (['name', 'description'] as const).filter((field) => {
    const [from, to] = [textIn(form, `from.${field}`), textIn(form, field)]
    // Left as it was found: whatever somebody else made of it stays.
    if (to === from || to === now[field]) return false
    typed[field] = to
    return from !== now[field]
  })
  if (lost.length > 0) {
    const shown = lost.map(
      (field) =>
        html`${words.changed(words[field])}<br>${words.theirs} ${now[field] || words.empty}<br>${words.yours} ${typed[field] || words.empty}`,
    )
    const said = html`${alarm(c, shown)}<p>${words.chooseText}</p>`
    return sectionPage(c, found, { typed, said, status: 409 })
  }
  const answer = await put(c, section, { name: typed.name, description: typed.description || null })
  if (answer.isOk) return goTo(`${deskPaths.section(section.slug)}?done=saved`)
  const faults: Record<string, string[]> = {}
  for (const { field, detail } of answer.problem?.faults ?? []) {
    faults[field] = [...(faults[field] ?? []), detail]
  }
  const said = alarm(c, reasonsOf(c, answer.problem))
  return sectionPage(c, found, { typed, faults, said, status: answer.status })
}
