/** Which addresses a newsroom calls. */
import { isOnThisMachine, isPublicHost, undotted } from '../public-host'

/**
 * What is wrong with an address for a webhook and what to do, the end of a sentence that begins with the
 * field’s name; null when it will do. Asked when it is set, and again before each call: an address from
 * before, or put into D1 by hand, is no exception.
 *
 * A public name may still lead to a private address: on Cloudflare that comes to nothing, as a Worker has no
 * way into any private network. A newsroom on this machine (`npm start`) may call receivers on this machine,
 * as nobody else’s can be reached from there in any other way.
 *
 * @param origin the newsroom’s own. It never calls itself.
 */
export function receiverFault(address: string, origin: string): string | null {
  const url = URL.parse(address)
  if (!url) return 'cannot be read as an address; send it whole, like https://example.com/hooks/1'
  const own = new URL(origin).hostname
  const isAtHome = isOnThisMachine(own) && isOnThisMachine(url.hostname)
  if (url.protocol !== 'https:' && !(isAtHome && url.protocol === 'http:')) {
    return 'must begin with https://'
  }
  if (url.username || url.password) return 'holds a name or a password; send it without'
  if (url.hash) return 'holds a #, and nobody is sent what stands behind it; leave it out'
  if (isAtHome) return null
  if (url.port) return `names port ${url.port}; a receiver must be at the usual one, 443`
  if (undotted(url.hostname) === undotted(own)) {
    return 'leads to this newsroom itself; name another receiver'
  }
  return isPublicHost(url.hostname) ? null : 'is not on the public internet; name another receiver'
}
