/** `/api/articles`: what editors do with articles. */
import { Hono } from 'hono'
import { listArticles } from '../articles/filter'
import { siteOf } from '../site'
import { answer } from './answer'
import { requireScopes } from './authenticate'
import { replacement } from './check'
import type { EditingContext, EditingEnv } from './context'
import { change, deskOf, ID, reply, show, withArticle } from './desk'
import { validate } from './fields'
import { listInput } from './input'
import { methodNotAllowed, problem } from './problems'
import { summarise, writable } from './representation'
import { limitSize, mergePatch, readJson, requireType } from './request'
import { type Retry, toRetry } from './retries'
import { lacksToRead } from './rights'
import { save, withdraw } from './save'

export const articles = new Hono<EditingEnv>()

articles.get('/', async (c) => {
  const lacks = lacksToRead(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const result = validate(listInput, c.req.query())
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const filter = { ...result.value, sections: c.var.editor.sections }
  const page = await listArticles(c.env.DB, filter)
  const site = siteOf(c.env)
  return answer({
    articles: page.articles.map((found) => summarise(site, found)),
    next: page.next && `${page.next.id}.${page.next.updatedAt}`,
  })
})

articles.post(
  '/',
  requireScopes('articles:write'),
  requireType('application/json'),
  limitSize,
  readJson,
  async (c) => {
    const retry = await retryOf(c)
    if (retry === 'bad') {
      const detail = 'Idempotency-Key must be 1 to 255 printable ASCII characters'
      return problem(c, 'invalid-input', { errors: [{ field: 'Idempotency-Key', detail }] })
    }
    return reply(c, await save({ ...deskOf(c), retry }, null, c.var.json))
  },
)

async function retryOf(c: EditingContext): Promise<Retry | 'bad' | null> {
  const key = c.req.header('Idempotency-Key')
  if (key === undefined) return null
  const body = await c.req.arrayBuffer()
  const now = Math.floor(Date.now() / 1000)
  return (await toRetry(c.var.editor.keyId, c.req.path, key, body, now)) ?? 'bad'
}

articles.get(ID, (c) => withArticle(c, (article) => show(c, article)))

articles.put(
  ID,
  requireScopes('articles:write'),
  requireType('application/json'),
  limitSize,
  readJson,
  (c) => change(c, (desk, article) => save(desk, article, replacement(article, c.var.json))),
)

articles.patch(ID, requireType('application/merge-patch+json'), limitSize, readJson, (c) =>
  change(c, (desk, article) => save(desk, article, mergePatch(writable(article), c.var.json))),
)

articles.delete(ID, (c) => change(c, withdraw))

articles.all('/', (c) => methodNotAllowed(c, 'GET, POST'))
articles.all(ID, (c) => methodNotAllowed(c, 'GET, PUT, PATCH, DELETE'))
