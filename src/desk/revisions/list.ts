/** All revisions of an article, and any two of them compared. */
import { html } from 'hono/html'
import type { PastRevision, Revision } from '../../articles/revisions'
import type { StoredArticle } from '../../articles/store'
import { comparison } from '../comparing/view'
import { type DeskContext, wordsFor } from '../context'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { articleHere, LISTED, numberIn, readPast, timeOf } from './reading'
import { PAST } from './words'

/** Two numbers, the lower one first. */
type Pair = [from: number, to: number]

export async function listRevisions(c: DeskContext): Promise<Response> {
  const article = await articleHere(c)
  if (!article) return c.notFound() as Response
  const words = wordsFor(c, PAST)
  const before = numberIn(c.req.query('before'))
  const pair = pairOf(c, article)
  const { revisions, past } = await readPast(c, article.id, before, pair)
  const [from, to] = pair
  const main = html`${doneIn(c)}
${article.revision === 1 ? html`<p>${words.only}</p>` : ''}
${chooser(c, article, rowsOf(revisions, past), pair, before)}
${older(c, article, revisions, before)}
${
  from === to
    ? ''
    : html`<section aria-labelledby="compared"><h2 id="compared">${words.compared(from, to)}</h2>
${compared(c, past, pair)}</section>`
}`
  return page(c, {
    title: words.list(article.title),
    at: deskPaths.articles,
    isWide: true,
    actions: html`<a href="${deskPaths.article(article.id)}">${words.article}</a>`,
    main,
  })
}

/** The two that were chosen; the current one and the one before it, unless two were. */
function pairOf(c: DeskContext, { revision }: StoredArticle): Pair {
  const to = numberIn(c.req.query('to')) ?? revision
  const from = numberIn(c.req.query('from')) ?? Math.max(1, to - 1)
  return [Math.min(from, to), Math.max(from, to)]
}

/** Those listed, and those chosen that stand on another page of the list. */
function rowsOf(listed: Revision[], chosen: Revision[]): Revision[] {
  const isListed = (one: Revision) => listed.some(({ number }) => number === one.number)
  return [...listed, ...chosen.filter((one) => !isListed(one))].sort((a, b) => b.number - a.number)
}

function chooser(
  c: DeskContext,
  article: StoredArticle,
  rows: Revision[],
  [from, to]: Pair,
  before: number | null,
): Html {
  const words = wordsFor(c, PAST)
  const radio = (name: 'from' | 'to', number: number, isChosen: boolean, label: string) =>
    html`<td><label class="choice"><input type="radio" name="${name}" value="${number}"${isChosen ? html` checked` : ''}><span class="unseen">${label}</span></label></td>`
  return html`<form id="choose" action="${deskPaths.revisions(article.id)}#compared">
${before ? html`<input type="hidden" name="before" value="${before}">` : ''}
<div class="scroll"><table class="past"><caption class="unseen">${words.choose}</caption>
<thead><tr><th scope="col">${words.before}</th><th scope="col">${words.after}</th><th scope="col">${words.versions}</th></tr></thead>
<tbody>
${rows.map(
  (one) =>
    html`<tr>${radio('from', one.number, one.number === from, words.chooseBefore(one.number))}${radio('to', one.number, one.number === to, words.chooseAfter(one.number))}<td>${entry(c, article, one)}</td></tr>\n`,
)}
</tbody></table></div>
<p class="buttons"><button>${words.compare}</button></p>
</form>`
}

function entry(c: DeskContext, article: StoredArticle, one: Revision): Html {
  const words = wordsFor(c, PAST)
  const state = [
    one.number === article.revision ? words.isCurrent : '',
    one.erasedAt === null ? '' : words.isErased,
  ].filter(Boolean)
  return html`<a href="${deskPaths.revision(article.id, one.number)}">${words.number(one.number)}</a>
<span class="facts"><span>${timeOf(c, one.createdAt)}</span><span>${one.keyName}</span>${state.map((text) => html`<strong>${text}</strong>`)}</span>`
}

function older(
  c: DeskContext,
  { id }: StoredArticle,
  revisions: Revision[],
  before: number | null,
): Html | string {
  const words = wordsFor(c, COMMON)
  const last = revisions.at(-1)?.number ?? 1
  const path = deskPaths.revisions(id)
  const hasMore = revisions.length === LISTED && last > 1
  if (!hasMore && before === null) return ''
  return html`<p class="buttons">${before === null ? '' : html`<a href="${path}">${words.first}</a>`}
${hasMore ? html`<a href="${path}?before=${last}">${words.older}</a>` : ''}</p>`
}

function compared(c: DeskContext, past: PastRevision[], [from, to]: Pair): Html {
  const words = wordsFor(c, PAST)
  const [before, after] = [from, to].map((number) => past.find((one) => one.number === number))
  if (!before || !after) return html`<p class="note">${words.gone}</p>`
  if (!before.content || !after.content) return html`<p class="note">${words.blank}</p>`
  return comparison(c, before.content, after.content, {
    before: words.number(from),
    after: words.number(to),
  })
}

/** Said once, after something was done. */
function doneIn(c: DeskContext): Html | string {
  const { done } = wordsFor(c, PAST)
  const name = c.req.query('done') ?? ''
  if (!Object.hasOwn(done, name)) return ''
  return html`<p class="note" role="status">${done[name as keyof typeof done]}</p>`
}
