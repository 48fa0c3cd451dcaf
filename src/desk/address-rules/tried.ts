/** What rules make of an address that somebody tries. */
import { html } from 'hono/html'
import { type AddressRule, type Match, matches } from '../../articles/address-rules'
import { normalAddress } from '../../articles/addresses'
import { type FromOrigin, selectFromOrigins, toFromOrigins } from '../../articles/origins'
import { type DeskContext, wordsFor } from '../context'
import { line } from '../fields'
import type { Html } from '../layout'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { textOf } from './lines'
import { WORDS } from './words'

/** As many rules are told of: whoever wants to know about more reads the list. */
const SHOWN = 5

/** The form that asks for an address, and what is said of the one that was asked for. */
export async function trying(c: DeskContext, rules: AddressRule[]): Promise<Html> {
  const words = wordsFor(c, WORDS)
  const asked = (c.req.query('try') ?? '').trim()
  return html`<h2>${words.tryTitle}</h2>
<form action="${deskPaths.addressRules}" id="try-form" class="narrow">
${line({ name: 'try', label: words.address, hint: words.addressHint, value: asked, attributes: html` autocomplete="off" autocapitalize="off" spellcheck="false"` })}
<p class="buttons"><button>${words.tryIt}</button></p></form>
${asked === '' ? '' : html`<div role="status" id="tried">${await told(c, rules, asked)}</div>`}`
}

/** Without its host, whichever that is: it was another then. */
const pathIn = (asked: string) =>
  asked.replace(/^(?:https?:)?\/\/[^/?#]*/i, '').replace(/^(?=[?#]|$)/, '/')

async function told(c: DeskContext, rules: AddressRule[], asked: string): Promise<Html> {
  const words = wordsFor(c, WORDS)
  const address = normalAddress(pathIn(asked))
  if (address === null) return html`<p>${words.noAddress}</p>`
  const found = matches(rules, address).slice(0, SHOWN)
  if (found.length === 0) return html`<p>${words.noRule(address)}</p>`
  const origins = found.flatMap((one) => (one.kind === 'origin' ? [one] : []))
  const articles =
    origins.length === 0 ? [] : toFromOrigins(await selectFromOrigins(c.var.db, origins).run())
  return html`<ol class="rows">${found.map(
    (match) =>
      html`<li><p>${words.byRule(rules.indexOf(match.rule) + 1, textOf([match.rule]))}</p><p>${end(c, match, articles)}</p></li>\n`,
  )}</ol>`
}

function end(c: DeskContext, match: Match, articles: FromOrigin[]): Html {
  const words = wordsFor(c, WORDS)
  if (match.kind === 'gone') return html`${words.toNowhere}`
  if (match.kind === 'page') {
    return html`${words.toPath} <a href="${match.path}">${decodeURI(match.path)}</a>`
  }
  const { system, id } = match
  const article = articles.find((one) => one.system === system && one.id === id)
  if (!article) return html`${words.noArticle(system, id)}`
  const { articleId, title, status } = article
  const state = wordsFor(c, COMMON).statuses[status]
  return html`${words.toArticle} <a href="${deskPaths.article(articleId)}" dir="auto">${title}</a> ${status === 'published' ? '' : words.notPublic(state)}`
}
