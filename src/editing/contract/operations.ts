/** Every operation of the API: what it takes, what it answers, and an example that runs. */
import type { z } from 'zod'
import { MAX_SECTIONS } from '../../articles/writing/sections'
import type { ProblemName } from '../door/problems'
import type { Scope } from '../door/scopes'
import type { AnswerName } from './answers'
import type { InputName } from './documents'
import {
  anewInput,
  comparisonInput,
  exportInput,
  importInput,
  listInput,
  pagingInput,
} from './input'

import { PICTURES } from './picture-operations'

export interface Operation {
  id: string
  tag: keyof typeof TAGS
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below /api. */
  path: string
  summary: string
  description?: string
  /** What the key needs: none where any will do, null where any for articles, or `export:read`, will. */
  scopes: Scope[] | null
  query?: z.ZodObject
  ifMatch?: true
  idempotent?: true
  body?: {
    type?: string
    schema: InputName
    example: object
    /** Other types of media, and what they are; null for bytes. */
    others?: Record<string, InputName | null>
  }
  answers: Record<number, Answer>
  problems: ProblemName[]
}

interface Answer {
  what: string
  schema: AnswerName | AnswerName[]
  type?: string
  headers?: ('ETag' | 'Location')[]
}

export const TAGS = {
  Articles: 'What editors write.',
  Revisions: 'Earlier versions of an article: read, compared, restored, erased.',
  Pictures: 'Sent once, shown in any number of articles, taken down everywhere.',
  Sections: 'The headings articles appear under.',
  Archive: 'Everything out, and back in.',
  Keys: 'Who may do what, and who did what.',
}

const ARTICLE = {
  title: '区政协召开推进会',
  section: 'news',
  format: 'text',
  body: '会议通报了反映社(she)情民意工作情况。',
  keywords: ['发展', '市政协'],
  source: { name: '上海徐汇', url: 'https://example.org/' },
  publishedAt: '2024-07-13T13:51:02+08:00',
}

const changed: Record<number, Answer> = {
  200: { what: 'The article as it stands now.', schema: 'Article', headers: ['ETag'] },
}

