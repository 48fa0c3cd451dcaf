/** `/api/search`: the search index, for holders of `keys:manage`. */
import { Hono } from 'hono'
import { reindex } from '../articles/texts/reindex'
import { shelvesOf } from '../articles/texts/stores'
import type { AnswerOf } from './contract/answers'
import { anewInput } from './contract/input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { lacksOverview } from './door/rights'

export const search = new Hono<EditingEnv>()

search.use(requireScopes('keys:manage'))

/** Makes the index anew for the next articles. Called again with `next` until that is null. */
search.post('/', async (c) => {
  const lacks = lacksOverview(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const result = validate(anewInput, c.req.query())
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const slice = await reindex(shelvesOf(c), result.value.cursor ?? 0)
  return answer(slice satisfies AnswerOf<'Reindexed'>)
})

search.all('/', (c) => methodNotAllowed(c, 'POST'))
