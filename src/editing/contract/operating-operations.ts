/** The operations for whoever runs the newsroom. */
import type { Operation } from './operation'

const WHAT = 'What there is to find out.'

export const OPERATING: Operation[] = [
  {
    id: 'health',
    tag: 'Operating',
    method: 'get',
    path: '/health',
    summary: 'See whether the newsroom runs',
    description:
      'For monitors: 503 when somebody has to look. Writes nothing, answers within a few seconds whatever hangs, and counts 60 requests a minute from one address.',
    scopes: 'open',
    answers: {
      200: { what: WHAT, schema: 'Health' },
      503: { what: WHAT, schema: 'Health' },
    },
    problems: [],
  },
  {
    id: 'purge',
    tag: 'Operating',
    method: 'post',
    path: '/purge',
    summary: 'Have every page made anew',
    description:
      'For whoever changed the database by hand. Purges that were given up are in it, and copies in KV that were are tried again. Takes a key that is not limited to sections. Done twice it does no harm.',
    scopes: ['keys:manage'],
    answers: {
      200: { what: 'No reader gets what was before, from now on.', schema: 'Purged' },
    },
    problems: [],
  },
]
