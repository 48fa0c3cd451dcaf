/** `/api/articles/{id}/revisions`: read, compare, restore and erase what an article was before. */
import { type Context, Hono } from 'hono'
import { type Article, hasBeenShown } from '../articles/article'
import { LostText } from '../articles/pack'
import { findHead, findRevision, listRevisions, type Revision } from '../articles/revisions'
import { shelvesOf } from '../articles/texts/stores'
import { eraseRevision } from '../articles/writing/erase'
import { D1Outage } from '../delivery/d1-faults'
import { deliver, outlastLeases } from '../delivery/outbox'
import { toUtc, toUtcOrNull } from '../time'
import { compare } from './compare'
import type { AnswerOf, ContentAnswer, RevisionAnswer } from './contract/answers'
import { comparisonInput, pagingInput } from './contract/input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingContext, EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { mayEnter } from './door/rights'
import { change, ID, withArticle, withoutText, writerOf } from './saving/http'
import { writableContent } from './saving/representation'
import { save } from './saving/save'

export const revisions = new Hono<EditingEnv>()
const LIST = `${ID}/revisions`
const ONE = `${LIST}/:number{[1-9][0-9]{0,14}}`

revisions.get(LIST, (c) =>
  withArticle(c, async ({ id }) => {
    const result = validate(pagingInput, c.req.query())
    if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
    const { cursor, limit } = result.value
    const found = await listRevisions(c.var.db, id, cursor ?? Number.MAX_SAFE_INTEGER, limit)
    const last = found.at(-1)?.number ?? 1
    return answer({
      revisions: found.map(represent),
      next: found.length === limit && last > 1 ? String(last) : null,
    } satisfies AnswerOf<'RevisionList'>)
  }),
)

revisions.get(ONE, (c) =>
  withArticle(c, async ({ id }) => {
    const result = validate(comparisonInput, c.req.query())
    if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
    const revision = await find(c, id, numberOf(c))
    if (revision instanceof Response) return revision
    const content = revision.content && writableContent(revision.content)
    if (result.value.compare === null) return answerWith(revision, content)
    const other = await find(c, id, result.value.compare)
    if (other instanceof Response) return other
    if (!revision.content || !other.content) return erased(c)
    return answer({
      from: represent(other),
      to: represent(revision),
      changes: compare(other.content, revision.content),
    } satisfies AnswerOf<'Comparison'>)
  }),
)

/** Makes the content of a past revision the current one, in a new revision. Status, dates and address stay. */
revisions.post(`${ONE}/restore`, (c) =>
  change(c, async (writer, article) => {
    const revision = await find(c, article.id, numberOf(c))
    if (revision instanceof Response) return revision
    if (!revision.content) return erased(c)
    const { slug, status, publishedAt, publishAt } = writableContent(article.content)
    const restored = { ...writableContent(revision.content), slug, status, publishedAt, publishAt }
    return save(writer, article, restored)
  }),
)

revisions.delete(ONE, requireScopes('keys:manage'), (c) => withoutText(c, erase(c), null))

const erase =
  (c: EditingContext) =>
  async (article: Article): Promise<Response> => {
    const revision = await find(c, article.id, numberOf(c), true)
    if (revision instanceof Response) return revision
    if (revision.number === article.revision) {
      const detail =
        'The current revision cannot be erased. Change the article, withdrawn if need be, so that another is current.'
      return problem(c, 'conflict', { detail })
    }
    const { number, content } = revision
    const { site, now, editor, outside } = writerOf(c)
    if (revision.erasedAt !== null) {
      if (hasBeenShown(article.status)) await outlastLeases(outside)
      return answerWith(revision, null)
    }
    const erasure = { articleId: article.id, number, content, keyId: editor.keyId, now }
    await deliver(outside, await eraseRevision(shelvesOf(c), site, erasure))
    return answerWith({ ...revision, erasedAt: now }, null)
  }

revisions.all(LIST, (c) => methodNotAllowed(c, 'GET'))
revisions.all(ONE, (c) => methodNotAllowed(c, 'GET, DELETE'))
revisions.all(`${ONE}/restore`, (c) => methodNotAllowed(c, 'POST'))

/** A revision the editor may see: it may have stood in a section that the article has left. */
async function find(c: EditingContext, articleId: number, number: number, isForErasing = false) {
  const revision = await findRevision(c.var.db, articleId, number).catch((fault) => {
    // What cannot be read can be erased, by whoever may erase anything.
    const isEnough = isForErasing && c.var.editor.sections === null
    const isUnread = fault instanceof D1Outage || fault instanceof LostText
    if (!isEnough || !isUnread) throw fault
    return findHead(c.var.db, articleId, number)
  })
  if (!revision) return problem(c, 'not-found')
  const section = revision.content?.section
  return mayEnter(c.var.editor, section) ? revision : problem(c, 'not-found')
}

const numberOf = (c: Context) => Number(c.req.param('number'))

const erased = (c: EditingContext) =>
  problem(c, 'conflict', { detail: 'The revision was erased; nothing is left of its content.' })

const represent = (revision: Revision): RevisionAnswer => ({
  number: revision.number,
  createdAt: toUtc(revision.createdAt),
  key: { id: revision.keyId, name: revision.keyName },
  erasedAt: toUtcOrNull(revision.erasedAt),
})

const answerWith = (revision: Revision, content: ContentAnswer | null) =>
  answer({ ...represent(revision), content } satisfies AnswerOf<'Revision'>)
