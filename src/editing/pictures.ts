/** `/api/pictures`: pictures sent, listed, described, and taken down. */
import { Hono } from 'hono'
import { fileNamesOf, isServedAsSent } from '../articles/export-pictures'
import { fileName } from '../articles/picture'
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
import { AGAIN, limitUpload, receive, requirePicture } from './receiving/receive'
import { representPicture } from './receiving/representation'
import { writerOf } from './saving/http'

export const pictures = new Hono<EditingEnv>()

pictures.post('/', requireScopes('articles:write'), requirePicture, limitUpload, receive)

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
  if (!fileNamesOf(picture).includes(name)) return problem(c, 'not-found')
  const [only] = picture.files
  const isOnly = only && name === ORIGINAL && isServedAsSent(picture.files, picture)
  const bytes = await readFile(bucket, hash, isOnly ? fileName(only) : name)
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

const GOING =
  'Its files are still being removed, or articles drawn without it: that is done ten minutes after it was taken down, if nothing is in the way. Lift it then.'

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
    if (now.state === picture.state) {
      const detail = now.state === 'barred' ? GOING : USED
      return problem(c, 'conflict', { detail })
    }
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
