/**
 * `/api/articles/{id}/hand-in` and `/api/hand-ins`: who may write but not publish hands in; who may publish sees
 * it, and publishes it or sends it back.
 */
import { Hono } from 'hono'
import type { Article } from '../articles/article'
import { type HandIn, listHandIns, selectHandIn, toHandIn } from '../articles/hand-ins'
import type { StoredArticle } from '../articles/store'
import { handIn, sendBack, takeBack } from '../articles/writing/hand-ins'
import { type Site, siteOf } from '../site'
import { secondsNow, toUtc } from '../time'
import type { AnswerOf } from './contract/answers'
import { handInInput, handInsInput, returnInput } from './contract/hand-in-input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingContext, EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { limitSize, readJson, requireType } from './door/request'
import { lacksToRead } from './door/rights'
import { ID, stale, withArticle, withSeen } from './saving/http'
import { summarise } from './saving/representation'

/** Below `/api/articles`. */
export const handInOfArticle = new Hono<EditingEnv>()
const ONE = `${ID}/hand-in`
const read = [requireType('application/json'), limitSize, readJson] as const

handInOfArticle.put(ONE, requireScopes('articles:write'), ...read, (c) =>
  withSeen(c, async (article) => {
    const result = validate(handInInput, c.var.json)
    if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
    if (article.status !== 'draft') return noDraft(c, article)
    const { note } = result.value
    const before = await find(c, article)
    if (before && isSame(before, article, note, c.var.editor.keyId)) {
      return show(c, article, before)
    }
    const made = await handIn(c.var.db, article, note, deedOf(c))
    if (made === 'lost') return withArticle(c, (now) => stale(c, now))
    return show(c, article, made, before ? 200 : 201)
  }),
)

/** Whether it waits already, as it would then. */
const isSame = (before: HandIn, article: StoredArticle, note: string | null, keyId: number) =>
  before.returned === null &&
  before.revision === article.revision &&
  before.note === note &&
  before.by.id === keyId

handInOfArticle.get(ONE, (c) =>
  withArticle(c, async (article) => {
    const found = await find(c, article)
    return found ? show(c, article, found) : problem(c, 'not-found', { detail: NONE })
  }),
)

handInOfArticle.delete(ONE, requireScopes('articles:write'), (c) =>
  withArticle(c, async (article) => {
    const found = await find(c, article)
    const isDone = found && (await takeBack(c.var.db, article, deedOf(c))) === 'done'
    // To who asks again this says that it is done.
    return isDone ? show(c, article, found) : problem(c, 'not-found', { detail: NONE })
  }),
)

handInOfArticle.post(`${ONE}/return`, requireScopes('articles:publish'), ...read, (c) =>
  withSeen(c, async (article) => {
    const result = validate(returnInput, c.var.json)
    if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
    const { note } = result.value
    const found = await find(c, article)
    if (!found) return problem(c, 'conflict', { detail: NONE })
    const { returned } = found
    if (returned) {
      const isRepeat = returned.by.id === c.var.editor.keyId && returned.note === note
      return isRepeat ? show(c, article, found) : problem(c, 'conflict', { detail: RETURNED })
    }
    const made = await sendBack(c.var.db, article, found, note, deedOf(c))
    if (made !== 'lost') return show(c, article, made)
    return withSeen(c, () => problem(c, 'conflict', { detail: MEANWHILE }))
  }),
)

handInOfArticle.all(ONE, (c) => methodNotAllowed(c, 'GET, PUT, DELETE'))
handInOfArticle.all(`${ONE}/return`, (c) => methodNotAllowed(c, 'POST'))

/** `/api/hand-ins`. */
export const handIns = new Hono<EditingEnv>()

handIns.get('/', async (c) => {
  const lacks = lacksToRead(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const result = validate(handInsInput, c.req.query())
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const { returned, cursor, limit } = result.value
  const { sections } = c.var.editor
  const filter = { isReturned: returned, sections, after: cursor, limit }
  const { handedIn, next } = await listHandIns(c.var.db, filter)
  const site = siteOf(c.env)
  return answer({
    handIns: handedIn.map((one) => represent(site, one.article, one.handIn)),
    next: next && `${next.articleId}.${next.at}`,
  } satisfies AnswerOf<'HandInList'>)
})

handIns.all('/', (c) => methodNotAllowed(c, 'GET'))

const NONE = 'The article is not handed in.'
const RETURNED = 'It was sent back already. Once it is handed in again, it can be sent back again.'
const MEANWHILE = 'It was handed in anew, taken back or sent back just now. Look at it again.'

const noDraft = (c: EditingContext, { status }: Article) =>
  problem(c, 'conflict', { detail: `Only drafts are handed in, and the article is ${status}.` })

const find = async (c: EditingContext, { id }: StoredArticle) =>
  toHandIn(await selectHandIn(c.var.db, id).run())

function deedOf(c: EditingContext) {
  const { keyId, name } = c.var.editor
  return { by: { id: keyId, name }, now: secondsNow() }
}

const represent = (site: Site, article: Article, { at, returned, ...handIn }: HandIn) => ({
  article: summarise(site, article),
  ...handIn,
  at: toUtc(at),
  returned: returned && { ...returned, at: toUtc(returned.at) },
})

const show = (c: EditingContext, article: Article, found: HandIn, status = 200) =>
  answer(represent(siteOf(c.env), article, found) satisfies AnswerOf<'HandIn'>, status)
