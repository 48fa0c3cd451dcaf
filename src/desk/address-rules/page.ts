/** The page of old addresses: the rules there are, a form for them, and an address to try. */
import { html } from 'hono/html'
import type { AddressRule } from '../../articles/address-rules'
import { siteOf } from '../../site'
import { toLocal } from '../../time'
import { callApi } from '../calling'
import { type DeskContext, wordsFor } from '../context'
import { text } from '../fields'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { alarm, reasonsOf } from '../refusal'
import { COMMON } from '../words'
import { textOf } from './lines'
import { trying } from './tried'
import { WORDS } from './words'

/** As the API answers them. */
interface Kept {
  version: number
  rules: AddressRule[]
  editor: string | null
  updatedAt: string | null
}

interface Shown {
  /** What was typed and not taken. */
  typed?: string
  /** What went wrong, or what was done. */
  said?: Html | string
  status?: number
}

const NONE: Kept = { version: 1, rules: [], editor: null, updatedAt: null }

export async function rulesPage(c: DeskContext, shown: Shown = {}): Promise<Response> {
  const words = wordsFor(c, WORDS)
  const common = wordsFor(c, COMMON)
  const answer = await callApi<Kept>(c, 'GET', '/address-rules')
  const kept = answer.isOk ? answer.body : NONE
  const said = shown.said ?? (answer.isOk ? '' : alarm(c, reasonsOf(c, answer.problem)))
  const written = { name: 'rules', label: words.rules, hint: words.rulesHint }
  const value = shown.typed ?? textOf(kept.rules)
  const main = html`${said}
<p class="quiet">${words.intro}</p>
${table(c, kept)}
<form method="post" action="${deskPaths.addressRules}" enctype="multipart/form-data" id="rules-form">
<input type="hidden" name="version" value="${kept.version}">
${text({ ...written, value, attributes: html` spellcheck="false" autocapitalize="off"` }, 12)}
${examples(c)}
<p class="buttons"><button class="first">${common.save}</button></p></form>
${await trying(c, kept.rules)}`
  const status = shown.status ?? answer.status
  return page(c, { title: common.addressRules, at: deskPaths.addressRules, main, status })
}

function table(c: DeskContext, { rules, editor, updatedAt }: Kept): Html {
  const words = wordsFor(c, WORDS)
  const rows = rules.map(
    (rule) => html`<tr><td><code>${rule.from}</code></td><td>${inWords(c, rule)}</td></tr>\n`,
  )
  const at = Date.parse(updatedAt ?? '') / 1000
  const when = updatedAt === null ? '' : toLocal(at, siteOf(c.env).timeZone).text.slice(0, 16)
  return html`${rules.length === 0 ? html`<p>${words.none}</p>` : html`<div class="scroll"><table id="kept"><thead><tr><th scope="col">${words.from}</th><th scope="col">${words.leads}</th></tr></thead><tbody>${rows}</tbody></table></div>`}
${editor === null ? '' : html`<p class="hint">${words.set(editor, when)}</p>`}`
}

function inWords(c: DeskContext, rule: AddressRule): string {
  const words = wordsFor(c, WORDS)
  if ('to' in rule) return words.pageEnd(rule.to)
  return 'origin' in rule ? words.originEnd(rule.origin) : words.goneEnd
}

function examples(c: DeskContext): Html {
  const words = wordsFor(c, WORDS)
  const rows = [
    ['/tag/:name → /keywords/:name', words.toPage],
    ['/?p=:id → @wordpress', words.toOrigin],
    ['/bbs/* → 410', words.toGone],
  ]
  return html`<details><summary>${words.examples}</summary><ul>${rows.map(([rule, does]) => html`<li><code>${rule}</code> ${does}</li>`)}</ul></details>`
}
