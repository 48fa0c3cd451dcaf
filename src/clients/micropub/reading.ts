/** What a request says, in whichever form it says it. */
import { joined } from '../../articles/files/bytes'
import { mediaTypeOf } from '../../editing/door/request'
import { decodeUtf8, notUtf8 } from '../../editing/door/utf8'
import type { ClientContext } from '../context'
import { type Fields, isFields, type Properties } from './properties'
import { invalid, refuse } from './refusals'

/** What an article may take, in a form as in JSON; and a form with pictures. */
export const MAX_BYTES = 1024 * 1024
export const MAX_WITH_FILES = 32_000_000

const MULTIPART = 'multipart/form-data'
const URLENCODED = 'application/x-www-form-urlencoded'

export const isForm = (c: ClientContext) => [MULTIPART, URLENCODED].includes(mediaTypeOf(c))

/** Reads a form: `category[]` is `category`, and what was left blank is not there. Whoever has not said yet who they are is given little room. */
export async function readForm(c: ClientContext, isKnown: boolean): Promise<Properties | Response> {
  const type = mediaTypeOf(c)
  const most = type === MULTIPART && isKnown ? MAX_WITH_FILES : MAX_BYTES
  const bytes = await readBytes(c, most)
  if (!bytes) return tooLarge(type === MULTIPART && !isKnown ? HEADER : '', most)
  if (type === URLENCODED) return fromPairs(bytes)
  const headers = { 'Content-Type': c.req.header('Content-Type') ?? '' }
  try {
    return collected(await new Response(bytes, { headers }).formData())
  } catch {
    return invalid('The body cannot be read as multipart/form-data; look at its boundary')
  }
}

const HEADER = ' while the token is in it; send that in the header Authorization'

const tooLarge = (why: string, most: number) =>
  refuse(413, 'invalid_request', `The body is too large; ${most} bytes are taken${why}`)

/** What no UTF-8 spells, percent-encoded or not, is read as this: it must not stand for what was meant. */
const REPLACEMENT = '\ufffd'

function fromPairs(bytes: Uint8Array): Properties | Response {
  const decoded = decodeUtf8(bytes)
  if ('fault' in decoded) return invalid(notUtf8('The body', decoded))
  const values = collected(new URLSearchParams(decoded.text))
  const isMeant = /%EF%BF%BD|\ufffd/i.test(decoded.text)
  const isOdd = [...values].flat(2).some((text) => String(text).includes(REPLACEMENT))
  return isOdd && !isMeant ? invalid('The body is not UTF-8; nothing was stored') : values
}

function collected(pairs: Iterable<[string, unknown]>): Properties {
  const values: Properties = new Map()
  for (const [given, value] of pairs) {
    if (value === '' || (value instanceof File && value.size === 0)) continue
    const name = given.replace(/\[\d*\]$/, '')
    const known = values.get(name)
    if (known) known.push(value)
    else values.set(name, [value])
  }
  return values
}

export async function readJson(c: ClientContext): Promise<Fields | Response> {
  const bytes = await readBytes(c, MAX_BYTES)
  if (!bytes) return tooLarge('', MAX_BYTES)
  const decoded = decodeUtf8(bytes)
  if ('fault' in decoded) return invalid(notUtf8('The body', decoded))
  try {
    const json: unknown = JSON.parse(decoded.text)
    return isFields(json) ? json : invalid('The body must be one JSON object: { … }')
  } catch (fault) {
    return invalid(`The body cannot be read as JSON: ${(fault as Error).message}`)
  }
}

/** The body; null when it is longer, of which no more is read. */
async function readBytes(c: ClientContext, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(c.req.header('Content-Length')) > most) return null
  const parts: Uint8Array[] = []
  let length = 0
  const reader = c.req.raw.body?.getReader()
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { done: true }
    if (done || !value) break
    length += value.length
    if (length > most) {
      reader?.cancel().catch(() => {})
      return null
    }
    parts.push(value)
  }
  return joined(parts)
}

/** The type without `h-`, and the properties of an entry in JSON. Some apps send a single value as it is. */
export function fromJson(json: Fields): { type: unknown; properties: Properties } | Response {
  const { type = 'h-entry', properties } = json
  if (!isFields(properties)) return invalid('properties must be an object: { "content": [ … ] }')
  const lists = Object.entries(properties).map(([name, value]): [string, unknown[]] => [
    name,
    Array.isArray(value) ? value : [value],
  ])
  return {
    type: Array.isArray(type) && type.length === 1 ? type[0] : type,
    properties: new Map(lists),
  }
}
