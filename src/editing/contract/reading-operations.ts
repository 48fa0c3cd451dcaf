/** The operations on readings. */
import { MAX_READINGS } from '../../articles/readings'
import type { Operation } from './operation'
import { readingsInput } from './reading-input'

export const READINGS: Operation[] = [
  {
    id: 'listReadings',
    tag: 'Readings',
    method: 'get',
    path: '/readings',
    summary: 'List the newsroom’s own readings',
    description: 'In the order of their words.',
    scopes: null,
    query: readingsInput,
    answers: { 200: { what: 'One page of the list.', schema: 'ReadingList' } },
    problems: ['invalid-input'],
  },
  {
    id: 'getReading',
    tag: 'Readings',
    method: 'get',
    path: '/readings/{word}',
    summary: 'Read how a word is read',
    scopes: null,
    answers: { 200: { what: 'Its reading.', schema: 'Reading' } },
    problems: ['not-found'],
  },
  {
    id: 'putReading',
    tag: 'Readings',
    method: 'put',
    path: '/readings/{word}',
    summary: 'Say how a word is read',
    description: `A newsroom may have ${MAX_READINGS} of them. It changes no article: what is proposed at the desk begins with them.`,
    scopes: ['articles:write'],
    body: { schema: 'NewReading', example: { pinyin: 'mǐn háng' } },
    answers: {
      200: { what: 'There was one already, and it is like this now.', schema: 'Reading' },
      201: { what: 'Created.', schema: 'Reading' },
    },
    problems: ['conflict', 'busy'],
  },
  {
    id: 'removeReading',
    tag: 'Readings',
    method: 'delete',
    path: '/readings/{word}',
    summary: 'Remove a reading',
    scopes: ['articles:write'],
    answers: { 200: { what: 'The reading, as it was.', schema: 'Reading' } },
    problems: ['not-found', 'busy'],
  },
]
