/** One revision: what it holds, how it differs from the current one, and what can be done with it. */
import { html } from 'hono/html'
import type { PastRevision } from '../../articles/revisions'
import type { StoredArticle } from '../../articles/store'
import { comparison } from '../comparing/view'
import { type DeskContext, wordsFor } from '../context'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { readOne, timeOf } from './reading'
import { PAST } from './words'

interface Shown {
  article: StoredArticle
  revision: PastRevision
}

/** What stands above the revision, as it is now, and the page's status. */
interface Said {
  status?: number
  text?: (shown: Shown) => Html
}

export async function revisionPage(
  c: DeskContext,
  id: number,
  number: number,
  { status = 200, text }: Said = {},
): Promise<Response> {
  const shown = await readOne(c, id, number)
  if (!shown) return c.notFound() as Response
  const words = wordsFor(c, PAST)
  const { article, revision } = shown
  const main = html`${text?.(shown) ?? ''}
<p class="facts"><span>${timeOf(c, revision.createdAt)}</span><span>${revision.keyName}</span></p>
${revision.erasedAt === null ? '' : html`<p class="note">${words.erasedAt(timeOf(c, revision.erasedAt))}</p>`}
${content(c, shown)}
${erasing(c, shown)}`
  return page(c, {
    title: words.one(number, revision.content?.title ?? article.title),
    at: deskPaths.articles,
    isWide: true,
    actions: html`<a href="${deskPaths.revisions(id)}">${words.back}</a>`,
    main,
    status,
  })
}

function content(c: DeskContext, shown: Shown): Html | string {
  const words = wordsFor(c, PAST)
  const { article, revision } = shown
  if (!revision.content) return ''
  const isCurrent = revision.number === article.revision
  return html`${
    isCurrent
      ? html`<p class="note">${words.isCurrentText}</p>`
      : html`${restoring(c, shown)}
<h2>${words.withNow(article.revision)}</h2>
${comparison(c, revision.content, article.content, {
  before: words.number(revision.number),
  after: words.number(article.revision),
})}`
  }
<details${isCurrent ? html` open` : ''}><summary>${words.source}</summary>
<pre class="source">\n${revision.content.body}</pre></details>`
}

/** For who may write. Whether this article may be changed by them, and how, the API decides. */
function restoring(c: DeskContext, { article, revision }: Shown): Html | string {
  const words = wordsFor(c, PAST)
  if (!c.var.person.editor.scopes.includes('articles:write')) return ''
  return html`<form id="restore" method="post" enctype="multipart/form-data" action="${deskPaths.revision(article.id, revision.number)}">
<input type="hidden" name="revision" value="${article.revision}">
<p class="hint" id="restore-hint">${words.restoreHint}</p>
<p class="buttons"><button class="first" name="act" value="restore" aria-describedby="restore-hint">${words.restore}</button></p>
</form>`
}

function erasing(c: DeskContext, { article, revision }: Shown): Html | string {
  const words = wordsFor(c, PAST)
  const isPast = revision.number !== article.revision && revision.erasedAt === null
  if (!isPast || !c.var.person.editor.scopes.includes('keys:manage')) return ''
  return html`<details><summary>${words.erase}</summary>
<form id="erase" method="post" enctype="multipart/form-data" action="${deskPaths.revision(article.id, revision.number)}">
<p>${words.eraseHint}</p>
<p class="buttons"><button name="act" value="erase">${words.eraseButton}</button></p>
</form></details>`
}
