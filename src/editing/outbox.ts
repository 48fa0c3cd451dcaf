/** `/api/outbox`: what is owed to the outside, for holders of `keys:manage`. */
import { Hono } from 'hono'
import { selectDebts } from '../delivery/outbox'
import { toUtc, toUtcOrNull } from '../time'
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
  const results = await c.env.DB.batch(selectDebts(c.env.DB, 100))
  const [owed, engines] = results as [D1Result<DebtRow>, D1Result<EngineRow>]
  return answer({
    owed: owed.results.map(({ isGone, nextAt, deadAt, ...debt }) => ({
      ...debt,
      ...(isGone === null ? {} : { isGone: isGone === 1 }),
      nextAt: toUtc(nextAt),
      deadAt: toUtcOrNull(deadAt),
    })),
    engines: engines.results.map(({ nextAt, quotaAt, ...engine }) => ({
      ...engine,
      nextAt: toUtc(nextAt),
      quotaAt: quotaAt > 0 ? toUtc(quotaAt) : null,
    })),
  })
})

outbox.all('/', (c) => methodNotAllowed(c, 'GET'))

interface DebtRow {
  kind: string
  subject: string
  isGone: number | null
  times: number
  attempts: number
  nextAt: number
  deadAt: number | null
}

interface EngineRow {
  name: string
  attempts: number
  nextAt: number
  quotaAt: number
  fault: string | null
}
