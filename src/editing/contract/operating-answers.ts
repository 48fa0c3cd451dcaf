/** What the newsroom answers to whoever runs it. */
import * as z from 'zod'
import { MOST_OVERDUE } from '../../articles/planned'
import { LATE } from '../../delivery/beat'
import { MOST_GIVEN_UP } from '../../delivery/debts'

const count = z.int().min(0)
const instant = z.string().meta({ format: 'date-time' })
const status = z.enum(['pass', 'warn', 'fail'])

/** Of D1 and KV: whether they answer. */
const reached = z.object({
  status,
  fault: z
    .enum(['silent', 'unreachable', 'overloaded', 'quota'])
    .nullable()
    .describe(
      'Why not: no answer in time, no connection, too much to do, or the free plan’s day is used up.',
    ),
  ms: z.number().describe('How long that took, in milliseconds.'),
})

const database = z.object({
  name: z.string().describe('`DB`, or `TEXT_1` and so on.'),
  status,
  answers: z.boolean().describe('False too where a text database has no tables.'),
  percent: count.nullable().describe('How full it is, from 80 on. Null: less, or nobody knows.'),
})

export const health = z.object({
  status: status.describe(
    '`fail` with 503: somebody has to look. `warn`: worth knowing, but it mends itself or can wait.',
  ),
  checkedAt: instant.describe('Up to six seconds ago.'),
  checks: z
    .object({
      d1: reached,
      kv: reached,
      schema: z
        .object({
          status,
          applied: z.string().nullable().describe('The last migration of the database.'),
          expected: z.string().describe('The last that this version knows.'),
        })
        .nullable(),
      clock: z
        .object({
          status,
          tickedAt: instant.nullable().describe('Null: never yet.'),
          age: count.nullable().describe('How long ago, in seconds.'),
        })
        .nullable(),
      plans: z
        .object({
          status,
          overdue: count.describe(
            `Articles that were to come out more than ${LATE} seconds ago; ${MOST_OVERDUE} stands for as many or more.`,
          ),
          oldestAt: instant.nullable(),
        })
        .nullable(),
      debts: z
        .object({
          status,
          oldest: z
            .object({ kind: z.enum(['purge', 'overwrite', 'erase', 'picture']), age: count })
            .nullable()
            .describe(
              'What is owed to the edge, KV or R2 and has been due for longest, in seconds.',
            ),
          failing: z
            .object({ kind: z.enum(['purge', 'overwrite', 'erase', 'picture']), attempts: count })
            .nullable()
            .describe('What has failed most often in a row, and is tried again later.'),
          givenUp: count.describe(`${MOST_GIVEN_UP} stands for as many or more.`),
        })
        .nullable(),
      engines: z
        .object({
          status,
          failing: z
            .array(z.string())
            .describe('Search engines and hubs that did not take the last call.'),
        })
        .nullable(),
      databases: z
        .object({
          status,
          each: z.array(database).describe('The catalogue first, then the text databases.'),
        })
        .nullable(),
    })
    .describe('Null: nobody could look, as D1 did not answer.'),
  version: z.object({
    release: z.string(),
    id: z
      .string()
      .nullable()
      .describe('Cloudflare’s name for what is deployed; a machine of your own makes one up.'),
    deployedAt: instant.nullable(),
  }),
})

export const purged = z.object({
  purge: z
    .enum(['done', 'queued'])
    .describe(
      '`queued`: the edge could not be told at once. The clock tells it, within a minute or so.',
    ),
})
