/** What stands in a form that is opened: what its editor typed and has not saved, if there is any. */
import { html } from 'hono/html'
import { selectDraft, toDraft } from '../../articles/drafts'
import type { StoredArticle } from '../../articles/store'
import { log } from '../../delivery/log'
import { siteOf } from '../../site'
import { toLocal } from '../../time'
import { mayChange } from '../articles/buttons'
import { ifSeen, openedAs } from '../articles/pending'
import { NOTHING_ASIDE, type Sent } from '../articles/sent'
import type { Typed } from '../articles/typed'
import { type DeskContext, wordsFor } from '../context'
import { TOKEN } from '../door/sessions'
import type { Html } from '../layout'
import { deskPaths } from '../paths'
import {
  type Begun,
  type Copy,
  readCopy,
  removeCopies,
  selectBegunNew,
  selectCopy,
  subjectOf,
  toBegun,
  toCopy,
} from './store'
import { VERSION } from './versions'
import { COPIES } from './words'

/** The version of a text that was saved just now, as the address says after a form was sent. */
export const settledIn = (c: DeskContext): number | undefined =>
  Number(VERSION.exec(c.req.query('settled') ?? '')) || undefined

/**
 * What the form of an article holds when it is opened, and what the person has typed in it and may not have
 * saved. One round trip.
 */
export async function readOpened(c: DeskContext, article: StoredArticle) {
  const { db, person } = c.var
  const place = { keyId: person.editor.keyId, subject: subjectOf(article.id, '') }
  const [draft, copy] = await db.batch([selectDraft(db, article.id), selectCopy(db, place)])
  return {
    opened: openedAs(c, article, ifSeen(c, article, await toDraft(draft, article))),
    copy: mayChange(c, article) ? await toCopy(copy) : null,
  }
}

/** The copy, unless it says what is saved: then it goes. */
export function stillUnsaved(c: DeskContext, copy: Copy, saved: Typed): Copy | null {
  const { version, subject, typed, aside } = copy
  const isSaved =
    version === settledIn(c) ||
    JSON.stringify([typed, aside]) === JSON.stringify([saved, NOTHING_ASIDE])
  if (!isSaved) return copy
  const removal = removeCopies(c.var.db, c.var.person.editor.keyId, [subject], [version]).run()
  c.executionCtx.waitUntil(
    removal.catch((fault) => log('error', 'copy-not-removed', { fault: String(fault) })),
  )
  return null
}

/** The new article that the address asks for; null for none. */
export async function begunIn(c: DeskContext): Promise<{ once: string; copy: Copy | null } | null> {
  const once = c.req.query('copy') ?? ''
  if (!TOKEN.test(once)) return null
  const { keyId } = c.var.person.editor
  return { once, copy: await readCopy(c.var.db, { keyId, subject: subjectOf(null, once) }) }
}

/** New articles that the person has begun and not saved. */
export const readBegunNew = async (c: DeskContext): Promise<Begun[]> =>
  toBegun(await selectBegunNew(c.var.db, c.var.person.editor.keyId).run())

const momentIn = (c: DeskContext, seconds: number) =>
  toLocal(seconds, siteOf(c.env).timeZone).text.slice(0, 16)

/** Stands above a form that shows a copy; `saved` is what it would hold without. */
export function copyNote(
  c: DeskContext,
  article: StoredArticle | null,
  copy: Copy,
  saved: Pick<Sent, 'revision' | 'draft'> | null,
): Html {
  const words = wordsFor(c, COPIES)
  const once = article ? '' : copy.subject.slice('new:'.length)
  const to = article ? deskPaths.article(article.id) : deskPaths.articles
  const isMoved = saved !== null && (saved.revision !== copy.revision || saved.draft !== copy.draft)
  return html`<div class="note" role="status"><p>${words.notSaved(momentIn(c, copy.updatedAt))}${isMoved ? ` ${words.moved}` : ''}</p>
<form method="post" action="${to}/copy/discard" enctype="multipart/form-data" id="discard-copy"><input type="hidden" name="copy" value="${String(copy.version)}"><input type="hidden" name="once" value="${once}"><button class="plain">${article ? words.discard : words.discardNew}</button></form></div>\n`
}

/** The same with its heading, folded where it stands above a form. */
export const begunPart = (c: DeskContext, begun: Begun[]): Html =>
  html`<details class="part"><summary>${wordsFor(c, COPIES).begun} (${begun.length})</summary>${begunList(c, begun)}</details>`

/** A list of what was begun, each with its link. */
export function begunList(c: DeskContext, begun: Begun[]): Html {
  const words = wordsFor(c, COPIES)
  return html`<ul class="rows">${begun.map(({ subject, title, updatedAt }) => {
    const isNew = subject.startsWith('new:')
    const path = isNew
      ? deskPaths.begun(subject.slice('new:'.length))
      : deskPaths.article(Number(subject))
    return html`<li><p><a class="headline" href="${path}" dir="auto">${title.trim() || words.untitled}</a></p><p class="facts">${isNew ? html`<span>${words.newArticle}</span>` : ''}<span>${words.begunAt(momentIn(c, updatedAt))}</span></p></li>\n`
  })}</ul>`
}
