/** Getting parameters out of a request: address and body, whichever way that is written. */

import { decodeUtf8, notUtf8 } from '../../editing/door/utf8'
import { readAtMost } from '../../editing/receiving/body'
import { refuse } from './answering'
import { fromObject, fromPairs, Params } from './params'

/** Room for 256 KiB of text in the most wasteful escaping, and for all other fields: as in the API. */
const MAX_BODY = 1024 * 1024

/** The bytes of a body, or null where there are more than that, or it says so. */
export const bytesOf = async (request: Request, most: number) =>
  Number(request.headers.get('Content-Length') ?? 0) > most ? null : readAtMost(most, request.body)

export const typeOf = (request: Request) =>
  (request.headers.get('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

const TOO_LARGE = 'A request may take 1 MiB, an article’s text 256 KiB of it.'

export const tooLarge = (said = TOO_LARGE) => refuse(413, 'rest_request_too_large', said)

export async function readParams(request: Request): Promise<Params | Response> {
  const query = fromPairs(new URL(request.url).searchParams)
  if (request.method === 'GET' || request.method === 'HEAD') return query
  const encoding = request.headers.get('Content-Encoding')
  if (encoding && encoding.toLowerCase() !== 'identity')
    return refuse(415, 'rest_unsupported_media_type', 'Send the body uncompressed.')
  const bytes = await bytesOf(request, MAX_BODY)
  if (!bytes) return tooLarge()
  if (bytes.length === 0) return query
  const body = await bodyOf(typeOf(request), bytes, request)
  return body instanceof Response ? body : body.over(query)
}

async function bodyOf(
  type: string,
  bytes: Uint8Array<ArrayBuffer>,
  request: Request,
): Promise<Params | Response> {
  if (type === 'multipart/form-data') {
    const headers = { 'Content-Type': request.headers.get('Content-Type') ?? '' }
    const form = await new Response(bytes, { headers }).formData().catch(() => null)
    if (!form) return unreadable('The body cannot be read as multipart/form-data.')
    const texts = [...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string')
    const bad = texts.some(([, text]) => text.includes('\ufffd'))
    return bad ? unreadable('The form is not UTF-8.') : fromPairs(texts)
  }
  const decoded = decodeUtf8(bytes)
  if ('fault' in decoded) return unreadable(notUtf8('The body', decoded))
  if (type === 'application/json' || type.endsWith('+json')) return fromJson(decoded.text)
  if (type === 'application/x-www-form-urlencoded') return fromForm(decoded.text)
  return refuse(
    415,
    'rest_unsupported_media_type',
    'Send application/json, application/x-www-form-urlencoded or multipart/form-data.',
  )
}

function fromJson(text: string): Params | Response {
  if (text.trim() === '') return new Params()
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (fault) {
    return unreadable(`Invalid JSON body passed: ${(fault as Error).message}.`)
  }
  // PHP writes an empty object so, and some clients send null for nothing.
  if (document === null || (Array.isArray(document) && document.length === 0)) return new Params()
  if (typeof document !== 'object' || Array.isArray(document))
    return unreadable('Invalid JSON body passed: it must be one object.')
  return fromObject(document as Record<string, unknown>)
}

/** `%C4%E3`, say, is GBK: what is percent-encoded must be UTF-8 as well. */
function fromForm(text: string): Params | Response {
  try {
    decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'))
  } catch {
    return unreadable('The form is not UTF-8; encode it so, and send it again. Nothing was stored.')
  }
  return fromPairs(new URLSearchParams(text))
}

const unreadable = (message: string) => refuse(400, 'rest_invalid_json', message)
