/** Newline-delimited JSON: bytes into lines, one held at a time. */
import { decodeUtf8, notUtf8 } from '../door/utf8'

export const NDJSON = 'application/x-ndjson'

/** As long as a request that posts one article. */
const MAX_LINE_BYTES = 1024 * 1024

/** The most lines of a request; blank ones count. */
export const MAX_LINES = 1_000
/** The most bytes of a request: 32 MiB, of which `npm run import` sends 20 MB. */
export const MAX_BYTES = 32 * 1024 * 1024

export interface Line {
  /** From 1. */
  number: number
  /** Null when there is a fault. */
  text: string | null
  /** Why it cannot be read. */
  fault?: string
  /** Set on the first that a request has no room for: nothing of it was read, nor what comes after it. */
  isBeyond?: true
}

export const TOO_LONG = 'A line may take 1 MiB of UTF-8.'

/** Cuts a body into lines, as far as one may go. Blank ones count, and are left out. */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Line> {
  let number = 0
  let parts: Uint8Array[] = []
  let size = 0
  let left = MAX_BYTES
  const hold = (part: Uint8Array) => {
    size += part.length
    if (size > MAX_LINE_BYTES) parts = []
    else if (part.length > 0) parts.push(part.slice())
  }
  const take = (): Line[] => {
    const read = size > MAX_LINE_BYTES ? { text: null, fault: TOO_LONG } : decode(parts, size)
    number++
    parts = []
    size = 0
    return read.text === '' ? [] : [{ number, ...read }]
  }
  for await (const sent of body) {
    const bytes = sent.subarray(0, left)
    left -= bytes.length
    let start = 0
    while (start < bytes.length && number < MAX_LINES) {
      const end = bytes.indexOf(10, start)
      hold(bytes.subarray(start, end === -1 ? bytes.length : end))
      start = end === -1 ? bytes.length : end + 1
      if (end !== -1) yield* take()
    }
    if (start < sent.length) return yield { number: number + 1, text: null, isBeyond: true }
  }
  if (size > 0) yield* take()
}

function decode(parts: Uint8Array[], size: number): Omit<Line, 'number'> {
  const bytes = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  const decoded = decodeUtf8(bytes)
  if ('fault' in decoded) return { text: null, fault: notUtf8('The line', decoded) }
  return { text: decoded.text.trim() }
}
