/** Forms as programs send them to where tokens are. */
import { decodeUtf8 } from '../../editing/door/utf8'
import { readAtMost } from '../../editing/receiving/body'
import type { ClientContext } from '../context'

/** Room for a redirect address, a code and what proves it. */
const MAX_BYTES = 16 * 1024

/**
 * The fields of a form, or what is wrong with it. None may come twice (RFC 6749, 3.2), and nothing is taken from
 * the address, where others would read it.
 */
export async function formIn(c: ClientContext): Promise<URLSearchParams | { fault: string }> {
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') {
    return { fault: 'Send a form: Content-Type must be application/x-www-form-urlencoded.' }
  }
  const bytes = await readAtMost(MAX_BYTES, c.req.raw.body)
  if (!bytes) return { fault: `The form is larger than ${MAX_BYTES / 1024} KB.` }
  const decoded = decodeUtf8(bytes)
  if ('fault' in decoded) return { fault: `The form cannot be read: ${decoded.fault}.` }
  const form = new URLSearchParams(decoded.text)
  const twice = [...form.keys()].find((name) => form.getAll(name).length > 1)
  return twice === undefined ? form : { fault: `"${twice.slice(0, 40)}" is there twice.` }
}
