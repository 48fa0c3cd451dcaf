/** Tags: the names by which pages are purged from the edge. */
import { hash } from './fingerprint'

/** Carried by every page: purging it purges everything. */
export const EVERYTHING = 'site'
/** Carried by every 404. */
export const MISSING = 'missing'

/** Cloudflare takes printable ASCII without spaces and compares without regard to case. */
const PLAIN = /^[!-+\--~]{1,100}$/

/** The tag of a page: its name, or a short hash where that is not ASCII. */
export const tagOf = (page: string) => (PLAIN.test(page) ? page : `x-${hash(page)}`)
