/** Somebody else saved first: both texts, and what comes of them together. Nothing is saved here. */
import { html } from 'hono/html'
import type { StoredArticle } from '../../articles/store'
import { type DeskContext, wordsFor } from '../context'
import { articlePage } from './form'
import { readKnown } from './known'
import type { Sent } from './sent'
import { WORDS } from './words'

/** `article` is as it stands now; `sent` what was to be saved over an earlier revision. */
export async function conflictPage(
  c: DeskContext,
  article: StoredArticle,
  { typed }: Sent,
): Promise<Response> {
  const words = wordsFor(c, WORDS)
  const known = await readKnown(c, article, typed.lead)
  const notice = html`<div class="alarm" role="alert"><p><strong>${words.conflict}</strong></p></div>`
  return articlePage(c, { article, typed, revision: article.revision, known, notice, status: 412 })
}
