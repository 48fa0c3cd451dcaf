/** Where a program gives up its key (RFC 7009), or asks what it is good for (RFC 7662). */
import { storeOnce } from '../../articles/writing/once'
import { newEdition } from '../../delivery/editions'
import { revokeKey } from '../../editing/door/key-store'
import { siteOf } from '../../site'
import { secondsNow } from '../../time'
import type { ClientContext } from '../context'
import { holderOf } from '../door'
import { refused, told } from './answers'
import { formIn } from './form'
import { tooOften } from './token'

/** Whoever holds a key may end it. One that is unknown, or has ended, is answered like one that ends now. */
export async function revoke(c: ClientContext): Promise<Response> {
  const form = await formIn(c)
  if ('fault' in form) return refused('invalid_request', form.fault)
  const secret = form.get('token')
  if (!secret) return refused('invalid_request', 'token is missing.')
  const holder = await holderOf(c, secret)
  if (!holder) return (await tooOften(c)) ?? told({})
  const { keyId } = holder.editor
  const token = newEdition()
  const { db } = c.var
  const statements = revokeKey(db, { at: secondsNow(), keyId, token }, keyId)
  await storeOnce(db, { token, statements })
  return told({})
}

/** Answers the holder of a token alone: it stands in the header, and is what is asked about. */
export async function introspect(c: ClientContext): Promise<Response> {
  const form = await formIn(c)
  if ('fault' in form) return refused('invalid_request', form.fault)
  const secret = form.get('token') ?? ''
  const isOwn = c.req.header('Authorization') === `Bearer ${secret}`
  const holder = isOwn ? await holderOf(c, secret) : null
  if (!holder) {
    const challenge = { 'WWW-Authenticate': 'Bearer realm="Broadside", error="invalid_token"' }
    return (await tooOften(c)) ?? told({ error: 'invalid_token' }, 401, challenge)
  }
  const { scopes, endsAt } = holder.editor
  return told({
    active: true,
    token_type: 'Bearer',
    scope: scopes.join(' '),
    me: `${siteOf(c.env).origin}/`,
    ...(endsAt !== null && { exp: endsAt }),
  })
}
