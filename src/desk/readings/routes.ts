/** `/desk/readings`: the newsroom's own readings, for who writes. */
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Reading } from '../../articles/readings'
import { lacksScopes } from '../../editing/door/rights'
import { callApi } from '../calling'
import { type DeskContext, type DeskEnv, wordsFor } from '../context'
import { sorry } from '../door/given-back'
import { formIn } from '../form-data'
import { goTo } from '../layout'
import { deskPaths } from '../paths'
import { alarm, reasonsOf } from '../refusal'
import { COMMON } from '../words'
import { done, placeIn, queryOf, readingsPage } from './page'
import { learn } from './script'
import { pathOf, put, readingIn } from './sent'

/** Lets in who may write. */
export const writers = createMiddleware<DeskEnv>(async (c, next) => {
  const words = wordsFor(c, COMMON)
  const lacks = lacksScopes(c.var.person.editor, ['articles:write'])
  return lacks ? sorry(c, 403, words.mayNot, words.mayNotText) : next()
})

export const readings = new Hono<DeskEnv>()
readings.use(writers)
readings.get('/', (c) => readingsPage(c, { said: done(c) }))
readings.post('/', change)
readings.post('/learn', learn)

/** Sets a reading, or removes it. */
async function change(c: DeskContext): Promise<Response> {
  const form = await formIn(c)
  const typed = readingIn(form)
  const isRemoval = form.get('do') === 'remove'
  const answer = isRemoval
    ? await callApi<Reading>(c, 'DELETE', pathOf(typed))
    : await put(c, typed)
  const isGone = isRemoval && answer.status === 404
  if (!answer.isOk && !isGone) {
    const said = alarm(c, reasonsOf(c, answer.problem))
    return readingsPage(c, { typed, said, status: answer.status })
  }
  const { word, pinyin } = isGone ? typed : answer.body
  const what = isGone ? 'gone' : isRemoval ? 'removed' : 'set'
  return goTo(deskPaths.readings + queryOf({ ...placeIn(c), done: what, word, pinyin }))
}
