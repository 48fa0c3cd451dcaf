/** The operations on hand-ins. */
import { handInsInput } from './hand-in-input'
import type { Operation } from './operation'

const shown: Operation['answers'] = {
  200: { what: 'The hand-in as it is now.', schema: 'HandIn' },
}

export const HAND_INS: Operation[] = [
  {
    id: 'handIn',
    tag: 'Hand-ins',
    method: 'put',
    path: '/articles/{id}/hand-in',
    summary: 'Hand a draft in, to be published by who may',
    description:
      'In the revision that `If-Match` names. It takes the place of what was handed in before, and of what was said when that was sent back. Publishing, planning or withdrawing the article settles it.',
    scopes: ['articles:write'],
    ifMatch: true,
    body: { schema: 'NewHandIn', example: { note: '数字已与统计局核对' } },
    answers: { ...shown, 201: { what: 'Handed in.', schema: 'HandIn' } },
    problems: ['not-found', 'conflict', 'stale-revision', 'if-match-required'],
  },
  {
    id: 'getHandIn',
    tag: 'Hand-ins',
    method: 'get',
    path: '/articles/{id}/hand-in',
    summary: 'Read whether an article waits, or was sent back',
    description: 'Neither: 404.',
    scopes: null,
    answers: shown,
    problems: ['not-found'],
  },
  {
    id: 'takeBack',
    tag: 'Hand-ins',
    method: 'delete',
    path: '/articles/{id}/hand-in',
    summary: 'Take back what was handed in',
    description: 'What was sent back, too: then nobody is told of it any more.',
    scopes: ['articles:write'],
    answers: { 200: { what: 'The hand-in, as it was.', schema: 'HandIn' } },
    problems: ['not-found'],
  },
  {
    id: 'sendBack',
    tag: 'Hand-ins',
    method: 'post',
    path: '/articles/{id}/hand-in/return',
    summary: 'Send back what was handed in, with a note',
    description: 'To approve it, publish it: `PATCH` its `status`.',
    scopes: ['articles:publish'],
    ifMatch: true,
    body: { schema: 'Return', example: { note: '请补充第二段的出处' } },
    answers: shown,
    problems: ['not-found', 'conflict', 'stale-revision', 'if-match-required'],
  },
  {
    id: 'listHandIns',
    tag: 'Hand-ins',
    method: 'get',
    path: '/hand-ins',
    summary: 'List what waits to be published, or was sent back',
    description:
      'The oldest first, in the sections your key reaches. A page looks at 1,000 at most, so for a key limited to sections it may hold fewer than `limit`, or none: only `"next": null` marks the end.',
    scopes: null,
    query: handInsInput,
    answers: { 200: { what: 'One page of the list.', schema: 'HandInList' } },
    problems: ['invalid-input'],
  },
]
