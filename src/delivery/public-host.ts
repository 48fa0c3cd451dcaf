/**
 * Which hosts are on the public internet, by what an address names. A name that looks public may still lead
 * to an address that is not: nothing here asks DNS. See `fetchPicture`, and docs/decisions/0038-webhooks.md.
 */

/**
 * IPv4 that is nobody's public address: IANA's IPv4 Special-Purpose Address Registry (RFC 6890 and RFC 8190),
 * https://www.iana.org/assignments/iana-ipv4-special-registry, what is not globally reachable there, whole.
 */
const INNER_IPV4 = [
  '0.0.0.0/8', // “this network”, and unspecified (RFC 791)
  '10.0.0.0/8', // private (RFC 1918)
  '100.64.0.0/10', // shared by a carrier's customers (RFC 6598)
  '127.0.0.0/8', // loopback (RFC 1122)
  '168.63.129.16/32', // not IANA's: what Azure's machines call their host
  '169.254.0.0/16', // link-local (RFC 3927): a cloud's metadata
  '172.16.0.0/12', // private (RFC 1918)
  '192.0.0.0/24', // protocol assignments (RFC 6890)
  '192.0.2.0/24', // documentation (RFC 5737)
  '192.88.99.0/24', // 6to4 relays, given up (RFC 7526)
  '192.168.0.0/16', // private (RFC 1918)
  '198.18.0.0/15', // benchmarks (RFC 2544)
  '198.51.100.0/24', // documentation (RFC 5737)
  '203.0.113.0/24', // documentation (RFC 5737)
  '224.0.0.0/4', // multicast (RFC 5771)
  '240.0.0.0/4', // reserved, and broadcast (RFC 1112, RFC 8190)
]

/**
 * Of IPv6 only global unicast is public, 2000::/3 (RFC 4291), so that everything outside it is not: `::`, `::1`,
 * IPv4 within IPv6 (::/96, ::ffff:0:0/96), NAT64 (64:ff9b::/96, 64:ff9b:1::/48), discard-only (100::/64),
 * segment routing (5f00::/16), unique-local (fc00::/7), link-local (fe80::/10), multicast (ff00::/8). And of that
 * not these, by IANA's IPv6 Special-Purpose Address Registry,
 * https://www.iana.org/assignments/iana-ipv6-special-registry:
 */
const GLOBAL_UNICAST = '2000::/3'
const INNER_IPV6 = [
  '2001::/23', // protocol assignments (RFC 2928): Teredo, benchmarks, ORCHID
  '2001:db8::/32', // documentation (RFC 3849)
  '2002::/16', // 6to4 (RFC 3056): holds any IPv4 address
  '3ffe::/16', // the 6bone, given back (RFC 3701)
  '3fff::/20', // documentation (RFC 9637)
]

/**
 * Domains that no public name is in: RFC 6761 (localhost), RFC 6762 with its appendix G (local, and what home
 * and office networks use), RFC 8375 (home.arpa), and ICANN's reserve for inner names (internal).
 */
const INNER_DOMAINS = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'home.arpa',
  'lan',
]

/** An address as a number, and how many bits it has. */
interface Address {
  number: bigint
  bits: number
}

/** A host without the dot that may end it: the same host. */
export const undotted = (hostname: string) => hostname.replace(/\.+$/, '')

/**
 * Whether a host is on the public internet, as far as its name says.
 *
 * @param hostname as `URL` gives it: in lower case, IPv4 as four decimal numbers however it was spelt (octal,
 *   hexadecimal, one number, wide digits), IPv6 in brackets.
 */
export function isPublicHost(hostname: string): boolean {
  const host = undotted(hostname)
  if (host.startsWith('[')) return isPublicIpv6(ipv6(host.slice(1, -1)))
  if (/^\d+(\.\d+){3}$/.test(host)) return !isInAny(INNER_IPV4, ipv4(host))
  if (!host.includes('.')) return false
  return !INNER_DOMAINS.some((domain) => host.endsWith(`.${domain}`))
}

const isPublicIpv6 = (address: Address) =>
  isIn(GLOBAL_UNICAST, address) && !isInAny(INNER_IPV6, address)

const isInAny = (ranges: string[], address: Address) => ranges.some((range) => isIn(range, address))

/** Whether an address is in a range, like 10.0.0.0/8, of its own family. */
function isIn(range: string, { number, bits }: Address): boolean {
  const [start = '', length = ''] = range.split('/')
  const first = start.includes(':') ? ipv6(start) : ipv4(start)
  const free = BigInt(bits - Number(length))
  return number >> free === first.number >> free
}

const ipv4 = (text: string): Address => ({ number: numberOf(text.split('.'), 8), bits: 32 })

/** IPv6 as `URL` writes it: in hexadecimal, never with IPv4 at its end. */
function ipv6(text: string): Address {
  const [head = [], tail] = text.split('::').map((half) => half.split(':').filter(Boolean))
  const zeros = tail ? Array<string>(8 - head.length - tail.length).fill('0') : []
  const groups = [...head, ...zeros, ...(tail ?? [])].map((group) => `0x${group}`)
  return { number: numberOf(groups, 16), bits: 128 }
}

const numberOf = (digits: string[], bits: number) =>
  digits.reduce((number, digit) => (number << BigInt(bits)) | BigInt(digit), 0n)

const THIS_MACHINE = /^(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/

/** Whether a host, as `URL` gives it, is the machine that asks. */
export const isOnThisMachine = (hostname: string) => THIS_MACHINE.test(hostname)
