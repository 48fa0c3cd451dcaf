/** What a key looks like. Imports nothing, so that the scripts can load it as it is. */

/** Recognisable, so that leaked keys can be scanned for. */
export const KEY_PREFIX = 'bs_'

/** A whole key, as the source of a regular expression: 256 bits in base64url behind the prefix. */
export const KEY_PATTERN = `${KEY_PREFIX}[A-Za-z0-9_-]{43}`
