/** What the page of a draft says of its hand-in, and the buttons for that. */
import { html } from 'hono/html'
import type { HandIn } from '../../articles/hand-ins'
import type { StoredArticle } from '../../articles/store'
import { siteOf } from '../../site'
import { toLocal } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { text } from '../fields'
import type { Html } from '../layout'
import { deskPaths } from '../paths'
import { WORDS } from './words'

/** How things stand with an article that was handed in; `note` is what an editor had begun to say. */
export function handInState(
  c: DeskContext,
  article: StoredArticle,
  handIn: HandIn | null,
  note: string,
): Html | '' {
  if (!handIn || article.status !== 'draft') return ''
  return handIn.returned ? sentBack(c, handIn) : waiting(c, article, handIn, note)
}

const momentIn = (c: DeskContext, at: number) =>
  toLocal(at, siteOf(c.env).timeZone).text.slice(0, 16)

function sentBack(c: DeskContext, { returned }: HandIn): Html {
  const words = wordsFor(c, WORDS)
  if (!returned) return html``
  return html`<div class="alarm"><p>${words.sentBack(returned.by.name, momentIn(c, returned.at))}</p><p>${returned.note ?? ''}</p></div>`
}

function waiting(c: DeskContext, article: StoredArticle, handIn: HandIn, note: string): Html {
  const words = wordsFor(c, WORDS)
  const { editor } = c.var.person
  const mayReturn = editor.scopes.includes('articles:publish')
  const mayTakeBack = editor.keyId === handIn.by.id && editor.scopes.includes('articles:write')
  const form = (act: string, inside: Html) =>
    html`<form method="post" action="${deskPaths.article(article.id)}/${act}" enctype="multipart/form-data" id="${act}"><input type="hidden" name="revision" value="${article.revision}">${inside}</form>`
  return html`<div class="note"><p>${words.handedIn(handIn.by.name, momentIn(c, handIn.at))}${handIn.revision === article.revision ? '' : ` ${words.handedInSince}`}</p>
${handIn.note === null ? '' : html`<p>${handIn.note}</p>`}
${mayReturn ? html`<details${note ? html` open` : ''}><summary>${words.sendingBack}</summary>${form('send-back', html`${text({ name: 'reply', label: words.sendBackNote, value: note, attributes: html` maxlength="500" required` }, 3)}<p class="buttons"><button>${words.sendBack}</button></p>`)}</details>` : ''}
${mayTakeBack ? form('take-back', html`<p class="buttons"><button>${words.takeBack}</button></p>`) : ''}</div>`
}
