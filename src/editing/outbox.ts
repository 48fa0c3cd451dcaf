/** `/api/outbox`: what is owed to the outside, for holders of `keys:manage`. */
import { Hono } from 'hono'
import { selectDebts } from '../delivery/debts'
import { toUtc, toUtcOrNull } from '../time'
import type { AnswerOf } from './contract/answers'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { lacksOverview } from './door/rights'

export const outbox = new Hono<EditingEnv>()

outbox.use(requireScopes('keys:manage'))

/** What is owed to the outside and not done yet; what was given up has `deadAt`. And who is told. */
outbox.get('/', async (c) => {
  const lacks = lacksOverview(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const results = await c.var.db.batch(selectDebts(c.var.db, 100))
  const [owed, engines] = results as [D1Result<DebtRow>, D1Result<EngineRow>]
  return answer({
    owed: owed.results.map(({ more, isGone, webhook, nextAt, deadAt, ...debt }) => ({
      ...debt,
      ...(more > 0 ? { more } : {}),
      ...(isGone === null ? {} : { isGone: isGone === 1 }),
      ...(webhook === null ? {} : { webhook }),
      nextAt: toUtc(nextAt),
      deadAt: toUtcOrNull(deadAt),
    })),
    engines: engines.results.map(({ nextAt, quotaAt, ...engine }) => ({
      ...engine,
      nextAt: toUtc(nextAt),
      quotaAt: quotaAt > 0 ? toUtc(quotaAt) : null,
    })),
  } satisfies Outbox)
})

outbox.all('/', (c) => methodNotAllowed(c, 'GET'))

type Outbox = AnswerOf<'Outbox'>

interface DebtRow
  extends Omit<Outbox['owed'][number], 'more' | 'isGone' | 'webhook' | 'nextAt' | 'deadAt'> {
  more: number
  isGone: number | null
  webhook: number | null
  nextAt: number
  deadAt: number | null
}

interface EngineRow extends Omit<Outbox['engines'][number], 'nextAt' | 'quotaAt'> {
  nextAt: number
  quotaAt: number
}
