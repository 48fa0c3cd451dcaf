/** `/api/audit`: who did what, for holders of `keys:manage`. */
import { Hono } from 'hono'
import { listAudit } from '../articles/writing/audit'
import { toUtc } from '../time'
import type { AnswerOf } from './contract/answers'
import { pagingInput } from './contract/input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { lacksOverview } from './door/rights'

export const audit = new Hono<EditingEnv>()

audit.use(requireScopes('keys:manage'))

audit.get('/', async (c) => {
  const lacks = lacksOverview(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const result = validate(pagingInput, c.req.query())
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const { cursor, limit } = result.value
  const entries = await listAudit(c.var.db, cursor ?? Number.MAX_SAFE_INTEGER, limit)
  return answer({
    entries: entries.map(({ id: _, at, ...entry }) => ({ at: toUtc(at), ...entry })),
    next: entries.length === limit ? (entries.at(-1)?.id ?? null) : null,
  } satisfies AnswerOf<'Trail'>)
})

audit.all('/', (c) => methodNotAllowed(c, 'GET'))
