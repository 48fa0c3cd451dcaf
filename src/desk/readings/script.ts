/** What the script asks while pinyin is added to a text, in JSON. */
import {
  selectAllReadings,
  selectReadingsVersion,
  toAllReadings,
  toReadingsVersion,
} from '../../articles/readings'
import { namesEtag } from '../../delivery/etags'
import { cachePolicy } from '../../delivery/policy'
import type { DeskContext } from '../context'
import { formIn } from '../form-data'
import { reasonsOf } from '../refusal'
import { put, readingIn } from './sent'

/** Keeps what an editor corrected: the reading as it is kept, or `reasons` why it is not. */
export async function learn(c: DeskContext): Promise<Response> {
  const answer = await put(c, readingIn(await formIn(c)))
  const { word, pinyin } = answer.body
  const body = answer.isOk ? { word, pinyin } : { reasons: reasonsOf(c, answer.problem) }
  return Response.json(body, { status: answer.status, headers: { ...cachePolicy.private } })
}

/** All readings. To who has them already, it takes one row to say so. */
export async function allReadings(c: DeskContext): Promise<Response> {
  const { db } = c.var
  const version = toReadingsVersion(await selectReadingsVersion(db).run())
  const etag = `"${version}"`
  const headers = { ...cachePolicy.private, 'Cache-Control': 'private, no-cache', ETag: etag }
  if (namesEtag(c.req.header('If-None-Match') ?? '', etag)) {
    return new Response(null, { status: 304, headers })
  }
  // Read after its version: what came in between is asked for again the next time.
  const found = toAllReadings(await selectAllReadings(db).run())
  return Response.json({ readings: found.map(({ word, pinyin }) => [word, pinyin]) }, { headers })
}
