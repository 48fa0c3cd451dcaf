/** `/api/purge`: has every page made anew, for holders of `keys:manage` who changed D1 by hand. */
import { Hono } from 'hono'
import { purgeEverything } from '../articles/writing/purge'
import { deliver } from '../delivery/outbox'
import type { AnswerOf } from './contract/answers'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { lacksOverview } from './door/rights'
import { byOf } from './saving/attempts'
import { writerOf } from './saving/http'

export const purge = new Hono<EditingEnv>()

purge.use(requireScopes('keys:manage'))

/** Answers once no reader can get what was before; asked again it does the same again, to no harm. */
purge.post('/', async (c) => {
  const lacks = lacksOverview(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const owed = await purgeEverything(c.var.db, byOf(c))
  const became = await deliver(writerOf(c).outside, owed)
  return answer({ purge: became } satisfies AnswerOf<'Purged'>)
})

purge.all('/', (c) => methodNotAllowed(c, 'POST'))
