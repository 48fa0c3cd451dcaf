/** Tools that write what readers do not see yet. */
import type { CallToolResult } from '@modelcontextprotocol/server'
import * as z from 'zod'
import { sha256 } from '../../articles/digest'
import { callApi } from '../../editing/calling'
import type { AnswerOf } from '../../editing/contract/answers'
import { articleInput, LIMITS } from '../../editing/contract/input'
import { optional } from '../../editing/contract/values'
import { edited, edits } from './edits'
import {
  id,
  isOfArticle,
  revision,
  revisionIn,
  written,
  writtenArticle,
  writtenDraft,
} from './shown'
import { type Access, failed, refused, STALE, tool } from './tool'

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

To change places in the text pass \`edits\`: the rest stays to the letter, and you need not send it. A \`body\` replaces the whole text: read all of it first, and never pass a part. ${MARKDOWN}`,
  input: content.partial().extend({
    id,
    revision,
    edits: optional(edits).describe('Places of the text to change, one after the other.'),
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
  call: async (access, { id, revision, articleRevision, edits, ...fields }) => {
    if (Object.keys(fields).length === 0 && !articleRevision && !edits) {
      return failed('Nothing to change: give at least one field, like title, edits or body.')
    }
    if (edits && fields.body != null) return failed('Give either edits or body.')
    const seen = await seenIn(access, id, revision, edits != null)
    if ('refusal' in seen) return seen.refusal
    const text = edits ? edited(seen.body, edits) : null
    if (text && 'fault' in text) return failed(`${text.fault} Nothing was stored.`)
    const json = { ...fields, ...(text && { body: text.text }) }
    if (seen.status !== 'published') return change(access, id, revision, json)
    const base = articleRevision ? { revision: Number(articleRevision) } : {}
    return changeLater(access, id, revision, { ...json, ...base })
  },
})

type Document = Record<string, unknown>

/** Changes what readers do not see: the API takes that of the article itself. */
async function change({ caller }: Access, id: number, revision: string, json: Document) {
  const path = `/articles/${id}`
  const sent = { json, ifMatch: `"${revision}"` }
  const answered = await callApi<AnswerOf<'Article'>>(caller, 'PATCH', path, sent)
  if (!answered.isOk) return refused(answered)
  return { says: `Changed; it is ${answered.body.status}.`, value: writtenArticle(answered) }
}

/** Saves a change of what readers see, for them to see later. */
async function changeLater({ caller }: Access, id: number, revision: string, json: Document) {
  const path = `/articles/${id}/draft`
  const sent = { json, ifMatch: `"${revision}"` }
  const answered = await callApi<AnswerOf<'Draft'>>(caller, 'PATCH', path, sent)
  if (!answered.isOk) return refused(answered)
  const says = answered.body.isPending
    ? 'A pending change. Readers see the article as it was until publish_article.'
    : 'That is what readers see already: nothing is pending.'
  return { says, value: writtenDraft(answered) }
}

/** What the article is now, and its text in the version that was read, where that is asked for. */
type Seen = { status: string; body: string } | { refusal: CallToolResult }

async function seenIn(
  access: Access,
  id: number,
  revision: string,
  isTextAsked: boolean,
): Promise<Seen> {
  const { caller } = access
  const path = `/articles/${id}`
  if (!isOfArticle(revision)) {
    if (!isTextAsked) return { status: 'published', body: '' }
    const draft = await callApi<AnswerOf<'Draft'>>(caller, 'GET', `${path}/draft`)
    if (!draft.isOk) return { refusal: refused(draft) }
    const isSame = revisionIn(draft.etag) === revision
    return isSame ? { status: 'published', body: draft.body.body } : { refusal: failed(STALE) }
  }
  const article = await callApi<AnswerOf<'Article'>>(caller, 'GET', path)
  if (!article.isOk) return { refusal: refused(article) }
  const { status, body } = article.body
  if (!isTextAsked || String(article.body.revision) === revision) return { status, body }
  // Perhaps this very call has changed it, and its answer got lost: the API knows, if it is sent the same.
  const past = await callApi<AnswerOf<'Revision'>>(caller, 'GET', `${path}/revisions/${revision}`)
  const before = past.isOk ? past.body.content : null
  return before ? { status, body: before.body } : { refusal: failed(STALE) }
}
