/** `/api/renewal`: articles as today's rules have them, for holders of `keys:manage`. */
import { Hono } from 'hono'
import type { AnswerOf } from './contract/answers'
import { anewInput } from './contract/input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { lacksOverview } from './door/rights'
import { writerOf } from './saving/http'
import { renew } from './saving/renew'

export const renewal = new Hono<EditingEnv>()

renewal.use(requireScopes('keys:manage'))

/** Renews the next articles. Called again with `next` until that is null. */
renewal.post('/', async (c) => {
  const lacks = lacksOverview(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const result = validate(anewInput, c.req.query())
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const renewed = await renew(writerOf(c), result.value.cursor ?? 0)
  if (!renewed) return problem(c, 'busy', { headers: { 'Retry-After': '1' } })
  return answer(renewed satisfies AnswerOf<'Renewed'>)
})

renewal.all('/', (c) => methodNotAllowed(c, 'POST'))
