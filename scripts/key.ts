/** Keys as the command line makes them; src/editing/door/authenticate.ts checks them. */
import { createHash, randomBytes } from 'node:crypto'
import { KEY_PREFIX } from '../src/editing/door/secret.ts'

/** The prefix and 256 random bits in base64url. */
export const newKey = () => KEY_PREFIX + randomBytes(32).toString('base64url')

/** All that is kept of a key: SHA-256 in hexadecimal. */
export const hashKey = (key: string) => createHash('sha256').update(key).digest('hex')
