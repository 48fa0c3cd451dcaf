/** `/api/articles`: what editors do with articles. */
import { Hono } from 'hono'
import { type StoredArticle, selectStored, toStored } from '../articles/store'
import { cachePolicy } from '../delivery/policy'
import { paths, siteOf } from '../site'
import type { EditingContext, EditingEnv } from './context'
import { methodNotAllowed, problem } from './problems'
import { etagOf, represent, writable } from './representation'
import { limitSize, mergePatch, readJson, requireType } from './request'
import { type Saved, save } from './save'

export const articles = new Hono<EditingEnv>()

articles.post('/', requireType('application/json'), limitSize, readJson, async (c) => {
  const site = siteOf(c.env)
  const saved = await save(c.env.DB, site, c.var.editor.keyId, null, c.var.json)
  if (!('article' in saved)) return refuse(c, saved)
  const Location = site.origin + paths.apiArticle(saved.article.id)
  return show(c, saved.article, 201, { Location })
})

articles.get('/:id{[1-9][0-9]{0,14}}', async (c) => {
  const article = await find(c)
  return article ? show(c, article) : problem(c, 'not-found')
})

articles.patch(
  '/:id{[1-9][0-9]{0,14}}',
  requireType('application/merge-patch+json'),
  limitSize,
  readJson,
  (c) => change(c, (article) => mergePatch(writable(article), c.var.json)),
)

articles.delete('/:id{[1-9][0-9]{0,14}}', (c) =>
  change(c, (article) => ({ ...writable(article), status: 'withdrawn' })),
)

articles.all('/', (c) => methodNotAllowed(c, 'POST'))
articles.all('/:id{[1-9][0-9]{0,14}}', (c) => methodNotAllowed(c, 'GET, PATCH, DELETE'))

async function find(c: EditingContext): Promise<StoredArticle | null> {
  return toStored(await selectStored(c.env.DB, Number(c.req.param('id'))).run())
}

/** Saves the document that `edit` makes of an article, if the editor has seen its last revision. */
async function change(
  c: EditingContext,
  edit: (article: StoredArticle) => Record<string, unknown>,
): Promise<Response> {
  const article = await find(c)
  if (!article) return problem(c, 'not-found')
  const condition = c.req.header('If-Match')
  if (!condition || condition.trim() === '*') return problem(c, 'if-match-required')
  if (!names(condition, etagOf(article))) return stale(c, article)
  const { keyId } = c.var.editor
  const saved = await save(c.env.DB, siteOf(c.env), keyId, article, edit(article))
  return 'article' in saved ? show(c, saved.article) : refuse(c, saved)
}

/**
 * Whether an If-Match names the ETag. RFC 9110 compares strongly here; but a proxy that compresses
 * our answer weakens its ETag to `W/"3"`, and an editor behind one could then never save.
 */
const names = (ifMatch: string, etag: string) =>
  ifMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag)

const refuse = (c: EditingContext, saved: Exclude<Saved, { article: StoredArticle }>) =>
  'faults' in saved
    ? problem(c, 'invalid-input', { errors: saved.faults })
    : problem(c, saved.refused)

function show(c: EditingContext, article: StoredArticle, status = 200, headers = {}): Response {
  return Response.json(represent(siteOf(c.env), article), {
    status,
    headers: { ...headers, ETag: etagOf(article), 'Cache-Control': cachePolicy.private },
  })
}

const stale = (c: EditingContext, article: StoredArticle) =>
  problem(c, 'stale-revision', {
    detail: `The article is at revision ${article.revision} now. Read it again and send its ETag in If-Match.`,
    headers: { ETag: etagOf(article) },
  })
