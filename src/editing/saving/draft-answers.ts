/** What the handlers for pending drafts share: what is there, and how it is answered. */
import { type DraftState, findDraft, type PendingDraft } from '../../articles/drafts'
import type { StoredArticle } from '../../articles/store'
import { toUtc } from '../../time'
import type { AnswerOf } from '../contract/answers'
import { answer } from '../door/answer'
import type { EditingContext } from '../door/context'
import { problem } from '../door/problems'
import { lacksSection, mayEnter } from '../door/rights'
import { withArticle } from './http'
import { etagOf, writableContent } from './representation'

/** Answers with an article the editor may see, and what is pending of it. */
export const withDraft = (
  c: EditingContext,
  work: (article: StoredArticle, draft: PendingDraft | null) => Response | Promise<Response>,
) =>
  withArticle(c, async (article) => {
    const draft = await findDraft(c.var.db, article)
    const section = draft?.content.section ?? article.section.slug
    if (mayEnter(c.var.editor, section)) return work(article, draft)
    return problem(c, 'forbidden', { detail: lacksSection(section) })
  })

export const etagOfDraft = ({ version }: DraftState) => `"${version}"`

/** What is told of a draft besides its text. */
export const stateOf = ({ revision }: Pick<StoredArticle, 'revision'>, draft: DraftState) => ({
  revision: draft.revision,
  isBehind: draft.revision !== revision,
  by: draft.by,
  createdAt: toUtc(draft.createdAt),
  updatedAt: toUtc(draft.updatedAt),
})

/** The article as it would be published; `draft` is null where that is what readers see. */
export const representDraft = (
  article: StoredArticle,
  draft: PendingDraft | null,
  isPending: boolean,
) => ({
  id: article.id,
  ...writableContent(draft?.content ?? article.content),
  isPending,
  ...(draft ? stateOf(article, draft) : { ...NOBODYS, revision: article.revision }),
})

const NOBODYS = { isBehind: false, by: null, createdAt: null, updatedAt: null }

/** Answers with what is pending, or with what readers see. */
export const showDraft = (
  article: StoredArticle,
  draft: PendingDraft | null,
  notes: string[] = [],
  status = 200,
) =>
  answer(
    {
      ...representDraft(article, draft, draft !== null),
      ...(notes.length > 0 && { notes }),
    } satisfies AnswerOf<'Draft'>,
    status,
    { ETag: draft ? etagOfDraft(draft) : etagOf(article) },
  )

/** The answer where there is nothing for a draft to change. */
export const hiddenArticle = (c: EditingContext, { status }: StoredArticle) =>
  problem(c, 'conflict', {
    detail: `Drafts are for what readers can see, and the article is ${status}. Change it with PATCH /api/articles/{id}.`,
  })

/** The answer to who has not seen the present draft. */
export const staleDraft = (c: EditingContext, draft: PendingDraft) =>
  problem(c, 'stale-revision', {
    detail: `The draft is another one now, saved by ${draft.by.name}. Read it again and send its ETag in If-Match.`,
    headers: { ETag: etagOfDraft(draft) },
  })

/** The answer to who would publish over a revision that the draft knows nothing of. */
export const behindArticle = (c: EditingContext, article: StoredArticle, draft: PendingDraft) =>
  problem(c, 'stale-revision', {
    detail: `The article is at revision ${article.revision} now, and the draft began from an earlier one. Compare both, save the draft with that \`revision\`, and publish it then.`,
    headers: { ETag: etagOfDraft(draft) },
  })

/** The answer where nothing is pending. */
export const noDraft = (c: EditingContext) =>
  problem(c, 'not-found', { detail: 'Nothing of this article is pending.' })
