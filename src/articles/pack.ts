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

/** What `pack` made, as D1 gives BLOBs back: an array of bytes. `like` does no harm if it was not used. */
export async function unpack(bytes: number[], like?: string): Promise<string> {
  const { inflateRawSync } = await zlib()
  return decoder.decode(inflateRawSync(new Uint8Array(bytes), optionsFor(like)))
}
