/** What the handlers for articles share. */

import { type Article, carried, hasBeenShown, type Status } from '../../articles/article'
import { findRevision } from '../../articles/revisions'
import { type StoredArticle, selectStored, toArticles, toStored } from '../../articles/store'
import { storesOf } from '../../articles/texts/stores'
import { isStillOwed } from '../../articles/writing/once'
import { enginesOf } from '../../delivery/engines/all'
import { namesEtag } from '../../delivery/etags'
import { isolateOf } from '../../delivery/isolate'
import { outlastLeases } from '../../delivery/outbox'
import { outsideOf } from '../../delivery/outside'
import { siteOf } from '../../site'
import { secondsNow } from '../../time'
import { answer } from '../door/answer'
import type { EditingContext } from '../door/context'
import { problem } from '../door/problems'
import { lacksToRead, mayEnter } from '../door/rights'
import { answerTo, etagOf, represent } from './representation'
import type { Answer } from './retries'
import type { Saved, Writer } from './save'

/** An article's address below `/api/articles`. */
export const ID = '/:id{[1-9][0-9]{0,14}}'

/** Who writes what the request asks for, where and when. */
export const writerOf = (c: EditingContext): Writer => ({
  db: c.var.db,
  site: siteOf(c.env),
  engines: enginesOf(c.env, siteOf(c.env)),
  stores: storesOf(c.env),
  editor: c.var.editor,
  now: secondsNow(),
  retry: null,
  outside: outsideOf(c.env, c.executionCtx, c.var.pageNamed),
})

/** Answers with an article the editor may see, or says why not. */
export const withArticle = (
  c: EditingContext,
  work: (article: StoredArticle) => Response | Promise<Response>,
  lacks = lacksToRead(c.var.editor),
): Promise<Response> => withDecoded(c, toStored, work, lacks)

/** The same without its text, which may be out of reach. */
export const withoutText = (
  c: EditingContext,
  work: (article: Article) => Response | Promise<Response>,
  lacks: string | null,
): Promise<Response> => withDecoded(c, async (found) => toArticles(found)[0] ?? null, work, lacks)

async function withDecoded<T extends Article>(
  c: EditingContext,
  decode: (found: D1Result) => Promise<T | null>,
  work: (article: T) => Response | Promise<Response>,
  lacks: string | null,
): Promise<Response> {
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const found = c.var.article ?? (await selectStored(c.var.db, Number(c.req.param('id'))).run())
  // Whoever looks again wants to know how it is then.
  c.set('article', null)
  const article = await decode(found)
  if (!article) return problem(c, 'not-found')
  // What a key does not reach is not there for it: not even that there is something is told.
  if (!mayEnter(c.var.editor, article.section.slug)) return problem(c, 'not-found')
  return work(article)
}

/** The same with an article in the revision that the editor has seen last, as `If-Match` says. */
export const withSeen = (
  c: EditingContext,
  work: (article: StoredArticle) => Response | Promise<Response>,
) =>
  withArticle(c, (article) => {
    const condition = conditionOf(c)
    if (!condition) return problem(c, 'if-match-required')
    return namesEtag(condition, etagOf(article)) ? work(article) : stale(c, article)
  })

/** Which revision the editor has seen; null when that is left open. */
export function conditionOf(c: EditingContext): string | null {
  const condition = c.req.header('If-Match')
  return condition && condition.trim() !== '*' ? condition : null
}

type Write = (writer: Writer, article: StoredArticle) => Promise<Saved | Response>

/** Changes an article, if the editor has seen its last revision. */
export const change = (c: EditingContext, write: Write) =>
  withArticle(c, async (article) => {
    const condition = conditionOf(c)
    if (!condition) return problem(c, 'if-match-required')
    if (!namesEtag(condition, etagOf(article))) return repeated(c, article, condition, write)
    const saved = await write(writerOf(c), article)
    if (saved instanceof Response) return saved
    // Perhaps it was the same request that was faster: sent again while it was still under way.
    if (isStale(saved)) return withArticle(c, (now) => repeated(c, now, condition, write))
    return reply(c, saved)
  })

export const isStale = (saved: Saved) => 'refusal' in saved && saved.refusal[0] === 'stale-revision'

/**
 * The answer to a change of another revision than the current one: refused, unless the current one is what
 * the same key made of it with the same request, whose answer got lost. That is found out by looking what
 * the request would have made then.
 */
async function repeated(
  c: EditingContext,
  article: StoredArticle,
  condition: string,
  write: Write,
): Promise<Response> {
  const number = article.revision - 1
  const isNext = number > 0 && namesEtag(condition, etagOf({ revision: number }))
  if (!isNext || article.keyId !== c.var.editor.keyId) return stale(c, article)
  const past = await findRevision(c.var.db, article.id, number)
  if (!past?.content) return stale(c, article)
  const before = { ...article, ...carried(past.content), content: past.content, revision: number }
  const writer = { ...writerOf(c), now: article.updatedAt, asItIs: article }
  const saved = await write(writer, before)
  if (saved instanceof Response || !('article' in saved) || saved.article !== article) {
    return stale(c, article)
  }
  const { status, body, headers } = answerTo(writer.site, article, false, saved.notes)
  return replay(c, { status, body, headers })
}

export const show = (c: EditingContext, article: StoredArticle) =>
  answer(represent(siteOf(c.env), article), 200, { ETag: etagOf(article) })

/** The answer to a write. An editor who lost a race is told the revision that won. */
export async function reply(c: EditingContext, saved: Saved): Promise<Response> {
  if ('article' in saved) {
    if (isAnothers(saved)) await outlastLeases(isolateOf(c.env))
    const { body, status, headers } = answerTo(
      siteOf(c.env),
      saved.article,
      saved.isNew,
      saved.notes,
    )
    // Said only when it is not done: so an answer that is given again stays the same.
    const also = saved.purge === 'queued' ? { purge: saved.purge } : {}
    return answer({ ...body, ...also }, status, headers)
  }
  if ('replay' in saved) return replay(c, saved.replay)
  const [name, particulars] = saved.refusal
  if (name === 'busy') return problem(c, 'busy', { headers: { 'Retry-After': '1' } })
  if (name !== 'stale-revision') return problem(c, name, particulars)
  return withArticle(c, (article) => stale(c, article))
}

/** Whether nothing had to be changed: then it tells of what another write did, perhaps just now. */
const isAnothers = ({ article, purge }: Extract<Saved, { article: unknown }>) =>
  purge === undefined && hasBeenShown(article.status)

/** What was answered before. Perhaps nobody heard it, nor the edge of the write: then the clock sees to it. */
async function replay(c: EditingContext, { body, status, headers }: Answer): Promise<Response> {
  if (hasBeenShown(body.status as Status)) await outlastLeases(isolateOf(c.env))
  const { id, revision } = body as { id: number; revision: number }
  const isOwed = await isStillOwed(
    c.var.db,
    'article',
    String(id),
    revision > 1 ? revision - 1 : null,
  )
  return answer({ ...body, ...(isOwed && { purge: 'queued' }) }, status, headers)
}

/** The answer to who has not seen the present revision. */
export const stale = (c: EditingContext, article: StoredArticle) =>
  problem(c, 'stale-revision', {
    detail: `The article is at revision ${article.revision} now. Read it again and send its ETag in If-Match.`,
    headers: { ETag: etagOf(article) },
  })
