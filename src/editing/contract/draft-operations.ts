/** The operations on pending drafts. */
import { draftsInput } from './draft-input'
import type { Operation } from './operation'

const shown: Operation['answers'] = {
  200: {
    what: 'The draft as it is now; `isPending` is false where it is what readers see.',
    schema: 'Draft',
    headers: ['ETag'],
  },
}
const saved: Operation['answers'] = {
  ...shown,
  201: { what: 'Begun.', schema: 'Draft', headers: ['ETag'] },
}
const problems: Operation['problems'] = [
  'not-found',
  'slug-taken',
  'address-taken',
  'conflict',
  'stale-revision',
  'if-match-required',
  'busy',
]

export const DRAFTS: Operation[] = [
  {
    id: 'getDraft',
    tag: 'Drafts',
    method: 'get',
    path: '/articles/{id}/draft',
    summary: 'Read what is pending of a published article',
    description: 'Nothing: 404.',
    scopes: null,
    answers: shown,
    problems: ['not-found'],
  },
  {
    id: 'patchDraft',
    tag: 'Drafts',
    method: 'patch',
    path: '/articles/{id}/draft',
    summary: 'Save a change of a published article, for later',
    description:
      'A JSON Merge Patch of the draft, or else of the article. `If-Match` is the draft’s ETag, or else the article’s. A draft that comes to what readers see is gone.',
    scopes: ['articles:write'],
    ifMatch: true,
    body: {
      type: 'application/merge-patch+json',
      schema: 'DraftPatch',
      example: { title: '更正后的标题' },
    },
    answers: saved,
    problems,
  },
  {
    id: 'putDraft',
    tag: 'Drafts',
    method: 'put',
    path: '/articles/{id}/draft',
    summary: 'Save a published article as it is to be, for later',
    description:
      'A whole document, as GET gives it; `slug`, `publishedAt` and `revision` stay unless given.',
    scopes: ['articles:write'],
    ifMatch: true,
    body: {
      schema: 'DraftReplacement',
      example: { title: '更正后的标题', section: 'news', body: '会议今天召开。' },
    },
    answers: saved,
    problems,
  },
  {
    id: 'discardDraft',
    tag: 'Drafts',
    method: 'delete',
    path: '/articles/{id}/draft',
    summary: 'Discard what is pending',
    description: 'For good: earlier versions of a draft are not kept.',
    scopes: ['articles:write'],
    ifMatch: true,
    answers: { 200: { what: 'The draft, as it was.', schema: 'Draft' } },
    problems: ['not-found', 'stale-revision', 'if-match-required'],
  },
  {
    id: 'publishDraft',
    tag: 'Drafts',
    method: 'post',
    path: '/articles/{id}/draft/publish',
    summary: 'Publish what is pending',
    description:
      'In a new revision, and the draft is gone. Where the article has changed since it began: 412; save it with the present `revision` first.',
    scopes: ['articles:publish'],
    ifMatch: true,
    answers: {
      200: { what: 'The article as it stands now.', schema: 'Article', headers: ['ETag'] },
    },
    problems: [...problems, 'answer-erased', 'invalid-input'],
  },
  {
    id: 'listDrafts',
    tag: 'Drafts',
    method: 'get',
    path: '/drafts',
    summary: 'List the articles of which something is pending',
    description:
      'The last change first, in the sections your key reaches. A page looks at 1,000 at most, so for a key limited to sections it may hold fewer than `limit`, or none: only `"next": null` marks the end.',
    scopes: null,
    query: draftsInput,
    answers: { 200: { what: 'One page of the list.', schema: 'DraftList' } },
    problems: ['invalid-input'],
  },
]
