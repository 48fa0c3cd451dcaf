/** `/api/articles`: what editors do with articles. */
import { Hono } from 'hono'
import { listArticles } from '../articles/filter'
import { siteOf } from '../site'
import { secondsNow } from '../time'
import type { AnswerOf } from './contract/answers'
import { listInput } from './contract/input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingContext, EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { limitSize, mergePatch, readJson, requireType } from './door/request'
import { lacksToRead } from './door/rights'
import { replacement } from './saving/check'
import { change, ID, reply, show, withArticle, writerOf } from './saving/http'
import { summarise, writable } from './saving/representation'
import { keyFaults, type Retry, toRetry } from './saving/retries'
import { save, withdraw } from './saving/save'

export const articles = new Hono<EditingEnv>()

articles.get('/', async (c) => {
  const lacks = lacksToRead(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const result = validate(listInput, c.req.query())
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const filter = { ...result.value, sections: c.var.editor.sections }
  const page = await listArticles(c.var.db, filter)
  const site = siteOf(c.env)
  return answer({
    articles: page.articles.map((found) => summarise(site, found)),
    next: page.next && `${page.next.id}.${page.next.updatedAt}`,
  } satisfies AnswerOf<'ArticleList'>)
})

articles.post(
  '/',
  requireScopes('articles:write'),
  requireType('application/json'),
  limitSize,
  readJson,
  async (c) => {
    const key = c.req.header('Idempotency-Key')
    const errors = keyFaults(key)
    if (errors.length > 0) return problem(c, 'invalid-input', { errors })
    const retry = key === undefined ? null : await retryOf(c, key)
    return reply(c, await save({ ...writerOf(c), retry }, null, c.var.json))
  },
)

async function retryOf(c: EditingContext, key: string): Promise<Retry> {
  const body = await c.req.arrayBuffer()
  return toRetry(c.var.editor.keyId, c.req.path, key, body, secondsNow())
}

articles.get(ID, (c) => withArticle(c, (article) => show(c, article)))

articles.put(
  ID,
  requireScopes('articles:write'),
  requireType('application/json'),
  limitSize,
  readJson,
  (c) => change(c, (writer, article) => save(writer, article, replacement(article, c.var.json))),
)

articles.patch(ID, requireType('application/merge-patch+json'), limitSize, readJson, (c) =>
  change(c, (writer, article) => save(writer, article, mergePatch(writable(article), c.var.json))),
)

articles.delete(ID, (c) => change(c, withdraw))

articles.all('/', (c) => methodNotAllowed(c, 'GET, POST'))
articles.all(ID, (c) => methodNotAllowed(c, 'GET, PUT, PATCH, DELETE'))
