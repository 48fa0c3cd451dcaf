/** `/api/spread`: texts moved to a text database, for holders of `keys:manage`. */
import { Hono } from 'hono'
import { FILLING, textFills } from '../articles/texts/filling'
import { spread as moveTexts } from '../articles/texts/spread'
import { CATALOGUE, newestOf, shelvesOf } from '../articles/texts/stores'
import { secondsNow } from '../time'
import type { AnswerOf } from './contract/answers'
import { spreadInput } from './contract/input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { lacksOverview } from './door/rights'

/** How long text databases may take to say how full they are, in milliseconds. */
const PATIENCE = 2_000

export const spread = new Hono<EditingEnv>()

spread.use(requireScopes('keys:manage'))

/** Moves the next texts. Called again with `next` until that is null. */
spread.post('/', async (c) => {
  const lacks = lacksOverview(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const result = validate(spreadInput, c.req.query())
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const shelves = shelvesOf(c)
  const { cursor } = result.value
  const from = result.value.from ?? CATALOGUE
  const to = result.value.to ?? newestOf(shelves.stores)
  const faults = faultsOf([...shelves.stores.keys()], from, to)
  if (faults.length > 0) return problem(c, 'invalid-input', { errors: faults })
  const [target] = (await textFills(c.env, PATIENCE)).filter(({ name }) => name === `TEXT_${to}`)
  if ((target?.size?.share ?? 0) >= FILLING) {
    return problem(c, 'conflict', {
      detail: `TEXT_${to} is ${FILLING * 100} % full: bind another text database, and move texts there. See docs/growing.md.`,
    })
  }
  const [articleId = 0, number = 0] = (cursor ?? '').split('.').map(Number)
  const way = { from, to: to as number }
  const slice = await moveTexts(shelves, way, { articleId, number }, secondsNow())
  const next = slice.next && `${slice.next.articleId}.${slice.next.number}`
  return answer({ done: slice.done, next } satisfies AnswerOf<'Spread'>)
})

spread.all('/', (c) => methodNotAllowed(c, 'POST'))

/** What is wrong with a way to move texts. */
function faultsOf(bound: number[], from: number, to: number | null) {
  const lacks = (store: number) => `TEXT_${store} is not bound: see docs/growing.md`
  if (to === null)
    return [{ field: 'to', detail: 'there is no text database: see docs/growing.md' }]
  if (!bound.includes(to)) return [{ field: 'to', detail: lacks(to) }]
  if (from !== CATALOGUE && !bound.includes(from)) return [{ field: 'from', detail: lacks(from) }]
  return from === to ? [{ field: 'to', detail: 'must be another database than `from`' }] : []
}
