/** `/desk/articles`: found among any number. */

import { html } from 'hono/html'
import type { Status } from '../../articles/article'
import { selectPendingIds, toPendingIds } from '../../articles/drafts'
import { type Found, findArticles } from '../../articles/finding/found'
import type { FoundArticle } from '../../articles/finding/page'
import type { Wanted } from '../../articles/finding/wanted'
import { shelvesOf } from '../../articles/texts/stores'
import { mayEnter } from '../../editing/door/rights'
import { siteOf } from '../../site'
import { toLocal } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { choice, line } from '../fields'
import { type Html, page } from '../layout'
import { startOfDay } from '../local-time'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { WORDS } from './list-words'
import { manyPart } from './many'
import { PENDING } from './pending-words'

const STATUSES: Status[] = ['draft', 'scheduled', 'published', 'withdrawn']

/** What a form of the list asks for. What is no answer is as if it were not there. */
export interface Query {
  words: string
  status: Status | ''
  section: string
  author: string
  from: string
  to: string
  order: 'changed' | 'published'
  cursor: string | null
}

function queryOf(c: DeskContext): Query {
  const text = (name: string) => c.req.query(name)?.trim() ?? ''
  const status = STATUSES.find((one) => one === text('status'))
  return {
    words: text('words'),
    status: status ?? '',
    section: text('section'),
    author: text('author'),
    from: text('from'),
    to: text('to'),
    order: text('order') === 'published' ? 'published' : 'changed',
    cursor: c.req.query('cursor') ?? null,
  }
}

function wantedBy(c: DeskContext, query: Query): Wanted {
  const { timeZone } = siteOf(c.env)
  return {
    words: query.words || null,
    status: query.status || null,
    section: query.section || null,
    author: query.author || null,
    from: startOfDay(query.from, timeZone),
    // The last day of a stretch is in it.
    before: startOfDay(query.to, timeZone, 1),
    order: query.order,
    sections: c.var.person.editor.sections,
    cursor: query.cursor,
  }
}

export async function listPage(c: DeskContext): Promise<Response> {
  const query = queryOf(c)
  const site = siteOf(c.env)
  const found = await findArticles(shelvesOf(c), site, wantedBy(c, query))
  const pending = await pendingAmong(c, found)
  const words = wordsFor(c, WORDS)
  const main = html`${finder(c, query, found)}
${found.isPartial ? html`<p class="note">${words.partial}</p>` : ''}
${found.order === null && found.articles.length > 0 ? html`<p class="hint">${words.mixed}</p>` : ''}
<form method="post" action="${deskPaths.articles}/many" enctype="multipart/form-data" id="many">
${list(c, found, pending)}
${further(c, query, found)}
${found.articles.length > 0 ? manyPart(c, allowed(c, found)) : ''}
</form>`
  return page(c, { title: words.title, at: deskPaths.articles, main })
}

/** The sections that the person may enter. */
const allowed = (c: DeskContext, { sections }: Found) =>
  sections.filter(({ slug }) => mayEnter(c.var.person.editor, slug))

function finder(c: DeskContext, query: Query, found: Found): Html {
  const words = wordsFor(c, WORDS)
  const { statuses } = wordsFor(c, COMMON)
  const isOpen = query.author || query.from || query.to || query.order !== 'changed'
  const sections = allowed(c, found).map(({ slug, name }) => ({ value: slug, text: name }))
  return html`<form method="get" action="${deskPaths.articles}" id="find" class="finder" role="search" aria-label="${words.find}">
<div class="main">
${line({ name: 'words', label: words.words, value: query.words, attributes: html` type="search" maxlength="400"` })}
${choice({ name: 'status', label: words.status, value: query.status }, [
  { value: '', text: words.anyStatus },
  ...STATUSES.map((value) => ({ value, text: statuses[value] })),
])}
${choice({ name: 'section', label: words.section, value: query.section }, [
  { value: '', text: words.anySection },
  ...sections,
])}
<button>${words.button}</button>
</div>
<details${isOpen ? html` open` : ''}><summary>${words.more}</summary><div class="fields">
${line({ name: 'author', label: words.author, value: query.author })}
${line({ name: 'from', label: words.from, value: query.from, attributes: html` type="date"` })}
${line({ name: 'to', label: words.before, value: query.to, attributes: html` type="date"` })}
${choice(
  { name: 'order', label: words.order, value: query.order },
  Object.entries(words.orders).map(([value, text]) => ({ value, text })),
)}
</div><p class="buttons"><button>${words.button}</button></p></details>
</form>`
}

/** The numbers of those of which something is pending. Nothing is asked where none is published. */
async function pendingAmong(c: DeskContext, { articles }: Found): Promise<Set<number>> {
  const ids = articles.flatMap(({ id, status }) => (status === 'published' ? [id] : []))
  return ids.length === 0 ? new Set() : toPendingIds(await selectPendingIds(c.var.db, ids).run())
}

function list(c: DeskContext, { articles, next }: Found, pending: Set<number>): Html {
  const words = wordsFor(c, WORDS)
  if (articles.length === 0) return html`<p>${next === null ? words.none : words.noneYet}</p>`
  return html`<ul class="rows chosen">${articles.map((article) => entry(c, article, pending.has(article.id)))}</ul>`
}

function entry(c: DeskContext, article: FoundArticle, isPending: boolean): Html {
  const words = wordsFor(c, WORDS)
  const { statuses } = wordsFor(c, COMMON)
  const { timeZone } = siteOf(c.env)
  const at = (seconds: number) => toLocal(seconds, timeZone).text.slice(0, 16)
  const { publishAt, publishedAt, updatedAt } = article
  return html`<li><label class="pick"><input type="checkbox" name="article" value="${article.id}.${article.revision}" aria-label="${words.choose(article.title)}"></label>
<div><p><a class="headline" href="${deskPaths.article(article.id)}" dir="auto">${article.title}</a></p>
<p class="facts"><span class="status ${article.status}">${statuses[article.status]}</span>${isPending ? html`<strong>${wordsFor(c, PENDING).mark}</strong>` : ''}<span>${article.section.name}</span>
${article.author === null ? '' : html`<span>${article.author}</span>`}
${publishAt === null ? '' : html`<span>${words.planned(at(publishAt))}</span>`}
${publishedAt === null ? '' : html`<span>${words.published(at(publishedAt))}</span>`}
<span>${words.changed(at(updatedAt))}</span></p></div></li>
`
}

/** How far it has looked, and the way on. */
function further(c: DeskContext, query: Query, { next, reached, looked }: Found): Html {
  const words = wordsFor(c, WORDS)
  const until = reached === null ? null : toLocal(reached, siteOf(c.env).timeZone).text.slice(0, 10)
  const isLater = query.cursor !== null
  if (next === null && !isLater) return html``
  return html`<nav class="buttons" aria-label="${words.find}">
${until === null ? '' : html`<span class="quiet">${words.looked(looked, until)}</span>`}
${next === null ? '' : html`<a class="button" href="${addressOf({ ...query, cursor: next })}">${until === null ? words.nextPage : words.next}</a>`}
${isLater ? html`<a href="${addressOf({ ...query, cursor: null })}">${words.again}</a>` : ''}
</nav>`
}

function addressOf(query: Query): string {
  const params = Object.entries(query).filter(([, value]) => value !== '' && value !== null)
  const text = new URLSearchParams(params as [string, string][]).toString()
  return deskPaths.articles + (text && `?${text}`)
}
