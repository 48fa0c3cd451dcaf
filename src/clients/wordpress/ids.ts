/** Numbers of who asks, which lists and their numbers leave free; they fit 32 bits with a sign. */
const KEYS_FROM = 1_000_000_000

/** The user that the holder of a key is. */
export const userOf = (keyId: number) => KEYS_FROM + keyId

/** Whether it is a key's holder, and no author that readers know. */
export const isHolder = (id: number) => id >= KEYS_FROM
