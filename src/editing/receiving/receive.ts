/** `POST /api/pictures`: a picture out of a request, kept. */
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { sha256 } from '../../articles/digest'
import { siteOf } from '../../site'
import { secondsNow } from '../../time'
import { answer } from '../door/answer'
import type { EditingContext, EditingEnv } from '../door/context'
import { problem, type Refusal } from '../door/problems'
import { limitSize, mediaTypeOf } from '../door/request'
import { keyFaults, type Retry, selectRecord, toRecord, toRetry } from '../saving/retries'
import { fetchPicture } from './fetched'
import { type Keeper, keepPicture } from './keep'
import { answerToPicture } from './representation'
import { convertHeic, makeSizes } from './sizes'
import { type Means, readTaken, take } from './take'

/** Room for a picture and all that is made of it. */
const MAX_UPLOAD_BYTES = 32_000_000

/** What is in the way is gone by then, in seconds. */
export const AGAIN = { 'Retry-After': '5' }

const TYPES = 'image/*, multipart/form-data or application/json'

/** Lets a picture through, whichever way it is sent. */
export const requirePicture = createMiddleware<EditingEnv>(async (c, next) => {
  const encoding = c.req.header('Content-Encoding')
  const type = mediaTypeOf(c)
  const isKnown =
    type.startsWith('image/') ||
    ['application/octet-stream', 'multipart/form-data', 'application/json'].includes(type)
  if (isKnown && (!encoding || encoding.toLowerCase() === 'identity')) return next()
  const detail = isKnown
    ? `Content-Encoding "${encoding}" is not accepted; send the body uncompressed.`
    : `Content-Type must be ${TYPES}${type ? `, not "${type}"` : ''}.`
  return problem(c, 'unsupported-media-type', { detail })
})

const limitFile = bodyLimit({
  maxSize: MAX_UPLOAD_BYTES,
  onError: (c) => problem(c, 'too-large', { detail: TOO_LARGE }),
})

/** An address needs no more room than an article. */
export const limitUpload = createMiddleware<EditingEnv>((c, next) =>
  mediaTypeOf(c) === 'application/json' ? limitSize(c, next) : limitFile(c, next),
)

const TOO_LARGE =
  'A picture may take 20 MB, and a form with smaller ones 32 MB. Send it smaller, or packed more tightly.'

const NO_BUCKET =
  'This newsroom takes no pictures yet: add [[r2_buckets]] with binding = "PICTURES" to wrangler.toml and deploy it. See docs/pictures.md.'

/** Takes, reads and keeps a picture, and says what became of it. */
export async function receive(c: EditingContext): Promise<Response> {
  const { PICTURES: bucket } = c.env
  if (!bucket) return problem(c, 'conflict', { detail: NO_BUCKET })
  const key = c.req.header('Idempotency-Key')
  const errors = keyFaults(key)
  if (errors.length > 0) return problem(c, 'invalid-input', { errors })
  const by = { keyId: c.var.editor.keyId, at: secondsNow() }
  // Read twice then: as it was sent, and for what it holds.
  const bytes = key === undefined ? null : await c.req.arrayBuffer()
  const retry = bytes && key ? await retryOf(c, key, bytes, by) : null
  // Before anything is fetched: it may not be there any more, and was kept all the same.
  const record = retry && (await toRecord(retry, await selectRecord(c.var.db, retry).run()))
  if (record === 'reused') return problem(c, 'idempotency-key-reused')
  if (record === 'erased') return problem(c, 'answer-erased')
  if (record) return answer(record.body, record.status, record.headers)
  const request = bytes ? new Request(c.req.url, again(c, bytes)) : c.req.raw

  const means = meansOf(c)
  const took = await take(request, mediaTypeOf(c), means)
  const read = 'taken' in took ? await readTaken(took.taken, means) : took
  if ('faults' in read) return problem(c, 'invalid-input', { errors: read.faults })
  const { sent } = read
  const kept = await keepPicture({ ...keeperOf(c, bucket), by, retry }, sent)
  if ('refusal' in kept) return refused(c, kept.refusal)
  const site = siteOf(c.env)
  const { body, status, headers } = answerToPicture(site, kept.picture, kept.isNew, sent.notes)
  return answer(body, status, headers)
}

/** What is said of a picture that is sent as it is stands in the query: another one is another request. */
async function retryOf(
  c: EditingContext,
  key: string,
  body: ArrayBuffer,
  { keyId, at }: Keeper['by'],
): Promise<Retry> {
  const retry = await toRetry(keyId, c.req.path, key, body, at)
  const { search } = new URL(c.req.url)
  return search ? { ...retry, bodyHash: await sha256(retry.bodyHash + search) } : retry
}

const again = (c: EditingContext, body: ArrayBuffer) => ({
  method: 'POST',
  headers: c.req.raw.headers,
  body,
})

const refused = (c: EditingContext, [name, particulars]: Refusal) =>
  problem(c, name, {
    ...particulars,
    ...(name === 'busy' || name === 'pictures-unavailable' ? { headers: AGAIN } : {}),
  })

function keeperOf(c: EditingContext, bucket: R2Bucket): Omit<Keeper, 'by' | 'retry'> {
  const { IMAGES } = c.env
  const site = siteOf(c.env)
  return {
    db: c.var.db,
    bucket,
    ...(IMAGES && { makeSizes: (file) => makeSizes(IMAGES, file) }),
    answerTo: (picture, isNew, notes) => answerToPicture(site, picture, isNew, notes),
  }
}

function meansOf(c: EditingContext): Means {
  const { IMAGES } = c.env
  return {
    fetchPicture: (address) =>
      fetchPicture(address, {
        origin: siteOf(c.env).origin,
        fetch: (request) => fetch(request),
      }),
    ...(IMAGES && { convertHeic: (bytes) => convertHeic(IMAGES, bytes) }),
  }
}
