/** `/desk/address-rules`: where addresses of an earlier site lead, for those who may say so. */
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { html } from 'hono/html'
import type { AddressRule } from '../../articles/address-rules'
import { lacksOverview, lacksScopes } from '../../editing/door/rights'
import { callApi } from '../calling'
import { type DeskContext, type DeskEnv, wordsFor } from '../context'
import { sorry } from '../door/given-back'
import { formIn } from '../form-data'
import { goTo } from '../layout'
import { deskPaths } from '../paths'
import { alarm, reasonsOf } from '../refusal'
import { COMMON } from '../words'
import { linesIn, ruleIn } from './lines'
import { rulesPage } from './page'
import { WORDS } from './words'

export const addressRules = new Hono<DeskEnv>()

addressRules.use(
  createMiddleware<DeskEnv>(async (c, next) => {
    const words = wordsFor(c, COMMON)
    const { editor } = c.var.person
    const lacks = lacksScopes(editor, ['articles:publish']) ?? lacksOverview(editor)
    return lacks ? sorry(c, 403, words.mayNot, words.mayNotText) : next()
  }),
)

addressRules.get('/', (c) => {
  const isSaved = c.req.query('done') === 'saved'
  const note = html`<p class="note" role="status">${wordsFor(c, WORDS).saved}</p>`
  return rulesPage(c, isSaved ? { said: note } : {})
})

addressRules.post('/', async (c) => {
  const form = await formIn(c)
  const lines = linesIn(String(form.get('rules') ?? ''))
  // Without empty lines: what is wrong is told by its line.
  const typed = lines.join('\n')
  const read = lines.map(ruleIn)
  const faults = read.flatMap((rule, i) =>
    'fault' in rule ? [sayFault(c, rule.fault, i + 1)] : [],
  )
  if (faults.length > 0) return rulesPage(c, { typed, said: alarm(c, faults), status: 422 })
  const saved = await callApi(c, 'PUT', '/address-rules', {
    json: { rules: read as AddressRule[] },
    ifMatch: `"${versionIn(form)}"`,
  })
  if (saved.isOk) return goTo(`${deskPaths.addressRules}?done=saved`)
  // The page shows what is there now, above what was typed: to save once more is to have seen it.
  const said = alarm(c, reasonsOf(c, saved.problem))
  return rulesPage(c, { typed, said, status: saved.status })
})

const versionIn = (form: FormData) => Number(/^\d{1,15}$/.exec(String(form.get('version')))) || 0

function sayFault(c: DeskContext, fault: 'no-arrow' | 'no-end', line: number): string {
  const { noArrow, noEnd } = wordsFor(c, WORDS)
  return fault === 'no-arrow' ? noArrow(line) : noEnd(line)
}
