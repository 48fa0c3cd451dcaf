/**
 * The files of pictures, in R2: this file alone touches it. A file is named by the hash of its picture, so
 * what stands under a name is always the same.
 */

import { pageNames, paths } from '../site'
import { log } from './log'
import type { AppContext } from './page'
import { cachePolicy } from './policy'
import { isAt } from './spelling'
import { EVERYTHING, tagOf } from './tags'
import { within } from './within'

/** A file to be kept. */
export interface NamedFile {
  name: string
  type: string
  bytes: Uint8Array<ArrayBuffer>
}

/** Under this name, which no address has, the original is kept where readers get others. */
export const ORIGINAL = 'original'

/** How long R2 may take for one call, in milliseconds. */
const PATIENCE = 20_000

const folderOf = (hash: string) => `pictures/${hash}/`

/** Puts files; what is there already is the same. Rejects unless all of them are there. */
export async function putFiles(bucket: R2Bucket, hash: string, files: NamedFile[]): Promise<void> {
  const put = ({ name, type, bytes }: NamedFile) =>
    bucket.put(folderOf(hash) + name, bytes, { httpMetadata: { contentType: type } })
  await within(PATIENCE, Promise.all(files.map(put)))
}

/** Removes all files of a picture, known or not. Rejects unless all of them are gone. */
export async function removeFiles(bucket: R2Bucket, hash: string): Promise<void> {
  const { objects } = await within(PATIENCE, bucket.list({ prefix: folderOf(hash) }))
  const keys = objects.map(({ key }) => key)
  if (keys.length > 0) await within(PATIENCE, bucket.delete(keys))
}

/** The bytes of a file as it was kept; null when it is not there. */
export async function readFile(bucket: R2Bucket, hash: string, name: string) {
  const object = await within(PATIENCE, bucket.get(folderOf(hash) + name))
  return object?.arrayBuffer() ?? null
}

/** In seconds. */
const RETRY_AFTER = '10'

/**
 * Serves a file: one call to R2, and none to D1. Ranges and conditions are R2's to read. Null when there is
 * no such file.
 */
export async function serveFile(
  c: AppContext,
  bucket: R2Bucket,
  hash: string,
  name: string,
): Promise<Response | null> {
  const { headers: asked } = c.req.raw
  let found: R2Object | R2ObjectBody | null
  try {
    const key = folderOf(hash) + name
    const wanted = {
      onlyIf: conditionsIn(asked),
      ...(asked.has('Range') && !asked.has('If-Range') && { range: asked }),
    }
    const isHead = c.req.method === 'HEAD'
    found = await within(PATIENCE, isHead ? bucket.head(key) : bucket.get(key, wanted))
  } catch (fault) {
    if (isOutOfRange(fault))
      return new Response(null, { status: 416, headers: { ...cachePolicy.private } })
    log('error', 'picture-unavailable', { hash, name, fault: String(fault) })
    const headers = { ...cachePolicy.private, 'Retry-After': RETRY_AFTER }
    return new Response('The picture cannot be reached.\n', { status: 503, headers })
  }
  return found && answerWith(c, hash, name, found)
}

const ETAGS = /^\s*(?:\*|(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*)\s*$/

/** A request's headers without ETags that are none: R2 fails at them, where they are to be passed over. */
function conditionsIn(asked: Headers): Headers {
  const headers = new Headers(asked)
  for (const name of ['If-Match', 'If-None-Match']) {
    if (!ETAGS.test(headers.get(name) ?? '*')) headers.delete(name)
  }
  return headers
}

/** R2's own words (10039): the range begins behind the end. */
const isOutOfRange = (fault: unknown) => /10039|range/i.test(String(fault))

function answerWith(c: AppContext, hash: string, name: string, found: R2Object | R2ObjectBody) {
  const isOwn = isAt(c.req.url, paths.picture(hash, name))
  const headers = new Headers({
    ...cachePolicy.picture,
    ...(isOwn ? { 'Cache-Tag': [tagOf(pageNames.picture(hash)), EVERYTHING].join(',') } : {}),
    ...(isOwn ? {} : { 'Cloudflare-CDN-Cache-Control': 'no-store' }),
    ETag: found.httpEtag,
    'Accept-Ranges': 'bytes',
  })
  found.writeHttpMetadata(headers)
  if (c.req.method === 'HEAD') {
    headers.set('Content-Length', String(found.size))
    return new Response(null, { headers })
  }
  if (!('body' in found)) {
    // A condition did not hold: the caller has it already, or has another.
    const hasIt = c.req.header('If-None-Match') ?? c.req.header('If-Modified-Since')
    if (hasIt !== undefined) return new Response(null, { status: 304, headers })
    return new Response(null, { status: 412, headers: { ...cachePolicy.private } })
  }
  const { range, size } = found
  const isPart = c.req.header('Range') !== undefined && range !== undefined && 'offset' in range
  if (!isPart || range.offset === undefined) return new Response(found.body, { headers })
  const length = range.length ?? size - range.offset
  if (length === size) return new Response(found.body, { headers })
  headers.set('Content-Range', `bytes ${range.offset}-${range.offset + length - 1}/${size}`)
  headers.set('Content-Length', String(length))
  return new Response(found.body, { status: 206, headers })
}
