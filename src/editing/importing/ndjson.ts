/** Newline-delimited JSON: bytes into lines, one held at a time. */

export const NDJSON = 'application/x-ndjson'

/** As long as a request that posts one article. */
const MAX_LINE_BYTES = 1024 * 1024

export interface Line {
  /** From 1. */
  number: number
  /** Null when it is longer than a line may be, or not UTF-8. */
  text: string | null
}

/** Cuts a body into lines. Blank ones count, and are left out. */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Line> {
  let number = 0
  let parts: Uint8Array[] = []
  let size = 0
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
  for await (const bytes of body) {
    let start = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      hold(bytes.subarray(start, end))
      yield* take()
      start = end + 1
    }
    hold(bytes.subarray(start))
  }
  yield* take()
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
