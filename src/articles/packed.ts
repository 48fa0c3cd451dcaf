/**
 * Text as it lies in D1: deflated (RFC 1951), which halves Chinese prose. A database ends at
 * 10 GB, and a million articles should fit. See docs/decisions/0003-text-is-deflated.md.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

const optionsFor = (like: string | undefined) => (like ? { dictionary: encoder.encode(like) } : {})

/**
 * Deflates text. `like` is one that says much the same and lies beside it: what they share takes next
 * to nothing, and `unpack` needs it again.
 */
export const pack = (text: string, like?: string): Uint8Array =>
  deflateRawSync(encoder.encode(text), optionsFor(like))

/** What `pack` made, as D1 gives BLOBs back: an array of bytes. `like` does no harm if it was not used. */
export const unpack = (bytes: number[], like?: string): string =>
  decoder.decode(inflateRawSync(new Uint8Array(bytes), optionsFor(like)))
