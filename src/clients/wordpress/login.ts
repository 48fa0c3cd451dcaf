/** Who asks: the holder of the key that is the password, whatever the user is called. */
import { isLimited, RETRY_AFTER } from '../../delivery/limits'
import { isGuessing } from '../../editing/door/authenticate'
import type { Entered } from '../../editing/door/key-store'
import type { ClientContext } from '../context'
import { holderOf } from '../door'
import { CHALLENGE, refuse } from './answering'

/** More than a key, a name and all their spaces take. */
const MAX_LENGTH = 2_000

/** The secret of a request; null without one, empty where there is none to be found in it. */
function secretOf(header: string | undefined): string | null {
  if (header === undefined || header.trim() === '') return null
  const [, scheme = '', given = ''] = /^\s*(\S+)\s+(\S.*)$/.exec(header.slice(0, MAX_LENGTH)) ?? []
  if (/^bearer$/i.test(scheme)) return given.trim()
  if (!/^basic$/i.test(scheme)) return ''
  try {
    const pair = atob(given.trim())
    // WordPress shows application passwords in groups, and takes them with their spaces.
    return pair.slice(pair.indexOf(':') + 1).replace(/\s+/g, '')
  } catch {
    return ''
  }
}

/** The holder of a request's key, null where it has none, or why it is refused. */
export async function enter(c: ClientContext): Promise<Entered | null | Response> {
  const secret = secretOf(c.req.header('Authorization'))
  if (secret === null) return null
  const entered = await holderOf(c, secret)
  if (entered) return entered
  if (await isGuessing(c)) return tooMany()
  return refuse(
    401,
    'incorrect_password',
    'The password must be a key of this newsroom. One that was mistyped, revoked or never existed is answered alike.',
    {},
    CHALLENGE,
  )
}

export const tooMany = () =>
  refuse(429, 'rest_too_many_requests', 'Too many requests. Wait a minute.', {}, RETRY_AFTER)

/** Whether somebody without a key has asked for too many lists within a minute: they are read each time. */
export const asksTooOften = (c: ClientContext) =>
  isLimited(c.env.SEARCHES, c.req.header('CF-Connecting-IP') ?? 'unknown')
