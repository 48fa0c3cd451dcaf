/** `/wp/v2/posts`: articles written, changed and withdrawn, each by a call of the API. */
import { type NumberedArticle, selectNumbered, toNumbered } from '../../articles/numbered/numbers'
import { slugFrom } from '../../articles/writing/slug'
import { type Answered, callApi } from '../../editing/calling'
import { lacksScopes } from '../../editing/door/rights'
import { slugBudget } from '../../site'
import { answer, refuse, refused, refuseParams, unknown } from './answering'
import type { Asking } from './asking'
import { apiOf } from './post'
import { documentOf } from './post-document'
import { findPost, missing, represent } from './posts'

type Document = Record<string, unknown>

/** As often WordPress's next slugs are tried: `title-2` and so on. */
const SLUGS = 5

/** Others may write the same article meanwhile: who comes last wins, by going again from what they wrote. */
const ATTEMPTS = 5

export async function createPost(asking: Asking): Promise<Response> {
  const { caller, c, site } = asking
  if (!caller) return unknown('rest_cannot_create')
  const lacks = lacksScopes(caller.by.editor, ['articles:write'])
  if (lacks) return refuse(403, 'rest_cannot_create', lacks)
  if (asking.params.has('id'))
    return refuse(400, 'rest_post_exists', 'Cannot create existing post.')
  const read = await documentOf(asking, null)
  if ('faults' in read) return refuseParams(read.faults)
  const once = c.req.header('Idempotency-Key') ?? null
  const made = await withSlugs(asking, read.document, (json, n) =>
    callApi<{ id: number; notes?: string[] }>(caller, 'POST', '/articles', {
      json,
      // Each try is a request of its own: the one that was stored is known again by its number.
      once: once === null || n === 1 ? once : `${once} ${n}`,
    }),
  )
  if (!made.isOk) return refused(made, codesOf(read.document, 'rest_cannot_create'))
  const { id, notes } = made.body
  return saved(asking, id, notes, 201, { Location: apiOf(site, `/posts/${id}`) })
}

/** Where a slug is another's, the next one is tried, as WordPress does. */
async function withSlugs<T>(
  { site }: Asking,
  document: Document,
  send: (document: Document, n: number) => Promise<Answered<T>>,
): Promise<Answered<T>> {
  let sent = await send(document, 1)
  const { slug } = document
  for (let n = 2; n <= SLUGS && sent.problem?.name === 'slug-taken' && slug; n++) {
    const room = slugBudget(site) - `-${n}`.length
    sent = await send({ ...document, slug: `${slugFrom(String(slug), room)}-${n}` }, n)
  }
  return sent
}

const PUBLIC = new Set<unknown>(['published', 'scheduled'])

const codesOf = (document: Document, forbidden: string) => ({
  forbidden: PUBLIC.has(document.status) ? 'rest_cannot_publish' : forbidden,
  missing: 'rest_post_invalid_id',
  other: forbidden,
})

/** The post as it is now, as WordPress answers who wrote it. */
async function saved(
  asking: Asking,
  id: number,
  notes: string[] | undefined,
  status = 200,
  headers: Record<string, string> = {},
): Promise<Response> {
  const articles = await toNumbered(await selectNumbered(asking.db, [id], true).run())
  const article = articles?.[0]
  if (!article) return missing()
  const post = represent(asking, article, 'edit')
  return answer(notes?.length ? { ...post, notes } : post, status, headers)
}

/** What one try at a change comes to; `again` when another change came first. */
type Try = Response | 'again'

/** Tries a change of a post until nobody comes first, a few times. */
async function change(
  asking: Asking,
  forbidden: string,
  attempt: (article: NumberedArticle) => Promise<Try>,
): Promise<Response> {
  if (!asking.caller) return unknown(forbidden)
  for (let n = 0; n < ATTEMPTS; n++) {
    const article = await findPost(asking)
    if (!article) return missing()
    const done = await attempt(article)
    if (done !== 'again') return done
  }
  const headers = { 'Retry-After': '1' }
  return refuse(503, 'rest_busy', 'Too many are writing this post at once.', {}, headers)
}

export const updatePost = (asking: Asking) =>
  change(asking, 'rest_cannot_edit', async (article) => {
    const read = await documentOf(asking, article)
    if ('faults' in read) return refuseParams(read.faults)
    const { id, revision } = article
    const { caller } = asking
    if (!caller) return unknown('rest_cannot_edit')
    const sent = await withSlugs(asking, read.document, (json) =>
      callApi<{ notes?: string[] }>(caller, 'PATCH', `/articles/${id}`, { json, revision }),
    )
    if (sent.problem?.name === 'stale-revision') return 'again'
    if (!sent.isOk) return refused(sent, codesOf(read.document, 'rest_cannot_edit'))
    return saved(asking, id, sent.body.notes)
  })

/** Withdraws it: here nothing is deleted. With `force` it is answered as WordPress does what is gone for good. */
export const deletePost = (asking: Asking) =>
  change(asking, 'rest_cannot_delete', async (article) => {
    const { caller, params } = asking
    if (!caller) return unknown('rest_cannot_delete')
    const isForced = params.isTrue('force')
    const { id, revision, status } = article
    if (status === 'withdrawn' && !isForced)
      return refuse(410, 'rest_already_trashed', 'The post has already been deleted.')
    const previous = represent(asking, article, 'edit')
    const sent = await callApi(caller, 'DELETE', `/articles/${id}`, { revision })
    if (sent.problem?.name === 'stale-revision') return 'again'
    if (!sent.isOk) return refused(sent, codesOf({}, 'rest_cannot_delete'))
    return isForced ? answer({ deleted: true, previous }) : saved(asking, id, undefined)
  })
