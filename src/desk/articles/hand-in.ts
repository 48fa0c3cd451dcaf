/** What the buttons of a hand-in do: send back, take back. Handing in is a button of the article's own form. */
import { type StoredArticle, selectStored, toStored } from '../../articles/store'
import { type Answered, faultsOf } from '../../editing/calling'
import { callApi } from '../calling'
import type { DeskContext } from '../context'
import { missing } from '../door/given-back'
import { goTo } from '../layout'
import { deskPaths } from '../paths'
import { articlePage } from './form'
import { readKnown } from './known'
import { revisionIn, typedAt, wordIn } from './sent'

/** Sends a draft back to its writer. */
export async function sendBack(c: DeskContext, article: StoredArticle, form: FormData) {
  // One line, in a field that wraps.
  const reply = wordIn(form, 'reply')
    .replace(/\s*[\r\n\t]\s*/g, ' ')
    .trim()
  const answer = await callApi(c, 'POST', `/articles/${article.id}/hand-in/return`, {
    json: { note: reply },
    revision: revisionIn(form),
  })
  return answer.isOk
    ? goTo(`${deskPaths.article(article.id)}?done=sent-back`)
    : refused(c, article, answer, reply)
}

/** Takes back what was handed in. */
export async function takeBack(c: DeskContext, article: StoredArticle) {
  const answer = await callApi(c, 'DELETE', `/articles/${article.id}/hand-in`)
  // To who presses twice it is done.
  const isDone = answer.isOk || answer.status === 404
  return isDone
    ? goTo(`${deskPaths.article(article.id)}?done=taken-back`)
    : refused(c, article, answer, '')
}

/** The article as it is now, why nothing was done, and what had been typed. */
async function refused(
  c: DeskContext,
  { id }: StoredArticle,
  { status, problem }: Answered<unknown>,
  reply: string,
): Promise<Response> {
  const article = await toStored(await selectStored(c.var.db, id).run())
  if (!article) return missing(c)
  const known = await readKnown(c, article, article.content.lead?.picture ?? '')
  const typed = typedAt(c, article.content)
  const faults = problem ? faultsOf(problem) : []
  return articlePage(c, {
    article,
    typed,
    revision: article.revision,
    known,
    faults,
    reply,
    status,
  })
}
