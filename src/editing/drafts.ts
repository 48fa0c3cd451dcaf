/**
 * `/api/articles/{id}/draft` and `/api/drafts`: a published article's change, saved by who may write and seen by
 * no reader until who may publish publishes it.
 */
import { Hono } from 'hono'
import { listDrafts, type PendingDraft, withContent } from '../articles/drafts'
import type { StoredArticle } from '../articles/store'
import { discardDraft, settleDraft } from '../articles/writing/drafts'
import { namesEtag } from '../delivery/etags'
import { siteOf } from '../site'
import { secondsNow } from '../time'
import type { AnswerOf } from './contract/answers'
import { DRAFT_READ_ONLY, draftsInput } from './contract/draft-input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingContext, EditingEnv } from './door/context'
import { type Fault, methodNotAllowed, problem } from './door/problems'
import { limitSize, mergePatch, readJson, requireType } from './door/request'
import { lacksToRead } from './door/rights'
import { replacement } from './saving/check'
import {
  behindArticle,
  etagOfDraft,
  hiddenArticle,
  noDraft,
  representDraft,
  showDraft,
  staleDraft,
  stateOf,
  withDraft,
} from './saving/draft-answers'
import { decideDraft, isSame, putDraft } from './saving/drafts'
import { conditionOf, ID, isStale, reply, stale, writerOf } from './saving/http'
import { etagOf, summarise, writable } from './saving/representation'
import { selectRecord, toRecord, toRetry } from './saving/retries'
import { save } from './saving/save'

/** Below `/api/articles`. */
export const draftOfArticle = new Hono<EditingEnv>()
const ONE = `${ID}/draft`
const writing = requireScopes('articles:write')

type Document = Record<string, unknown>
/** What a document makes of what is there: of the draft, or else of the article. */
type Make = (there: StoredArticle) => Document

draftOfArticle.get(ONE, (c) =>
  withDraft(c, (article, draft) => (draft ? showDraft(article, draft) : noDraft(c))),
)

draftOfArticle.put(ONE, writing, requireType('application/json'), limitSize, readJson, (c) => {
  const sent = Object.entries(c.var.json).filter(([field]) => !DRAFT_READ_ONLY.includes(field))
  return put(c, (there) => replacement(there, Object.fromEntries(sent)))
})

draftOfArticle.patch(
  ONE,
  writing,
  requireType('application/merge-patch+json'),
  limitSize,
  readJson,
  (c) => {
    const { revision: _, ...patch } = c.var.json
    return put(c, (there) => mergePatch(writable(there), patch))
  },
)

draftOfArticle.delete(ONE, writing, (c) =>
  withDraft(c, async (article, draft) => {
    // To who asks again this says that it is done.
    if (!draft) return noDraft(c)
    const condition = conditionOf(c)
    if (!condition) return problem(c, 'if-match-required')
    if (!namesEtag(condition, etagOfDraft(draft))) return staleDraft(c, draft)
    const { keyId, name } = c.var.editor
    const deed = { by: { id: keyId, name }, now: secondsNow() }
    const done = await discardDraft(c.var.db, article, draft, deed)
    if (done === 'lost') return withDraft(c, (_, now) => (now ? staleDraft(c, now) : noDraft(c)))
    return answer(representDraft(article, draft, false) satisfies AnswerOf<'Draft'>)
  }),
)

draftOfArticle.post(`${ONE}/publish`, requireScopes('articles:publish'), publish)

draftOfArticle.all(ONE, (c) => methodNotAllowed(c, 'GET, PUT, PATCH, DELETE'))
draftOfArticle.all(`${ONE}/publish`, (c) => methodNotAllowed(c, 'POST'))

