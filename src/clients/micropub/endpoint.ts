/** Micropub (W3C Recommendation, 2017): `/micropub`, and `/micropub/media` for pictures. */
import { retryAfter } from '../../delivery/d1-faults'
import { mediaTypeOf } from '../../editing/door/request'
import { paths } from '../../site'
import type { ClientContext } from '../context'
import { noteFailure } from '../door'
import { create } from './create'
import { media } from './media'
import { onlyText, type Properties, type Reader } from './properties'
import { query } from './queries'
import { fromJson, isForm, readJson } from './reading'
import { invalid, refuse } from './refusals'
import { enterByForm, enterByHeader } from './token'
import { remove, restore, update } from './update'

/**
 * Programs in browsers may ask from anywhere: what they may do is in the token that they send along, and no cookie
 * counts here.
 */
const CROSS_ORIGIN = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key',
  'Access-Control-Expose-Headers': 'Location, Retry-After',
  'Access-Control-Max-Age': '86400',
}

export async function micropub(c: ClientContext): Promise<Response> {
  const response = await answer(c).catch((fault: unknown) => failed(c, fault))
  for (const [name, value] of Object.entries(CROSS_ORIGIN)) response.headers.set(name, value)
  return response
}

function answer(c: ClientContext): Promise<Response> {
  const isMedia = c.req.path === paths.micropubMedia
  const { method } = c.req
  if (method === 'OPTIONS') return Promise.resolve(new Response(null, { status: 204 }))
  if (method === 'POST') return encoded(c) ?? (isMedia ? media(c) : write(c))
  if (!isMedia && (method === 'GET' || method === 'HEAD')) return read(c)
  const allowed = isMedia ? 'POST' : 'GET, POST'
  return Promise.resolve(
    refuse(405, 'invalid_request', `${method} is not taken here; ${allowed} is`, {
      headers: { Allow: allowed },
    }),
  )
}

/** Uncompressed, so that nothing can grow past its bounds. */
function encoded(c: ClientContext): Promise<Response> | null {
  const encoding = c.req.header('Content-Encoding')?.toLowerCase()
  if (!encoding || encoding === 'identity') return null
  const description = `Content-Encoding ${encoding} is not taken; send the body uncompressed`
  return Promise.resolve(refuse(415, 'invalid_request', description))
}

async function read(c: ClientContext): Promise<Response> {
  const caller = await enterByHeader(c)
  return caller instanceof Response ? caller : query(c, caller)
}

const TYPES = 'application/x-www-form-urlencoded, multipart/form-data or application/json'

async function write(c: ClientContext): Promise<Response> {
  if (isForm(c)) return writeForm(c)
  const caller = await enterByHeader(c)
  if (caller instanceof Response) return caller
  if (mediaTypeOf(c) !== 'application/json') {
    return refuse(415, 'invalid_request', `Content-Type must be ${TYPES}`)
  }
  const json = await readJson(c)
  if (json instanceof Response) return json
  const { action } = json
  if (action === 'update') return update(c, caller, json)
  if (action === 'delete') return remove(c, caller, json.url)
  if (action === 'undelete') return restore(c, caller, json.url)
  if (action !== undefined && action !== 'create') return invalid(ACTIONS)
  const entry = fromJson(json)
  if (entry instanceof Response) return entry
  return create(caller, entry, keyOf(c))
}

const ACTIONS = 'action must be update, delete, undelete or create'

async function writeForm(c: ClientContext): Promise<Response> {
  const entered = await enterByForm(c)
  if (entered instanceof Response) return entered
  const { caller, values } = entered
  const reader: Reader = { properties: values, faults: [], notes: [] }
  const [h, action, url] = ['h', 'action', 'url'].map((name) => onlyText(reader, name))
  if (reader.faults.length > 0) return invalid(...reader.faults)
  if (action === 'delete') return remove(c, caller, url)
  if (action === 'undelete') return restore(c, caller, url)
  if (action === 'update') return invalid('An update is sent as JSON')
  if (action !== null && action !== 'create') return invalid(ACTIONS)
  const sent = { type: `h-${h ?? 'entry'}`, properties: propertiesIn(values), notes: [] }
  return create(caller, sent, keyOf(c))
}

/** What says what is to be done is no property of an entry. */
const propertiesIn = (values: Properties): Properties =>
  new Map([...values].filter(([name]) => name !== 'h' && name !== 'action'))

const keyOf = (c: ClientContext) => c.req.header('Idempotency-Key') || null

/** What this room looks up itself; the API answers for what it does. */
function failed(c: ClientContext, fault: unknown): Response {
  const outage = noteFailure(c, fault)
  if (!outage) return refuse(500, 'server_error', 'Something went wrong on our side')
  return refuse(503, 'temporarily_unavailable', 'The database cannot be reached', {
    headers: { 'Retry-After': String(retryAfter(outage, Date.now())) },
  })
}
