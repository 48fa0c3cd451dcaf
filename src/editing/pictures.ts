/** `/api/pictures`: pictures sent, listed, described, and taken down. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { sha256 } from '../articles/digest'
import { isServedAsSent } from '../articles/export-pictures'
import { CARD, fileName } from '../articles/picture'
import {
  type KeptPicture,
  listPictures,
  selectKept,
  selectUses,
  toKept,
  toUses,
} from '../articles/pictures'
import { describe, letGo } from '../articles/writing/pictures'
import { sweep } from '../articles/writing/sweep'
import { ORIGINAL, readFile } from '../delivery/files'
import { log } from '../delivery/log'
import { deliver } from '../delivery/outbox'
import { cachePolicy } from '../delivery/policy'
import { siteOf } from '../site'
import { secondsNow } from '../time'
import type { AnswerOf } from './contract/answers'
import { pictureChange, picturesInput } from './contract/picture-input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingContext, EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { limitSize, readJson, requireType } from './door/request'
import { lacksToRead } from './door/rights'
import { fetchPicture } from './receiving/fetched'
import { type Keeper, keepPicture } from './receiving/keep'
import { answerToPicture, representPicture } from './receiving/representation'
import { convertHeic, makeSizes } from './receiving/sizes'
import { type Means, readTaken, take } from './receiving/take'
import { writerOf } from './saving/http'
import { keyFaults, type Retry, selectRecord, toRecord, toRetry } from './saving/retries'

export const pictures = new Hono<EditingEnv>()

/** Room for a picture and all that is made of it. */
const MAX_UPLOAD_BYTES = 32_000_000

/** What is in the way is gone by then, in seconds. */
const AGAIN = { 'Retry-After': '5' }

const TYPES = 'image/*, multipart/form-data or application/json'

/** Lets a picture through, whichever way it is sent. */
const requirePicture = createMiddleware<EditingEnv>(async (c, next) => {
  const encoding = c.req.header('Content-Encoding')
  const type = typeOf(c)
  const isKnown =
    type.startsWith('image/') ||
    ['application/octet-stream', 'multipart/form-data', 'application/json'].includes(type)
  if (isKnown && (!encoding || encoding.toLowerCase() === 'identity')) return next()
  const detail = isKnown
    ? `Content-Encoding "${encoding}" is not accepted; send the body uncompressed.`
    : `Content-Type must be ${TYPES}${type ? `, not "${type}"` : ''}.`
  return problem(c, 'unsupported-media-type', { detail })
})