/** Saves what `make` makes of what is there, if the editor has seen that. */
function put(c: EditingContext, make: Make): Promise<Response> {
  return withDraft(c, async (article, draft) => {
    if (article.status !== 'published') return hiddenArticle(c, article)
    const condition = conditionOf(c)
    if (!condition) return problem(c, 'if-match-required')
    const base = baseIn(c.var.json, article, draft)
    if (typeof base !== 'number') return problem(c, 'invalid-input', { errors: [base] })
    const isSeen = namesEtag(condition, draft ? etagOfDraft(draft) : etagOf(article))
    if (!isSeen) return repeated(c, article, draft, condition, make)
    if (base !== article.revision && base !== draft?.revision) return stale(c, article)
    const document = make(thereIn(article, draft))
    const saved = await putDraft(writerOf(c), article, draft, document, base)
    // Somebody was faster, and what the editor has seen is there no more: perhaps by this very request.
    if (saved === 'lost') return put(c, make)
    if ('refusal' in saved) return reply(c, saved)
    return showDraft(article, saved.draft, saved.notes, draft || !saved.draft ? 200 : 201)
  })
}

/** The revision of the article that the draft is to begin from: as before, unless the document says so. */
function baseIn({ revision }: Document, article: StoredArticle, draft: PendingDraft | null) {
  const given = revision ?? draft?.revision ?? article.revision
  const fault: Fault = { field: 'revision', detail: 'revision must be a number' }
  return typeof given === 'number' ? given : fault
}

const thereIn = (article: StoredArticle, draft: PendingDraft | null) =>
  draft ? withContent(article, draft.content) : article

/**
 * The answer to who has seen something else than what is there: refused, unless what is there is what the same
 * key made of it with the same request, whose answer got lost.
 */
async function repeated(
  c: EditingContext,
  article: StoredArticle,
  draft: PendingDraft | null,
  condition: string,
  make: Make,
): Promise<Response> {
  const isOwn = draft?.by.id === c.var.editor.keyId && namesEtag(condition, `"${draft.seen}"`)
  if (draft && !isOwn) return staleDraft(c, draft)
  const made = await decideDraft(writerOf(c), article, make(thereIn(article, draft)))
  if ('content' in made && (draft ? isSame(made.content, draft.content) : made.isPublic)) {
    const isNew = draft && /^\d+$/.test(draft.seen)
    return showDraft(article, draft, made.notes, isNew ? 201 : 200)
  }
  return draft ? staleDraft(c, draft) : stale(c, article)
}

/** Publishes what is pending, once, and answers each time that the same key asks for it. */
function publish(c: EditingContext): Promise<Response> {
  return withDraft(c, async (article, draft) => {
    const condition = conditionOf(c)
    if (!condition) return problem(c, 'if-match-required')
    const { db, editor } = c.var
    const tag = /"(\w{1,64})"/.exec(condition)?.[1] ?? ''
    const retry = await toRetry(editor.keyId, c.req.path, tag, new ArrayBuffer(0), secondsNow())
    if (!draft || !namesEtag(condition, etagOfDraft(draft))) {
      const record = await toRecord(retry, await selectRecord(db, retry).run())
      if (record === 'erased') return problem(c, 'answer-erased')
      if (record && record !== 'reused') return reply(c, { replay: record })
      return draft ? staleDraft(c, draft) : noDraft(c)
    }
    if (article.status !== 'published') return hiddenArticle(c, article)
    if (draft.revision !== article.revision) return behindArticle(c, article, draft)
    const also = settleDraft(db, article.id, draft.version)
    const document = writable(withContent(article, draft.content))
    const saved = await save({ ...writerOf(c), retry, also }, article, document)
    return isStale(saved) ? publish(c) : reply(c, saved)
  })
}

/** `/api/drafts`. */
export const drafts = new Hono<EditingEnv>()

drafts.get('/', async (c) => {
  const lacks = lacksToRead(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const result = validate(draftsInput, c.req.query())
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const { cursor, limit } = result.value
  const site = siteOf(c.env)
  const page = await listDrafts(c.var.db, c.var.editor.sections, cursor, limit)
  return answer({
    drafts: page.drafts.map(({ article, draft }) => ({
      article: summarise(site, article),
      ...stateOf(article, draft),
    })),
    next: page.next && `${page.next.articleId}.${page.next.at}`,
  } satisfies AnswerOf<'DraftList'>)
})

drafts.all('/', (c) => methodNotAllowed(c, 'GET'))
