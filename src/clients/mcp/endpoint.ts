/** `/mcp`: who asks, from where, and with how much; the library answers the rest. Nothing is kept in between. */

import { type AuthInfo, createMcpHandler } from '@modelcontextprotocol/server'
import { bodyLimit } from 'hono/body-limit'
import { shelvesOf } from '../../articles/texts/stores'
import { D1Outage, eventOf, retryAfter } from '../../delivery/d1-faults'
import { RETRY_AFTER } from '../../delivery/limits'
import { log } from '../../delivery/log'
import { cachePolicy } from '../../delivery/policy'
import { isGuessing } from '../../editing/door/authenticate'
import type { Entered } from '../../editing/door/key-store'
import { decodeUtf8 } from '../../editing/door/utf8'
import { paths, type Site, siteOf } from '../../site'
import type { ClientContext } from '../context'
import { callerFor, holderOf } from '../door'
import { messageFault } from './message'
import { MAX_DATA_LENGTH } from './pictures'
import { serverFor } from './server'

/** Room for a picture in Base64, and for what is said of it. */
const MAX_BYTES = MAX_DATA_LENGTH + 64 * 1024

const PARSE_ERROR = -32700
/** Where the specification has no code for what is wrong, as the library answers it. */
const REFUSED = -32000

export async function answerMcp(c: ClientContext): Promise<Response> {
  const response = await answered(c)
  for (const [name, value] of Object.entries(cachePolicy.private)) response.headers.set(name, value)
  return response
}

async function answered(c: ClientContext): Promise<Response> {
  const site = siteOf(c.env)
  const origin = c.req.header('Origin')
  if (origin !== undefined && origin !== site.origin) {
    return refusal(403, REFUSED, 'Pages of other sites may not ask here.')
  }
  if (c.req.query('access_token') !== undefined) {
    return refusal(
      400,
      REFUSED,
      'Send the key in the Authorization header: addresses end up in logs.',
    )
  }
  try {
    const by = await entering(c, site)
    return by instanceof Response ? by : await serve(c, site, by)
  } catch (fault) {
    if (!(fault instanceof D1Outage)) throw fault
    log('error', eventOf(fault), { path: c.req.path, fault: String(fault) })
    const headers = { 'Retry-After': String(retryAfter(fault, Date.now())) }
    return refusal(503, REFUSED, 'The newsroom’s database cannot be reached.', headers)
  }
}

/** The holder of the key, or the answer to who has none. */
async function entering(c: ClientContext, site: Site): Promise<Entered | Response> {
  const header = c.req.header('Authorization')
  const secret = /^Bearer +(\S+)$/i.exec(header?.trim() ?? '')?.[1]
  const by = secret === undefined ? null : await holderOf(c, secret)
  if (by) return by
  // Who sends nothing guesses nothing: it is how clients ask where keys are to be had.
  if (header !== undefined && (await isGuessing(c))) {
    return refusal(429, REFUSED, 'Too many keys that do not work. Wait a minute.', RETRY_AFTER)
  }
  const challenge = `Bearer resource_metadata="${metadataUrl(site)}"`
  return refusal(401, REFUSED, 'A key of this newsroom is needed: Authorization: Bearer KEY.', {
    'WWW-Authenticate': header === undefined ? challenge : `${challenge}, error="invalid_token"`,
  })
}

const metadataUrl = ({ origin }: Site) =>
  `${origin}/.well-known/oauth-protected-resource${paths.mcp}`

async function serve(c: ClientContext, site: Site, by: Entered): Promise<Response> {
  const access = { caller: callerFor(c, by), shelves: shelvesOf(c), site }
  const handler = createMcpHandler(() => serverFor(access), {
    onerror: (fault) => log('warn', 'mcp-refused', { fault: fault.message.slice(0, 300) }),
  })
  const authInfo = authInfoOf(site, by)
  if (c.req.method !== 'POST') return handler.fetch(c.req.raw, { authInfo })
  if ((c.req.header('Content-Encoding') ?? 'identity').toLowerCase() !== 'identity') {
    return refusal(415, REFUSED, 'Send the body uncompressed.')
  }
  let response: Response | undefined
  const refused = await limitBody(c, async () => {
    const read = readBody(await c.req.arrayBuffer())
    response =
      'refusal' in read
        ? read.refusal
        : await handler.fetch(c.req.raw, { authInfo, parsedBody: read.body })
  })
  return refused ?? (response as Response)
}

const limitBody = bodyLimit({
  maxSize: MAX_BYTES,
  onError: () =>
    refusal(
      413,
      REFUSED,
      'That is more than a picture of 8 MB takes in Base64; larger ones are fetched from their url.',
    ),
})

function readBody(bytes: ArrayBuffer): { body: unknown } | { refusal: Response } {
  const decoded = decodeUtf8(new Uint8Array(bytes))
  if ('fault' in decoded)
    return { refusal: refusal(400, PARSE_ERROR, `The body: ${decoded.fault}.`) }
  let body: unknown
  try {
    body = JSON.parse(decoded.text)
  } catch {
    return { refusal: refusal(400, PARSE_ERROR, 'The body is not JSON.') }
  }
  const fault = messageFault(body, bytes.byteLength)
  return fault ? { refusal: refusal(fault.status, fault.code, fault.message) } : { body }
}

/** Tools know the holder already; the secret itself goes no further. */
const authInfoOf = (site: Site, { editor }: Entered): AuthInfo => ({
  token: '',
  clientId: String(editor.keyId),
  scopes: editor.scopes,
  resourceMetadataUrl: metadataUrl(site),
})

const refusal = (
  status: number,
  code: number,
  message: string,
  headers: Record<string, string> = {},
) => Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status, headers })
