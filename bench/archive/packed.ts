/** `src/articles/packed.ts` for Node, where zlib's streams take many times as long as its calls. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'

export const pack = async (text: string) => new Uint8Array(deflateRawSync(text))

export const unpack = async (bytes: Uint8Array) => inflateRawSync(bytes).toString()
