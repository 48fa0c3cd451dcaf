/** What a request says, in whichever form it says it. */
import { mediaTypeOf } from '../../editing/door/request'
import { decodeUtf8, notUtf8 } from '../../editing/door/utf8'
import type { ClientContext } from '../context'
import { type Fields, isFields, type Properties } from './properties'
import { invalid, refuse } from './refusals'

/** What an article may take, in a form as in JSON; and a form with pictures. */
export const MAX_BYTES = 1024 * 1024
const MAX_WITH_FILES = 32_000_000

const MULTIPART = 'multipart/form-data'
const URLENCODED = 'application/x-www-form-urlencoded'

export const isForm = (c: ClientContext) => [MULTIPART, URLENCODED].includes(mediaTypeOf(c))

/**
 * Reads a form: `category[]` is `category`, and what was left blank is not there. Whoever has not said yet who they
 * are is given little room.
 */
export async function readForm(c: ClientContext, isKnown: boolean): Promise<Properties | Response> {
  const type = mediaTypeOf(c)
  const most = type === MULTIPART && isKnown ? MAX_WITH_FILES : MAX_BYTES
  const body = bounded(c, most)
  const headers = { 'Content-Type': c.req.header('Content-Type') ?? '' }
  try {
    if (type === URLENCODED) return fromPairs(await bytesOf(body))
    return collected(await new Response(body, { headers }).formData())
  } catch (fault) {
    return fault instanceof TooLarge
      ? tooLarge(type === MULTIPART && !isKnown ? HEADER : '', most)
      : invalid('The body cannot be read as multipart/form-data; look at its boundary')
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
    // As PHP reads it, and so some apps send it, though the specification has JSON for that.
    const isHtml = given === 'content[html]'
    const name = isHtml ? 'content' : given.replace(/\[\d*\]$/, '')
    const read = isHtml ? { html: value } : value
    const known = values.get(name)
    if (known) known.push(read)
    else values.set(name, [read])
  }
  return values
}

export async function readJson(c: ClientContext): Promise<Fields | Response> {
  try {
    const decoded = decodeUtf8(await bytesOf(bounded(c, MAX_BYTES)))
    if ('fault' in decoded) return invalid(notUtf8('The body', decoded))
    const json: unknown = JSON.parse(decoded.text)
    return isFields(json) ? json : invalid('The body must be one JSON object: { … }')
  } catch (fault) {
    if (fault instanceof TooLarge) return tooLarge('', MAX_BYTES)
    return invalid(`The body cannot be read as JSON: ${(fault as Error).message}`)
  }
}

class TooLarge extends Error {}

/** The body, which breaks off where it has more bytes. Not held whole: a form's files are, once it is read. */
function bounded(c: ClientContext, most: number): ReadableStream | null {
  if (Number(c.req.header('Content-Length')) > most) throw new TooLarge()
  let length = 0
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      length += part.length
      if (length > most) controller.error(new TooLarge())
      else controller.enqueue(part)
    },
  })
  return c.req.raw.body?.pipeThrough(counted) ?? null
}

const bytesOf = async (body: ReadableStream | null) =>
  new Uint8Array(await new Response(body).arrayBuffer())

/** An entry as it was sent. */
export interface Sent {
  type: unknown
  properties: Properties
  notes: string[]
}

/** An entry in JSON. Some apps send a single value as it is. */
export function fromJson(json: Fields): Sent | Response {
  const { type = 'h-entry', properties, action: _, ...others } = json
  if (!isFields(properties)) return invalid('properties must be an object: { "content": [ … ] }')
  const lists = Object.entries(properties).map(([name, value]): [string, unknown[]] => [
    name,
    Array.isArray(value) ? value : [value],
  ])
  const left = Object.keys(others).slice(0, MAX_NAMES).join(', ').slice(0, MAX_SHOWN)
  return {
    type: Array.isArray(type) && type.length === 1 ? type[0] : type,
    properties: new Map(lists),
    notes: left === '' ? [] : [`Left out, as it stands beside properties: ${left}`],
  }
}

/** Names, and characters of them, that anybody will read. */
const MAX_NAMES = 20
const MAX_SHOWN = 500
