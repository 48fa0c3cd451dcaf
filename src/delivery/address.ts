/** Reading names in addresses. */
import { MAX_URL_BYTES } from '../site'
import type { AppContext } from './page'

/**
 * A name in the path, decoded, in the form in which names are kept (NFC); null when it is longer than
 * any URL of ours, and so need not be looked for.
 */
export function nameIn(c: AppContext, param = 'name'): string | null {
  const name = (c.req.param(param) ?? '').normalize('NFC')
  return name.length <= MAX_URL_BYTES ? name : null
}
