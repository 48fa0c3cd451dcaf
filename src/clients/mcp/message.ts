/** What a client sent, before the library looks at it: how much, how deep, how many. Pure. */
import { uploadPicture } from './pictures'

/** What the API takes of an article, which everything else is smaller than. */
const MAX_MESSAGE_BYTES = 1024 * 1024

/** Messages in an array, which clients of 2025-03-26 may send. Free Workers ask D1 fifty times for a request. */
const MAX_BATCH = 10

/** A call has its arguments at the third level, and an article's source at the fifth. */
const MAX_DEPTH = 12
/** Members and entries: an article takes some fifty, and what clients say of themselves a few. */
const MAX_VALUES = 2_000

const INVALID_REQUEST = -32600

export interface Fault {
  status: number
  code: number
  message: string
}

/** What is wrong with a body that was read as JSON; null when the library may look at it. */
export function messageFault(body: unknown, bytes: number): Fault | null {
  if (bytes > MAX_MESSAGE_BYTES && !isUpload(body)) {
    return fault(413, 'A message may take 1 MiB; only upload_picture, with data, may take more.')
  }
  const shape = shapeFault(body)
  if (shape !== null) return fault(400, shape)
  if (!Array.isArray(body)) return null
  if (body.length > MAX_BATCH) return fault(400, `A batch may hold ${MAX_BATCH} messages.`)
  const ids = body.flatMap((one) => (isObject(one) && 'id' in one ? [JSON.stringify(one.id)] : []))
  return new Set(ids).size < ids.length
    ? fault(400, 'Two messages of the batch have one id.')
    : null
}

const fault = (status: number, message: string): Fault => ({
  status,
  code: INVALID_REQUEST,
  message,
})

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isUpload = (body: unknown) =>
  isObject(body) &&
  body.method === 'tools/call' &&
  isObject(body.params) &&
  body.params.name === uploadPicture.name

/** Looked at level by level: what is nested to break a parser breaks nothing here. */
function shapeFault(body: unknown): string | null {
  let level = [body]
  let values = 0
  for (let depth = 0; level.length > 0; depth++) {
    values += level.length
    if (depth > MAX_DEPTH) return `A message may be ${MAX_DEPTH} levels deep.`
    if (values > MAX_VALUES) return `A message may hold ${MAX_VALUES} values.`
    const objects = level.filter((value) => typeof value === 'object' && value !== null)
    // Libraries pass over it without a word.
    if (objects.some((value) => Object.hasOwn(value as object, '__proto__'))) {
      return 'A message may have no member called __proto__.'
    }
    level = objects.flatMap((value) => Object.values(value as object))
  }
  return null
}
