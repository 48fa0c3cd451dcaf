/** `/desk/articles/{id}/copy`, and `/desk/articles/copy` for a new one: what is being typed, kept by script. */
import { Hono } from 'hono'
import type { StoredArticle } from '../../articles/store'
import { isLimited } from '../../delivery/limits'
import { LIMITS } from '../../editing/contract/input'
import { siteOf } from '../../site'
import { secondsNow, toLocal } from '../../time'
import {
  articleIn,
  contentAt,
  draftIn,
  emptyFor,
  revisionIn,
  sentIn,
  typedAt,
  wordIn,
} from '../articles/sent'
import { type DeskContext, type DeskEnv, wordsFor } from '../context'
import { missing, sorry } from '../door/given-back'
import { formIn } from '../form-data'
import { asksForJson, json } from '../json'
import { goTo } from '../layout'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { type Kept, keepCopy, MOST_NEW, removeCopies, subjectOf, type Text } from './store'
import { VERSION, versionsIn } from './versions'
import { COPIES } from './words'

/** What all that is no body may take together, in bytes of UTF-8: several times what can be saved. */
const MOST_OTHERS = 64 * 1024

export const copies = new Hono<DeskEnv>()

const ID = '/:id{[1-9][0-9]{0,14}}'

copies.post('/copy', (c) => withRight(c, keep))
copies.post('/copy/discard', (c) => withRight(c, discard))
copies.post(`${ID}/copy`, (c) => withRight(c, keep))
copies.post(`${ID}/copy/discard`, (c) => withRight(c, discard))

type Work = (c: DeskContext, article: StoredArticle | null, form: FormData) => Promise<Response>

/** For who may write, and may see the article in the address, if there is one. */
async function withRight(c: DeskContext, work: Work): Promise<Response> {
  const common = wordsFor(c, COMMON)
  const { editor } = c.var.person
  if (!editor.scopes.includes('articles:write')) {
    return sorry(c, 403, common.mayNot, common.mayNotText)
  }
  const article = await articleIn(c)
  if (!article && c.req.param('id') !== undefined) return missing(c)
  return work(c, article, await formIn(c))
}

async function keep(
  c: DeskContext,
  article: StoredArticle | null,
  form: FormData,
): Promise<Response> {
  const words = wordsFor(c, COPIES)
  const { keyId } = c.var.person.editor
  if (wordIn(form, 'person') !== String(keyId)) return json({ detail: words.notYours }, 401)
  if (await isLimited(c.env.WRITES, String(keyId))) return json({ detail: words.tooOften }, 429)
  const [revision, draft] = [revisionIn(form), draftIn(form)]
  const was = article
    ? typedAt(c, (await contentAt(c, article, { revision, draft })) ?? article.content)
    : emptyFor(c)
  const { typed, aside, once, copy: seen } = sentIn(form, was)
  const version = Number(VERSION.exec(wordIn(form, 'version')))
  if (!version || (!article && !once)) return json({ detail: words.noVersion }, 422)
  if (isTooLong({ typed, aside })) return json({ detail: words.tooLong(LIMITS.bodyKiB) }, 422)
  const subject = subjectOf(article?.id ?? null, once)
  const kept = await keepCopy(c.var.db, {
    ...{ keyId, subject, articleId: article?.id ?? null, revision, draft },
    ...{ typed, aside, version, seen, now: secondsNow() },
  })
  return told(c, kept)
}

function told(c: DeskContext, kept: Kept): Response {
  const at = (seconds: number) => toLocal(seconds, siteOf(c.env).timeZone).text.slice(0, 16)
  if (kept.kind === 'many') return json({ detail: wordsFor(c, COPIES).tooMany(MOST_NEW) }, 422)
  if (kept.kind === 'kept') return json({ version: kept.version, at: at(kept.at) })
  const { copy } = kept
  if (!copy) return json({ version: null, at: null, typed: null }, 409)
  const { version, typed, aside, updatedAt } = copy
  return json({ version, at: at(updatedAt), typed, aside }, 409)
}

const bytes = (text: string) => new TextEncoder().encode(text).length

function isTooLong({ typed: { body, ...others }, aside }: Text): boolean {
  return bytes(body) > LIMITS.bodyKiB * 1024 || bytes(JSON.stringify([others, aside])) > MOST_OTHERS
}

/** Back to what is saved. What was typed since the page was opened stays: it is another version. */
async function discard(
  c: DeskContext,
  article: StoredArticle | null,
  form: FormData,
): Promise<Response> {
  const { keyId } = c.var.person.editor
  const subject = subjectOf(article?.id ?? null, wordIn(form, 'once'))
  const versions = versionsIn(wordIn(form, 'copy'))
  await removeCopies(c.var.db, keyId, [subject], versions).run()
  if (asksForJson(c)) return json({})
  const to = article ? deskPaths.article(article.id) : deskPaths.newArticle
  return goTo(`${to}?done=copy-discarded`)
}