export const OPERATIONS: Operation[] = [
  {
    id: 'listArticles',
    tag: 'Articles',
    method: 'get',
    path: '/articles',
    summary: 'List articles of any status',
    description:
      'Newest first. A page looks at 1,000 articles at most, so under a filter that few articles pass it may hold fewer than `limit`, or none: only `"next": null` marks the end.',
    scopes: null,
    query: listInput,
    answers: { 200: { what: 'One page of the list.', schema: 'ArticleList' } },
    problems: ['invalid-input'],
  },
  {
    id: 'postArticle',
    tag: 'Articles',
    method: 'post',
    path: '/articles',
    summary: 'Post an article',
    description:
      'Publishes it unless `status` or `publishAt` says otherwise. An article whose `origin` is known is updated instead; `slug`, `status`, the dates and `origin` stay as they are unless given.',
    scopes: ['articles:write'],
    idempotent: true,
    body: { schema: 'NewArticle', example: ARTICLE },
    answers: {
      201: { what: 'Posted.', schema: 'Article', headers: ['ETag', 'Location'] },
      200: {
        what: 'The article that came from this origin earlier, updated.',
        schema: 'Article',
        headers: ['ETag'],
      },
    },
    problems: [
      'slug-taken',
      'conflict',
      'answer-erased',
      'idempotency-key-reused',
      'stale-revision',
      'busy',
    ],
  },
  {
    id: 'getArticle',
    tag: 'Articles',
    method: 'get',
    path: '/articles/{id}',
    summary: 'Read an article as it stands',
    scopes: null,
    answers: { 200: { what: 'The article.', schema: 'Article', headers: ['ETag'] } },
    problems: ['not-found'],
  },
  {
    id: 'replaceArticle',
    tag: 'Articles',
    method: 'put',
    path: '/articles/{id}',
    summary: 'Replace an article',
    description:
      'Takes a whole document, as GET gives it. What is left out is removed, save for `slug`, `status`, the dates and `origin`, which stay.',
    scopes: ['articles:write'],
    ifMatch: true,
    body: { schema: 'ArticleReplacement', example: ARTICLE },
    answers: changed,
    problems: [
      'not-found',
      'slug-taken',
      'conflict',
      'stale-revision',
      'if-match-required',
      'busy',
    ],
  },
  {
    id: 'patchArticle',
    tag: 'Articles',
    method: 'patch',
    path: '/articles/{id}',
    summary: 'Change an article',
    description:
      'A JSON Merge Patch (RFC 7396). A new `slug` leaves a redirect at the old address; `null` makes it anew from the title.',
    scopes: ['articles:write'],
    ifMatch: true,
    body: {
      type: 'application/merge-patch+json',
      schema: 'ArticlePatch',
      example: { title: '新的标题', summary: null },
    },
    answers: changed,
    problems: [
      'not-found',
      'slug-taken',
      'conflict',
      'stale-revision',
      'if-match-required',
      'busy',
    ],
  },
  {
    id: 'withdrawArticle',
    tag: 'Articles',
    method: 'delete',
    path: '/articles/{id}',
    summary: 'Withdraw an article',
    description: 'Readers get 410; lists and sitemaps drop it. It can be published again.',
    scopes: ['articles:withdraw'],
    ifMatch: true,
    answers: changed,
    problems: ['not-found', 'stale-revision', 'if-match-required'],
  },
  {
    id: 'makePreview',
    tag: 'Articles',
    method: 'post',
    path: '/articles/{id}/previews',
    summary: 'Make a link that shows an article before it is public',
    scopes: ['articles:write'],
    body: { schema: 'NewPreview', example: { expiresIn: 3600 } },
    answers: { 201: { what: 'The link.', schema: 'Preview' } },
    problems: ['not-found'],
  },
  {
    id: 'listRevisions',
    tag: 'Revisions',
    method: 'get',
    path: '/articles/{id}/revisions',
    summary: 'List the revisions of an article',
    scopes: null,
    query: pagingInput,
    answers: { 200: { what: 'Its revisions, newest first.', schema: 'RevisionList' } },
    problems: ['not-found', 'invalid-input'],
  },
  {
    id: 'getRevision',
    tag: 'Revisions',
    method: 'get',
    path: '/articles/{id}/revisions/{number}',
    summary: 'Read a revision, or compare it with another',
    scopes: null,
    query: comparisonInput,
    answers: {
      200: {
        what: 'The revision; with `compare`, what differs.',
        schema: ['Revision', 'Comparison'],
      },
    },
    problems: ['not-found', 'conflict', 'invalid-input'],
  },
  {
    id: 'restoreRevision',
    tag: 'Revisions',
    method: 'post',
    path: '/articles/{id}/revisions/{number}/restore',
    summary: 'Make a revision current again',
    description: 'In a new revision. Status, dates and address stay as they are.',
    scopes: ['articles:write'],
    ifMatch: true,
    answers: changed,
    problems: [
      'not-found',
      'conflict',
      'slug-taken',
      'stale-revision',
      'if-match-required',
      'invalid-input',
      'busy',
    ],
  },
  {
    id: 'eraseRevision',
    tag: 'Revisions',
    method: 'delete',
    path: '/articles/{id}/revisions/{number}',
    summary: 'Erase a past revision, for good',
    description: 'Its number, author and date stay. The current one cannot be erased.',
    scopes: ['keys:manage'],
    answers: { 200: { what: 'The revision, without content.', schema: 'Revision' } },
    problems: ['not-found', 'conflict'],
  },
  ...PICTURES,
  {
    id: 'listSections',
    tag: 'Sections',
    method: 'get',
    path: '/sections',
    summary: 'List sections in their order',
    description: 'Those your key reaches.',
    scopes: [],
    answers: { 200: { what: 'The sections.', schema: 'SectionList' } },
    problems: [],
  },
  {
    id: 'getSection',
    tag: 'Sections',
    method: 'get',
    path: '/sections/{slug}',
    summary: 'Read a section',
    scopes: [],
    answers: { 200: { what: 'The section.', schema: 'Section' } },
    problems: ['not-found'],
  },
  {
    id: 'putSection',
    tag: 'Sections',
    method: 'put',
    path: '/sections/{slug}',
    summary: 'Create or change a section',
    description: `A newsroom may have ${MAX_SECTIONS}. Without \`position\` it stays where it is, and a new one comes last; without \`description\` it has none.`,
    scopes: ['sections:write'],
    body: {
      schema: 'NewSection',
      example: { name: '文化教育', position: 2, description: '学校、图书馆与演出' },
    },
    answers: {
      200: { what: 'It existed already, and is like this now.', schema: 'Section' },
      201: { what: 'Created.', schema: 'Section' },
    },
    problems: ['conflict', 'busy'],
  },
  {
    id: 'removeSection',
    tag: 'Sections',
    method: 'delete',
    path: '/sections/{slug}',
    summary: 'Remove a section that never had an article',
    description: 'Not even a draft: addresses are for good.',
    scopes: ['sections:write'],
    answers: { 200: { what: 'The section, as it was.', schema: 'Section' } },
    problems: ['not-found', 'conflict', 'busy'],
  },
  {
    id: 'export',
    tag: 'Archive',
    method: 'get',
    path: '/export',
    summary: 'Read everything',
    description:
      'NDJSON: sections, articles as they stand, past revisions, and an end line. An answer without an end line was cut off; where its `next` is not null, the export continues there.',
    scopes: ['export:read'],
    query: exportInput,
    answers: {
      200: {
        what: 'One JSON object per line.',
        schema: 'ExportLine',
        type: 'application/x-ndjson',
      },
    },
    problems: ['invalid-input'],
  },
  {
    id: 'import',
    tag: 'Archive',
    method: 'post',
    path: '/import',
    summary: 'Write many articles',
    description:
      'NDJSON, at most 1,000 lines, blank ones included, and 32 MiB, of which a line may take 1: articles as for a single post, or the lines of an export. Answers with one result per line, in order; good lines are kept when others are refused, and the first that there is no room for is answered with `too-large`, and is the last. Each hundred lines that are written together count as a write; lines beyond the limit are answered with 429, untried. With an `Idempotency-Key` the same request can safely be sent again after a break.',
    scopes: ['articles:write'],
    query: importInput,
    idempotent: true,
    body: { type: 'application/x-ndjson', schema: 'ImportLine', example: ARTICLE },
    answers: {
      200: { what: 'One result per line.', schema: 'ImportResult', type: 'application/x-ndjson' },
      422: {
        what: 'With `atomic=true`: nothing was stored, and the results say why.',
        schema: 'ImportResult',
        type: 'application/x-ndjson',
      },
    },
    problems: [],
  },
  {
    id: 'listKeys',
    tag: 'Keys',
    method: 'get',
    path: '/keys',
    summary: 'List keys',
    description: 'Those that may do no more than your own, and nowhere else.',
    scopes: ['keys:manage'],
    answers: { 200: { what: 'The keys.', schema: 'KeyList' } },
    problems: [],
  },
  {
    id: 'makeKey',
    tag: 'Keys',
    method: 'post',
    path: '/keys',
    summary: 'Make a key',
    description:
      'It can have no scopes or sections that your own key lacks, and cannot outlast it.',
    scopes: ['keys:manage'],
    body: {
      schema: 'NewKey',
      example: { name: 'Stringer', scopes: ['articles:write'], sections: ['news'] },
    },
    answers: { 201: { what: 'The key, with its secret.', schema: 'MadeKey' } },
    problems: [],
  },
  {
    id: 'getKey',
    tag: 'Keys',
    method: 'get',
    path: '/keys/{id}',
    summary: 'Read what a key may do',
    scopes: ['keys:manage'],
    answers: { 200: { what: 'The key.', schema: 'Key' } },
    problems: ['not-found'],
  },
  {
    id: 'revokeKey',
    tag: 'Keys',
    method: 'delete',
    path: '/keys/{id}',
    summary: 'Revoke a key at once',
    description:
      'Your own, or one that lasts no longer. A key that was rotated can only revoke itself.',
    scopes: ['keys:manage'],
    answers: { 200: { what: 'The key.', schema: 'Key' } },
    problems: ['not-found'],
  },
  {
    id: 'rotateKey',
    tag: 'Keys',
    method: 'post',
    path: '/keys/{id}/rotate',
    summary: 'Replace a key with a new one',
    description:
      'The old one goes on working for `overlap` seconds, but manages no keys any more. The new one lasts as long as the old one was made for, which must not be longer than your own.',
    scopes: ['keys:manage'],
    body: { schema: 'Rotation', example: { overlap: 3600 } },
    answers: { 201: { what: 'The new key, with its secret.', schema: 'MadeKey' } },
    problems: ['not-found', 'conflict'],
  },
  {
    id: 'listAudit',
    tag: 'Keys',
    method: 'get',
    path: '/audit',
    summary: 'List who did what, when, and to which revision',
    scopes: ['keys:manage'],
    query: pagingInput,
    answers: { 200: { what: 'The latest entries.', schema: 'Trail' } },
    problems: ['invalid-input'],
  },
  {
    id: 'listOutbox',
    tag: 'Keys',
    method: 'get',
    path: '/outbox',
    summary: 'List what is still owed to the edge, to KV and to search engines',
    scopes: ['keys:manage'],
    answers: { 200: { what: 'What is owed, and how each engine stands.', schema: 'Outbox' } },
    problems: [],
  },
  {
    id: 'reindex',
    tag: 'Archive',
    method: 'post',
    path: '/search',
    summary: 'Rebuild the search index',
    description:
      'Up to 25 articles at a time: call it again with `next` as `cursor` until that is null.',
    scopes: ['keys:manage'],
    query: anewInput,
    answers: { 200: { what: 'How far it has got.', schema: 'Reindexed' } },
    problems: ['invalid-input'],
  },
  {
    id: 'renew',
    tag: 'Archive',
    method: 'post',
    path: '/renewal',
    summary: 'Put right what was accepted under other rules',
    description:
      'Names in one spelling (a new revision), bodies as they are rendered today (the same revision); what is so already is left alone. Up to 25 articles at a time: call it again with `next` as `cursor` until that is null.',
    scopes: ['keys:manage'],
    query: anewInput,
    answers: { 200: { what: 'How far it has got.', schema: 'Renewed' } },
    problems: ['busy', 'invalid-input'],
  },
]
