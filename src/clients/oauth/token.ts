/** Where a program brings the code that consent gave it, and gets its key (RFC 6749, 4.1.3; RFC 7636). */
import { RETRY_AFTER } from '../../delivery/limits'
import { isGuessing } from '../../editing/door/authenticate'
import { isOwnResource, readRedemption, redeem } from '../../editing/door/grants'
import { siteOf } from '../../site'
import { secondsNow } from '../../time'
import type { ClientContext } from '../context'
import { refused, told } from './answers'
import { formIn } from './form'

const NOT_GOOD =
  'The code is not good: it was used, has expired, or was made for another client_id, redirect_uri or code_verifier. Ask for consent again.'

export async function token(c: ClientContext): Promise<Response> {
  const form = await formIn(c)
  if ('fault' in form) return refused('invalid_request', form.fault)
  const type = form.get('grant_type')
  if (type === null) return refused('invalid_request', 'grant_type is missing.')
  if (type !== 'authorization_code') {
    return refused('unsupported_grant_type', 'grant_type must be authorization_code.')
  }
  const site = siteOf(c.env)
  const redemption = await readRedemption(form)
  if ('missing' in redemption) {
    return refused('invalid_request', `${redemption.missing} is missing, or is none.`)
  }
  const { resource } = redemption
  if (resource !== null && !isOwnResource(site, resource)) {
    return refused('invalid_target', `resource must be an address of ${site.origin}.`)
  }
  const now = secondsNow()
  const redeemed = await redeem(c.var.db, redemption, now)
  if (!redeemed) return (await tooOften(c)) ?? refused('invalid_grant', NOT_GOOD)
  const { secret, key, scope } = redeemed
  return told({
    access_token: secret,
    token_type: 'Bearer',
    ...(key.expiresAt !== null && { expires_in: key.expiresAt - now }),
    scope,
    me: `${site.origin}/`,
  })
}

/** Counts one who brings what is not good; the answer when that was one too many. */
export async function tooOften(c: ClientContext): Promise<Response | null> {
  if (!(await isGuessing(c))) return null
  return refused('temporarily_unavailable', 'Too many attempts. Wait a minute.', 429, RETRY_AFTER)
}