const typeOf = (c: EditingContext) =>
  (c.req.header('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

const limitFile = bodyLimit({
  maxSize: MAX_UPLOAD_BYTES,
  onError: (c) => problem(c, 'too-large', { detail: TOO_LARGE }),
})

/** An address needs no more room than an article. */
const limitUpload = createMiddleware<EditingEnv>((c, next) =>
  typeOf(c) === 'application/json' ? limitSize(c, next) : limitFile(c, next),
)

const TOO_LARGE =
  'A picture may take 20 MB, and a form with smaller ones 32 MB. Send it smaller, or packed more tightly.'

const NO_BUCKET =
  'This newsroom takes no pictures yet: add [[r2_buckets]] with binding = "PICTURES" to wrangler.toml and deploy it. See docs/pictures.md.'

pictures.post('/', requireScopes('articles:write'), requirePicture, limitUpload, async (c) => {
  const { PICTURES: bucket } = c.env
  if (!bucket) return problem(c, 'conflict', { detail: NO_BUCKET })
  const key = c.req.header('Idempotency-Key')
  const errors = keyFaults(key)
  if (errors.length > 0) return problem(c, 'invalid-input', { errors })
  const at = secondsNow()
  const retry = key === undefined ? null : await retryOf(c, key, at)
  // Before anything is fetched: it may not be there any more, and was kept all the same.
  const record = retry && (await toRecord(retry, await selectRecord(c.var.db, retry).run()))
  if (record === 'reused') return problem(c, 'idempotency-key-reused')
  if (record === 'erased') return problem(c, 'answer-erased')
  if (record) return answer(record.body, record.status, record.headers)
  const means = meansOf(c)
  const request =
    key === undefined
      ? c.req.raw
      : new Request(c.req.url, {
          method: 'POST',
          headers: c.req.raw.headers,
          body: await c.req.arrayBuffer(),
        })
  const took = await take(request, typeOf(c), means)
  const read = 'taken' in took ? await readTaken(took.taken, means) : took
  if ('faults' in read) return problem(c, 'invalid-input', { errors: read.faults })
  const { sent } = read
  const site = siteOf(c.env)
  const keeper: Keeper = {
    db: c.var.db,
    bucket,
    ...(c.env.IMAGES && { makeSizes: (file) => makeSizes(c.env.IMAGES, file) }),
    by: { keyId: c.var.editor.keyId, at },
    retry,
    answerTo: (picture, isNew, notes) => answerToPicture(site, picture, isNew, notes),
  }
  const kept = await keepPicture(keeper, sent)
  if ('refusal' in kept) {
    const [name, particulars] = kept.refusal
    return problem(c, name, {
      ...particulars,
      ...(name === 'busy' || name === 'pictures-unavailable' ? { headers: AGAIN } : {}),
    })
  }
  const { body, status, headers } = answerToPicture(site, kept.picture, kept.isNew, sent.notes)
  return answer(body, status, headers)
})

/** What is said of a picture that is sent as it is stands in the query: another one is another request. */
async function retryOf(c: EditingContext, key: string, at: number): Promise<Retry> {
  const body = await c.req.arrayBuffer()
  const retry = await toRetry(c.var.editor.keyId, c.req.path, key, body, at)
  const { search } = new URL(c.req.url)
  return search ? { ...retry, bodyHash: await sha256(retry.bodyHash + search) } : retry
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

pictures.get('/', async (c) => {
  const lacks = lacksToRead(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const result = validate(picturesInput, c.req.query())
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const { filter, cursor, limit } = result.value
  const page = await listPictures(c.var.db, filter, cursor ?? '', limit)
  const site = siteOf(c.env)
  return answer({
    pictures: page.pictures.map((one) => representPicture(site, one)),
    next: page.next,
  } satisfies AnswerOf<'PictureList'>)
})

const HASH = '/:hash{[0-9a-f]{64}}'

pictures.get(HASH, async (c) => {
  const lacks = lacksToRead(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const hash = c.req.param('hash')
  const [found, uses] = await c.var.db.batch([
    selectKept(c.var.db, hash),
    selectUses(c.var.db, hash, c.var.editor.sections),
  ])
  const picture = toKept(found)
  if (!picture || picture.state === 'arriving') return problem(c, 'not-found')
  return answer({
    ...representPicture(siteOf(c.env), picture),
    articles: toUses(uses),
  } satisfies AnswerOf<'PictureWithUses'>)
})

/** A file as it was kept, for an export: the original, or one of those made of it. */
pictures.get(`${HASH}/files/:name`, requireScopes('export:read'), async (c) => {
  const { hash, name } = c.req.param()
  const { sections } = c.var.editor
  const [found, uses] = await c.var.db.batch([
    selectKept(c.var.db, hash),
    selectUses(c.var.db, hash, sections),
  ])
  const picture = toKept(found)
  const { PICTURES: bucket } = c.env
  if (picture?.state !== 'kept' || !bucket) return problem(c, 'not-found')
  // As in an export: pictures are in no section, but the articles that show them are.
  if (sections !== null && toUses(uses).length === 0) return problem(c, 'not-found')
  const [only] = picture.files
  const isOnly = only && isServedAsSent(picture.files, picture)
  const names = isOnly ? [] : picture.files.map(fileName)
  const known = [ORIGINAL, ...names, ...(picture.hasCard ? [CARD.file] : [])]
  if (!known.includes(name)) return problem(c, 'not-found')
  const bytes = await readFile(bucket, hash, isOnly && name === ORIGINAL ? fileName(only) : name)
  if (!bytes) return problem(c, 'not-found')
  const headers = { 'Content-Type': 'application/octet-stream', ...cachePolicy.private }
  return new Response(bytes, { headers })
})

pictures.patch(
  HASH,
  requireScopes('articles:write'),
  requireType('application/merge-patch+json'),
  limitSize,
  readJson,
  async (c) => {
    const result = validate(pictureChange, c.var.json)
    if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
    const { alt } = result.value
    const { db, json } = c.var
    const hash = c.req.param('hash')
    // What a merge patch leaves out stays (RFC 7396).
    const picture = Object.hasOwn(json, 'alt')
      ? await describe(db, hash, alt, byOf(c))
      : toKept(await selectKept(db, hash).run())
    if (picture?.state !== 'kept') return problem(c, 'not-found')
    return answer(representPicture(siteOf(c.env), picture) satisfies AnswerOf<'Picture'>)
  },
)

const USED =
  'An article shows it: see GET /api/pictures/{hash}. Take it out there first, or take the picture down with POST /api/pictures/{hash}/takedown.'

/** Removes a picture that no article shows; lifts the ban of one that was taken down. */
pictures.delete(HASH, requireScopes('articles:write'), async (c) => {
  const hash = c.req.param('hash')
  const picture = toKept(await selectKept(c.var.db, hash).run())
  if (!picture || picture.state === 'arriving') return problem(c, 'not-found')
  if (picture.state === 'barred') {
    const lacks = lacksToBar(c)
    if (lacks) return problem(c, 'forbidden', { detail: lacks })
  }
  // Whoever removes its files just now must not find those of one that was sent once more.
  if (picture.state === 'leaving') {
    const shown = representPicture(siteOf(c.env), picture)
    return answer({ ...shown, purge: 'queued' } satisfies AnswerOf<'Picture'>)
  }
  return gone(c, picture, 'remove')
})

pictures.post(`${HASH}/takedown`, requireScopes('articles:withdraw'), async (c) => {
  const lacks = lacksToBar(c)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const picture = toKept(await selectKept(c.var.db, c.req.param('hash')).run())
  if (!picture) return problem(c, 'not-found')
  return gone(c, picture, 'bar')
})

/** Pictures are in no section, and may be shown in any. */
function lacksToBar({ var: { editor } }: EditingContext): string | null {
  if (!editor.scopes.includes('articles:withdraw')) return 'It takes a key with articles:withdraw.'
  return editor.sections === null
    ? null
    : 'It takes a key for all sections: a picture may be shown in any of them.'
}

/** Has a picture go, its files first; what cannot be done now, the clock does. */
async function gone(c: EditingContext, picture: KeptPicture, how: 'remove' | 'bar') {
  const { hash } = picture
  const writer = writerOf(c)
  const owed = await letGo(c.var.db, hash, how, picture.state, byOf(c))
  if (owed === 'lost') {
    const now = toKept(await selectKept(c.var.db, hash).run())
    if (!now) return problem(c, 'not-found')
    if (now.state === picture.state) return problem(c, 'conflict', { detail: USED })
    return problem(c, 'busy', { headers: AGAIN })
  }
  const gallery = { ...writer, bucket: c.env.PICTURES }
  // It is going from now on, whatever fails here: the clock does the rest.
  const swept = await sweep(gallery, [{ subject: hash }], writer.now).catch((fault) => {
    log('error', 'picture-not-removed', { hash, fault: String(fault) })
    return { owed: [], isDone: false }
  })
  const told = await deliver(writer.outside, owed, ...swept.owed)
  const purge = swept.isDone ? told : 'queued'
  const state = how === 'bar' ? 'barred' : 'leaving'
  const shown = representPicture(siteOf(c.env), { ...picture, state, removedAt: null })
  return answer({ ...shown, ...(purge === 'queued' && { purge }) } satisfies AnswerOf<'Picture'>)
}

function byOf(c: EditingContext) {
  return { keyId: c.var.editor.keyId, at: secondsNow() }
}

pictures.all('/', (c) => methodNotAllowed(c, 'GET, POST'))
pictures.all(`${HASH}/files/:name`, (c) => methodNotAllowed(c, 'GET'))
pictures.all(HASH, (c) => methodNotAllowed(c, 'GET, PATCH, DELETE'))
pictures.all(`${HASH}/takedown`, (c) => methodNotAllowed(c, 'POST'))
