/**
 * Text as it lies in D1: deflated (RFC 1951), which halves Chinese prose. A database holds
 * 10 GB at most, and a million articles should fit. See docs/decisions/0003-text-is-deflated.md.
 */
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Loaded when first needed: that takes a few milliseconds, which a page in KV need not wait for. */
const zlib = () => import('node:zlib')

const optionsFor = (like: string | undefined) => (like ? { dictionary: encoder.encode(like) } : {})

/**
 * Deflates text. `like` is another text, kept beside it, that says much the same: what they share
 * takes next to nothing. `unpack` needs the same one.
 */
export async function pack(text: string, like?: string): Promise<Uint8Array> {
  const { deflateRawSync } = await zlib()
  return deflateRawSync(encoder.encode(text), optionsFor(like))
}

/** Bytes of UTF-8 that a text takes: what is kept beside it once it is deflated. */
export const sizeOf = (text: string) => encoder.encode(text).length

/** What `pack` made, as D1 gives BLOBs back: an array of bytes. `like` does no harm if it was not used. */
export const unpack = async (bytes: number[], like?: string): Promise<string> =>
  decoder.decode(await inflate(bytes, like))

/** The same, with its size in bytes of UTF-8. */
export async function unpackSized(bytes: number[]): Promise<{ text: string; size: number }> {
  const inflated = await inflate(bytes)
  return { text: decoder.decode(inflated), size: inflated.length }
}

async function inflate(bytes: number[], like?: string): Promise<Uint8Array> {
  const { inflateRawSync } = await zlib()
  return inflateRawSync(new Uint8Array(bytes), optionsFor(like))
}
