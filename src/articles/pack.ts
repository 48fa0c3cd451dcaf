/**
 * Text as it lies in D1: deflated (RFC 1951), which halves Chinese prose. A database holds
 * 10 GB at most, and a million articles should fit. See docs/decisions/0003-text-is-deflated.md.
 */
import { D1Outage } from '../delivery/d1-faults'
import { fromHex } from './digest'
import { toLost, toReference } from './reference'

/** Thrown when a text database does not have a text that the catalogue refers to. */
export class LostText extends Error {}

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

/**
 * What `pack` made, as a query gives it: `hex` of the column, since D1 would send a BLOB as JSON, a number for
 * each byte, which takes twice the room and several times as long to read. Or what refers to it where it could
 * not be brought from a text database (reference.ts): inflating that throws, a `D1Outage` unless it is lost.
 */
export type Packed = string

/** Inflates it. `like` does no harm if it was not used. */
export const unpack = async (packed: Packed, like?: string): Promise<string> =>
  decoder.decode(await inflate(packed, like))

/** The same, with its size in bytes of UTF-8. */
export async function unpackSized(packed: Packed): Promise<{ text: string; size: number }> {
  const inflated = await inflate(packed)
  return { text: decoder.decode(inflated), size: inflated.length }
}

async function inflate(packed: Packed, like?: string): Promise<Uint8Array> {
  // Of a text that was erased nothing is left, though a catalogue from before may refer to it.
  if (packed === '') return new Uint8Array()
  const away = toReference(packed)
  if (away) throw new D1Outage(`TEXT_${away.store} does not answer`, 'transient', false)
  const lost = toLost(packed)
  if (lost) throw new LostText(`text ${lost.id} is not in TEXT_${lost.store}`)
  const { inflateRawSync } = await zlib()
  return inflateRawSync(fromHex(packed), optionsFor(like))
}
