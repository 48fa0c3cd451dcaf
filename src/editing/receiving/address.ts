/** Addresses that pictures may be fetched from. */
import { isPublicHost, undotted } from '../../delivery/public-host'

const NO_ADDRESS =
  'cannot be read as an address; send it whole, like https://example.com/picture.jpg'

/**
 * The address to fetch from, or what is wrong with it and what to do: the end of a sentence that begins with
 * “url”.
 *
 * @param base what a relative address is relative to: for a redirect.
 * @param origin the newsroom's own. It never asks itself: that would be a request that waits for a request.
 */
export function readAddress(
  address: string,
  origin: string,
  base?: string,
): { url: URL } | { fault: string } {
  const url = URL.parse(address, base)
  if (!url) return { fault: NO_ADDRESS }
  // What stands behind # is for whoever shows a page; nobody is sent it.
  url.hash = ''
  const fault = addressFault(url, origin)
  return fault ? { fault } : { url }
}

function addressFault(url: URL, origin: string): string | null {
  if (!/^https?:$/.test(url.protocol)) {
    return 'does not begin with https:// or http://; send the address of a picture on the web'
  }
  if (url.username || url.password) return 'holds a name or a password; send it without'
  // The usual one of its scheme is left out: 443 for https, 80 for http.
  if (url.port) return `names port ${url.port}; send an address at the usual one of its scheme`
  if (undotted(url.hostname) === undotted(new URL(origin).hostname)) {
    return 'leads to this newsroom itself; name the picture by its hash, or send its file'
  }
  if (isPublicHost(url.hostname)) return null
  return 'is not on the public internet; send the file of the picture'
}
