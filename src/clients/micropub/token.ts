/** Who asks: the token is a key, in the header or, where the request is a form, in that (Micropub, 5.1). */
import { RETRY_AFTER } from '../../delivery/limits'
import type { Caller } from '../../editing/calling'
import { isGuessing } from '../../editing/door/authenticate'
import type { ClientContext } from '../context'
import { callerFor, holderOf } from '../door'
import type { Properties } from './properties'
import { readForm } from './reading'
import { invalid, refuse, unauthorized } from './refusals'

const BEARER = /^Bearer +(\S+)$/i

const inHeader = (c: ClientContext) =>
  BEARER.exec(c.req.header('Authorization')?.trim() ?? '')?.[1] ?? null

/** Whoever holds a token; a refusal, which counts as a guess, where it is none. */
async function enter(c: ClientContext, token: string | null): Promise<Caller | Response> {
  const holder = token === null ? null : await holderOf(c, token)
  if (holder) return callerFor(c, holder)
  if (await isGuessing(c)) {
    return refuse(429, 'rate_limited', 'Too many tokens that are none: wait a minute', {
      headers: RETRY_AFTER,
    })
  }
  return token === null
    ? unauthorized('Send a token in the header Authorization: Bearer …', false)
    : unauthorized('The token is unknown, expired or revoked', true)
}

/** By the header alone: for queries, and for JSON. */
export const enterByHeader = (c: ClientContext) => enter(c, inHeader(c))

/** By whichever way, for forms: what is in the form besides the token comes along. */
export async function enterByForm(
  c: ClientContext,
): Promise<{ caller: Caller; values: Properties } | Response> {
  const token = inHeader(c)
  const known = token === null ? null : await enter(c, token)
  if (known instanceof Response) return known
  const values = await readForm(c, known !== null)
  if (values instanceof Response) return values
  const tokens = values.get('access_token') ?? []
  values.delete('access_token')
  if (tokens.length + Number(known !== null) > 1) {
    return invalid('The token is there twice; send it once, in the header or in the form')
  }
  const [own = null] = tokens
  const caller = known ?? (await enter(c, typeof own === 'string' ? own : null))
  return caller instanceof Response ? caller : { caller, values }
}
