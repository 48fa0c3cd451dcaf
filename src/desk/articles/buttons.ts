/** What can be done with an article: a button each, as far as its state and the person's rights allow. */
import { html } from 'hono/html'
import type { StoredArticle } from '../../articles/store'
import { lacksForChange } from '../../editing/door/rights'
import { type DeskContext, wordsFor } from '../context'
import { line } from '../fields'
import type { Html } from '../layout'
import { deskPaths } from '../paths'
import { PENDING } from './pending-words'
import { FRAME } from './preview-part'
import { WORDS } from './words'

/** Whether the person may save a change of the article as it is; null stands for a new one. */
export function mayChange(c: DeskContext, article: StoredArticle | null): boolean {
  const { editor } = c.var.person
  // Of what is published, a change that is not public yet.
  if (article === null || article.status === 'published') {
    return editor.scopes.includes('articles:write')
  }
  // Any change that is no withdrawal.
  const changed = { ...article.content, title: `${article.title} ` }
  return lacksForChange(editor, article, changed) === null
}

/** Why the fields cannot be filled in, where they cannot; or what becomes of what is. */
export function lockedNote(c: DeskContext, article: StoredArticle | null): Html | '' {
  const { scopes } = c.var.person.editor
  if (mayChange(c, article)) {
    const isProposal = article?.status === 'published' && !scopes.includes('articles:publish')
    return isProposal ? html`<p class="note">${wordsFor(c, PENDING).proposing}</p>` : ''
  }
  const words = wordsFor(c, WORDS)
  const mayWrite = scopes.includes('articles:write')
  return html`<p class="note">${mayWrite ? words.mayNotPublish : words.mayNotWrite}</p>`
}

/** `planned`: the field for the moment of a plan; `note`: what a writer has begun to say to the editor. */
export function buttons(
  c: DeskContext,
  article: StoredArticle | null,
  planned: Parameters<typeof line>[0],
  note: string,
): Html {
  const words = wordsFor(c, WORDS)
  const { scopes } = c.var.person.editor
  const status = article?.status ?? 'draft'
  const mayPublish = scopes.includes('articles:publish') && mayChange(c, article)
  const button = (act: string, label: string, isFirst = false) =>
    html`<button name="do" value="${act}"${isFirst ? html` class="first"` : ''}>${label}</button>`
  const preview = html`<button formaction="${article ? deskPaths.articlePreview(article.id) : deskPaths.preview}" formtarget="${FRAME}" formnovalidate>${words.preview}<span class="spare">${words.unsaved}</span></button>`
  const save = {
    draft: words.saveDraft,
    scheduled: words.savePlan,
    published: wordsFor(c, PENDING).save,
    withdrawn: words.save,
  }[status]
  const publish = {
    draft: words.publish,
    scheduled: words.publish,
    published: wordsFor(c, PENDING).publish,
    withdrawn: words.publishAgain,
  }[status]
  const isHidden = status === 'draft' || status === 'scheduled'
  const main = mayChange(c, article)
    ? html`<p class="buttons reach">${button('save', save, !(mayPublish && isHidden))}
${mayPublish ? button('publish', publish, isHidden) : ''}
${preview} <a class="to-preview" href="#preview">${words.toPreview}</a></p>`
    : ''
  return html`${main}
${mayPublish && isHidden ? planning(words, planned, button, status === 'scheduled') : ''}
${scopes.includes('articles:write') && !mayPublish && status === 'draft' ? handingIn(words, note, button) : ''}
${article && status !== 'withdrawn' && scopes.includes('articles:withdraw') ? withdrawing(words, button) : ''}`
}

type Said = typeof WORDS.en | typeof WORDS.zh
type Button = (act: string, label: string, isFirst?: boolean) => Html

const planning = (
  words: Said,
  planned: Parameters<typeof line>[0],
  button: Button,
  isPlanned: boolean,
): Html =>
  html`<details class="part"${isPlanned || planned.value || planned.fault ? html` open` : ''}><summary>${words.planning}</summary>
${line(planned)}<p class="buttons">${button('plan', words.plan)}${isPlanned ? button('unplan', words.unplan) : ''}</p></details>`

const handingIn = (words: Said, note: string, button: Button): Html =>
  html`<details class="part" open><summary>${words.handingIn}</summary><p class="hint">${words.handInText}</p>
${line({ name: 'note', label: words.handInNote, value: note, attributes: html` type="text" maxlength="500" autocomplete="off"` })}
<p class="buttons">${button('hand-in', words.handIn, true)}</p></details>`

const withdrawing = (words: Said, button: Button): Html =>
  html`<details class="part"><summary>${words.withdrawing}</summary><p>${words.withdrawText}</p>
<p class="buttons">${button('withdraw', words.withdraw)}</p></details>`
