/** Newline-delimited JSON: bytes into lines, one held at a time. */

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
  /** Null when it is longer than a line may be, or not UTF-8. */
  text: string | null
  /** Set on the first that a request has no room for: nothing of it was read, nor what comes after it. */
  isBeyond?: true
}

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
    const text = size > MAX_LINE_BYTES ? null : decode(parts)
    number++
    parts = []
    size = 0
    return text === '' ? [] : [{ number, text }]
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

function decode(parts: Uint8Array[]): string | null {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
    const texts = parts.map((part) => decoder.decode(part, { stream: true }))
    return (texts.join('') + decoder.decode()).trim()
  } catch {
    return null
  }
}
