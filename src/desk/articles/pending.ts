/** What the page of an article says of its pending draft; how that differs from what readers see; and its end. */
import { html } from 'hono/html'
import { type DraftState, findDraft, type PendingDraft } from '../../articles/drafts'
import type { StoredArticle } from '../../articles/store'
import { mayEnter } from '../../editing/door/rights'
import { paths, siteOf } from '../../site'
import { toLocal } from '../../time'
import { callApi } from '../calling'
import { comparison } from '../comparing/view'
import { type DeskContext, wordsFor } from '../context'
import { missing } from '../door/given-back'
import { goTo, type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { alarm, reasonsOf } from '../refusal'
import { PENDING } from './pending-words'
import { draftIn, typedAt } from './sent'

/** What is pending of a published article, if the person may see it. */
export async function pendingOf(
  c: DeskContext,
  article: StoredArticle,
): Promise<PendingDraft | null> {
  if (article.status !== 'published') return null
  return ifSeen(c, article, await findDraft(c.var.db, article))
}

/** What is pending, if the article is published and the person may see it. */
export const ifSeen = (
  c: DeskContext,
  { status }: StoredArticle,
  draft: PendingDraft | null,
): PendingDraft | null =>
  draft && status === 'published' && mayEnter(c.var.person.editor, draft.content.section)
    ? draft
    : null

/** What the form of an article holds when it is opened: what is pending, or else the article as it is. */
export const openedOf = async (c: DeskContext, article: StoredArticle) =>
  openedAs(c, article, await pendingOf(c, article))

/** The same, of what was looked up already. */
export function openedAs(c: DeskContext, article: StoredArticle, draft: PendingDraft | null) {
  const { content, revision } = draft ?? article
  return { typed: typedAt(c, content), revision, draft: draft?.version ?? '' }
}

/** Says that something is pending, above the form that holds it. */
export function pendingPart(
  c: DeskContext,
  article: StoredArticle,
  draft: DraftState | null,
): Html | '' {
  if (!draft || article.status !== 'published') return ''
  const words = wordsFor(c, PENDING)
  const at = toLocal(draft.updatedAt, siteOf(c.env).timeZone).text.slice(0, 16)
  return html`<div class="note"><p>${words.saved(draft.by.name, at)}${draft.revision === article.revision ? '' : ` ${words.behind}`}</p>
<p class="buttons"><a href="${deskPaths.draft(article.id)}">${words.compare}</a> <a href="${paths.article(article.slug)}">${words.seePublic}</a></p>
${discarding(c, article, draft)}</div>`
}

function discarding(c: DeskContext, { id }: StoredArticle, { version }: DraftState): Html | '' {
  if (!c.var.person.editor.scopes.includes('articles:write')) return ''
  const words = wordsFor(c, PENDING)
  return html`<details><summary>${words.discarding}</summary><form method="post" action="${deskPaths.article(id)}/discard" enctype="multipart/form-data" id="discard"><input type="hidden" name="draft" value="${version}">
<p>${words.discardText}</p><p class="buttons"><button>${words.discard}</button></p></form></details>`
}

/** What is pending beside what readers see. */
export async function comparePending(c: DeskContext, article: StoredArticle): Promise<Response> {
  const draft = await pendingOf(c, article)
  return draft ? comparedPage(c, article, draft) : missing(c)
}

function comparedPage(
  c: DeskContext,
  article: StoredArticle,
  draft: PendingDraft,
  notice: Html | '' = '',
  status = 200,
): Response {
  const words = wordsFor(c, PENDING)
  const heads = { before: words.before, after: words.after }
  return page(c, {
    title: words.title(article.title),
    at: deskPaths.articles,
    isWide: true,
    actions: html`<a href="${deskPaths.article(article.id)}">${words.back}</a>`,
    main: html`${notice}${pendingPart(c, article, draft)}
${comparison(c, article.content, draft.content, heads)}`,
    status,
  })
}

/** Discards what is pending, as the person has seen it: else it is shown as it is now. */
export async function discardPending(
  c: DeskContext,
  article: StoredArticle,
  form: FormData,
): Promise<Response> {
  const { status, isOk, problem } = await callApi(c, 'DELETE', `/articles/${article.id}/draft`, {
    ifMatch: `"${draftIn(form)}"`,
  })
  // To who presses twice it is done.
  if (isOk || status === 404) return goTo(`${deskPaths.article(article.id)}?done=discarded`)
  const draft = await pendingOf(c, article)
  if (!draft) return missing(c)
  return comparedPage(c, article, draft, alarm(c, reasonsOf(c, problem)), status)
}
