/** Tools that write what readers do not see yet. */
import * as z from 'zod'
import { sha256 } from '../../articles/digest'
import { callApi } from '../../editing/calling'
import type { AnswerOf } from '../../editing/contract/answers'
import { articleInput, LIMITS } from '../../editing/contract/input'
import { optional } from '../../editing/contract/values'
import { id, isOfArticle, revision, written, writtenArticle, writtenDraft } from './shown'
import { type Access, failed, refused, tool } from './tool'

const CONTENT = {
  title: true,
  section: true,
  body: true,
  format: true,
  summary: true,
  keywords: true,
  author: true,
  source: true,
  lead: true,
  slug: true,
  language: true,
} as const

/** What a tool may say of an article; its slug is looked at where the rest of its address is known. */
const content = articleInput(null, ['draft']).pick(CONTENT)

const MARKDOWN = `The text is CommonMark with tables and footnotes unless \`format\` says \`html\` or \`text\`; do not repeat the title in it. Pinyin is written {社|shè}, or {政协|zhèng xié} above a group, and shown above the characters. A picture of the newsroom is ![what it shows](picture:HASH "caption"), with the hash that upload_picture answers. At most ${LIMITS.bodyKiB} KiB.`

export const createDraft = tool({
  name: 'create_draft',
  title: 'Create a draft',
  description: `Makes a new article as a draft, which readers do not see: an editor looks at it at the newsroom's desk, or publish_article or schedule_article make it public. It cannot publish.

${MARKDOWN}

The same call made again within a day makes no second draft: it answers with the first. To make another with the very same text, pass a new \`requestId\`.`,
  input: content.extend({
    requestId: optional(
      z
        .string('must be a string')
        .regex(/^[\x20-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters'),
    ).describe(
      'Any text of your own for this draft alone; made from the arguments unless given. Calls with the same make one draft.',
    ),
  }),
  output: written,
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  scopes: ['articles:write'],
  call: async ({ caller }, { requestId, ...fields }) => {
    const json = { ...inOrder(fields), status: 'draft' }
    const once = requestId ?? `mcp:${await sha256(JSON.stringify(json))}`
    const answered = await callApi<AnswerOf<'Article'>>(caller, 'POST', '/articles', { json, once })
    if (!answered.isOk) return refused(answered)
    return { says: 'A draft. Readers do not see it.', value: writtenArticle(answered) }
  },
})

/** The same however a client orders arguments. */
const inOrder = (fields: Record<string, unknown>) =>
  Object.fromEntries(
    Object.keys(CONTENT).flatMap((field) => (field in fields ? [[field, fields[field]]] : [])),
  )

export const updateArticle = tool({
  name: 'update_article',
  title: 'Change an article',
  description: `Changes the fields that are given; the others stay, and null takes one away. A draft or a withdrawn article is changed as it is. Of a published article the change is saved as its pending change, of which readers see nothing until publish_article: pass the revision that this answers there. What is scheduled is changed as it will be published, which takes articles:publish.

\`revision\` must be the one that get_article showed. If somebody has changed the article since, this is refused: read it again, make your change to what you find, and pass the new revision.

A body replaces the whole text: read all of it first, and never pass a part. ${MARKDOWN}`,
  input: content.partial().extend({
    id,
    revision,
    articleRevision: optional(
      z.string('must be a string').regex(/^\d{1,15}$/, 'must be the revision of the article'),
    ).describe(
      'Only where get_article says that a pending change isBehind: the articleRevision that you have read and taken over.',
    ),
  }),
  output: written,
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
  scopes: ['articles:write'],
  call: async (access, { id, revision, articleRevision, ...fields }) => {
    if (Object.keys(fields).length === 0 && !articleRevision) {
      return failed('Nothing to change: give at least one field, like title or body.')
    }
    const ifMatch = `"${revision}"`
    const isPublic = isOfArticle(revision) ? await statusOf(access, id) : 'published'
    if (typeof isPublic !== 'string') return refused(isPublic)
    if (isPublic === 'published') {
      const json = { ...fields, ...(articleRevision && { revision: Number(articleRevision) }) }
      const path = `/articles/${id}/draft`
      const answered = await callApi<AnswerOf<'Draft'>>(access.caller, 'PATCH', path, {
        json,
        ifMatch,
      })
      if (!answered.isOk) return refused(answered)
      const says = answered.body.isPending
        ? 'A pending change. Readers see the article as it was until publish_article.'
        : 'That is what readers see already: nothing is pending.'
      return { says, value: writtenDraft(answered) }
    }
    const path = `/articles/${id}`
    const answered = await callApi<AnswerOf<'Article'>>(access.caller, 'PATCH', path, {
      json: fields,
      ifMatch,
    })
    if (!answered.isOk) return refused(answered)
    return { says: `Changed; it is ${answered.body.status}.`, value: writtenArticle(answered) }
  },
})

/** What an article is now, or why it cannot be told. */
async function statusOf({ caller }: Access, id: number) {
  const answered = await callApi<AnswerOf<'Article'>>(caller, 'GET', `/articles/${id}`)
  return answered.isOk ? answered.body.status : answered
}
