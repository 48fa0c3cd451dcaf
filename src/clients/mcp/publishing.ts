/** Tools that decide what readers see. */
import * as z from 'zod'
import { callApi } from '../../editing/calling'
import type { AnswerOf } from '../../editing/contract/answers'
import { dateTime } from '../../editing/contract/values'
import { id, isOfArticle, revision, written, writtenArticle } from './shown'
import { type Access, failed, refused, tool } from './tool'

const annotations = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: true,
  openWorldHint: true,
}

export const publishArticle = tool({
  name: 'publish_article',
  title: 'Publish',
  description: `Makes public, at once and for everybody, the version that \`revision\` names: a draft, a plan ahead of its time, a withdrawn article again (at its old place, with its old date), or the pending change of a published article. Only do this when you were asked to: addresses are for good, and search engines are told.`,
  input: z.strictObject({ id, revision }),
  output: written,
  annotations,
  scopes: ['articles:write', 'articles:publish'],
  call: async (access, { id, revision }) => {
    if (isOfArticle(revision)) return setStatus(access, id, revision, { status: 'published' })
    const path = `/articles/${id}/draft/publish`
    const answered = await callApi<AnswerOf<'Article'>>(access.caller, 'POST', path, {
      ifMatch: `"${revision}"`,
    })
    if (!answered.isOk) return refused(answered)
    return { says: 'The change is public.', value: writtenArticle(answered) }
  },
})

export const scheduleArticle = tool({
  name: 'schedule_article',
  title: 'Plan a publication',
  description: `Plans a draft to be published at a moment, within the minute; or plans it anew; or, with \`publishAt: null\`, calls the plan off and makes it a draft again. A pending change of a published article cannot be planned. Only do this when you were asked to.`,
  input: z.strictObject({
    id,
    revision,
    publishAt: dateTime
      .nullable()
      .describe(
        'RFC 3339 with an offset, in the future, like 2026-12-01T06:00:00+08:00; null calls the plan off.',
      ),
  }),
  output: written,
  annotations,
  scopes: ['articles:write', 'articles:publish'],
  call: async (access, { id, revision, publishAt }) => {
    if (!isOfArticle(revision)) return failed(NOT_PLANNED)
    const status = publishAt === null ? 'draft' : 'scheduled'
    return setStatus(access, id, revision, { status, publishAt })
  },
})

const NOT_PLANNED =
  'This is the revision of a pending change, which cannot be planned: publish_article makes it public when its time has come.'

export const withdrawArticle = tool({
  name: 'withdraw_article',
  title: 'Withdraw',
  description: `Takes an article away from readers: its address says that it is gone, lists and search engines drop it. A draft can be withdrawn too. publish_article brings it back. Nothing is deleted. Only do this when you were asked to.

Of an article with a pending change pass its articleRevision.`,
  input: z.strictObject({ id, revision }),
  output: written,
  annotations,
  scopes: ['articles:withdraw'],
  call: async ({ caller }, { id, revision }) => {
    if (!isOfArticle(revision)) return failed(OF_CHANGE)
    const answered = await callApi<AnswerOf<'Article'>>(caller, 'DELETE', `/articles/${id}`, {
      ifMatch: `"${revision}"`,
    })
    if (!answered.isOk) return refused(answered)
    return { says: 'Withdrawn.', value: writtenArticle(answered) }
  },
})

const OF_CHANGE =
  'This is the revision of a pending change. Pass the article’s own, which get_article shows as pendingChange.articleRevision.'

/** Says so where nothing came of it: perhaps something else was meant. */
async function setStatus(
  { caller }: Access,
  id: number,
  revision: string,
  json: Record<string, unknown>,
) {
  const answered = await callApi<AnswerOf<'Article'>>(caller, 'PATCH', `/articles/${id}`, {
    json,
    ifMatch: `"${revision}"`,
  })
  if (!answered.isOk) return refused(answered)
  const { status, revision: now } = answered.body
  const says =
    String(now) === revision
      ? `Nothing changed: it was ${status} in this revision already. To publish a pending change pass the revision of that.`
      : `It is ${status} now.`
  return { says, value: writtenArticle(answered) }
}
