/** Getting a JSON document out of a request, with a clear answer to anything else. */
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import type { EditingEnv } from './context'
import { problem } from './problems'
import { decodeUtf8, notUtf8 } from './utf8'

/** Room for 256 KiB of body in the most wasteful escaping, and for all other fields. */
const MAX_REQUEST_BYTES = 1024 * 1024

/** Refuses an oversized request: unread if its Content-Length says so, or once it runs over. */
export const limitSize = bodyLimit({
  maxSize: MAX_REQUEST_BYTES,
  onError: (c) => problem(c, 'too-large'),
})

/** The media type of a request's body, without parameters; empty when there is none. */
export const mediaTypeOf = (c: Context) =>
  c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase() ?? ''

/** Lets one media type through, uncompressed, so that nothing can grow past the size limit. */
export const requireType = (mediaType: string) =>
  createMiddleware<EditingEnv>(async (c, next) => {
    const encoding = c.req.header('Content-Encoding')
    if (encoding && encoding.toLowerCase() !== 'identity') {
      const detail = `Content-Encoding "${encoding}" is not accepted; send the body uncompressed.`
      return problem(c, 'unsupported-media-type', {
        detail,
        headers: { 'Accept-Encoding': 'identity' },
      })
    }
    const type = mediaTypeOf(c)
    if (type !== mediaType) {
      const detail = `Content-Type must be ${mediaType}${type ? `, not "${type}"` : ''}.`
      const accept = c.req.method === 'PATCH' ? 'Accept-Patch' : 'Accept'
      return problem(c, 'unsupported-media-type', { detail, headers: { [accept]: mediaType } })
    }
    return next()
  })

/** Puts the body's JSON object into `c.var.json`. */
export const readJson = createMiddleware<EditingEnv>(async (c, next) => {
  let document: unknown
  const decoded = decodeUtf8(new Uint8Array(await c.req.arrayBuffer()))
  if ('fault' in decoded) return problem(c, 'bad-json', { detail: notUtf8('The body', decoded) })
  try {
    document = JSON.parse(decoded.text)
  } catch (fault) {
    const detail = `The body cannot be read as JSON: ${(fault as Error).message}.`
    return problem(c, 'bad-json', { detail })
  }
  if (!isDocument(document)) {
    return problem(c, 'bad-json', { detail: 'The body must be one JSON object: { … }.' })
  }
  c.set('json', document)
  return next()
})

type Document = Record<string, unknown>

const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An article's fields may hold fields of their own, and those hold none. */
const MAX_DEPTH = 2

/**
 * A JSON Merge Patch (RFC 7396) applied to a document, save that null stays null: the validation
 * that follows takes it as absent, and still sees a field that is misspelt.
 */
export function mergePatch(document: Document, patch: Document, depth = 1): Document {
  const patched = Object.entries(patch).map(([field, value]) => {
    const old = document[field]
    const isNested = depth < MAX_DEPTH && isDocument(value) && isDocument(old)
    return [field, isNested ? mergePatch(old, value, depth + 1) : value]
  })
  // Not by assignment: a field named __proto__ must stay a field, and be refused as unknown.
  return Object.fromEntries([...Object.entries(document), ...patched])
}
