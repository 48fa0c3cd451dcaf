/** Bodies from the web, which may be as long as they like. */
import { joined } from '../../articles/files/bytes'

/** All of a body; null as soon as it turns out longer than that, whatever it said of itself. */
export async function readAtMost(
  max: number,
  body: ReadableStream<Uint8Array> | null,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = []
  let length = 0
  const reader = body?.getReader()
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { done: true }
    if (done || !value) break
    length += value.length
    if (length > max) {
      reader?.cancel().catch(() => {})
      return null
    }
    parts.push(value)
  }
  return joined(parts)
}
