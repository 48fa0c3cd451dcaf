/** `/api/search`: the search index, for holders of `keys:manage`. */
import { Hono } from 'hono'
import { reindex } from '../articles/search/reindex'
import { answer } from './answer'
import { requireScopes } from './authenticate'
import type { EditingEnv } from './context'
import { validate } from './fields'
import { reindexInput } from './input'
import { methodNotAllowed, problem } from './problems'
import { lacksOverview } from './rights'

export const search = new Hono<EditingEnv>()

search.use(requireScopes('keys:manage'))

/** Makes the index anew for the next articles. Called again with `next` until that is null. */
search.post('/', async (c) => {
  const lacks = lacksOverview(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const result = validate(reindexInput, c.req.query())
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  return answer(await reindex(c.env.DB, result.value.cursor ?? 0))
})

search.all('/', (c) => methodNotAllowed(c, 'POST'))
