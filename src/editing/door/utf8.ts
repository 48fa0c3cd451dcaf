/** Text as it is sent and kept in files: UTF-8, to the byte, or a word about what it is instead. */

/** Why bytes are no text: what they seem to be, and where that shows. */
export interface NotUtf8 {
  /** Of the first byte that no UTF-8 has at its place, from 0. */
  at: number
  /** Like `byte 12 (0xCD) is not UTF-8`. */
  fault: string
}

/** The text of some bytes, without a byte order mark; or why they are none. Never a replacement character. */
export function decodeUtf8(bytes: Uint8Array): { text: string } | NotUtf8 {
  const mark = bytes[0] === 0xff || bytes[0] === 0xfe ? byteOrder(bytes) : null
  if (mark) return { at: 0, fault: `this is ${mark}, not UTF-8` }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes) }
  } catch {
    const at = firstFault(bytes)
    const byte = bytes[at]
    const what = byte === undefined ? 'ends within a character' : `is ${hex(byte)}`
    return { at, fault: `this is not UTF-8: byte ${at + 1} ${what}` }
  }
}

/** A sentence for whoever sent it: where it is wrong, and what to do. */
export const notUtf8 = (what: string, { fault }: NotUtf8) =>
  `${what} cannot be read: ${fault}. Save it as UTF-8 and send it again; nothing was stored.`

/** What a byte order mark of UTF-16 says, or null. */
export function byteOrder(bytes: Uint8Array): 'UTF-16LE' | 'UTF-16BE' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16LE'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE'
  return null
}

const hex = (byte: number) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`

/** What may follow a first byte: how many bytes, and between which bounds the first of them lies (RFC 3629). */
function sequenceOf(first: number): [length: number, low: number, high: number] | null {
  if (first < 0x80) return [0, 0, 0]
  if (first >= 0xc2 && first <= 0xdf) return [1, 0x80, 0xbf]
  if (first === 0xe0) return [2, 0xa0, 0xbf]
  if (first === 0xed) return [2, 0x80, 0x9f]
  if (first >= 0xe1 && first <= 0xef) return [2, 0x80, 0xbf]
  if (first === 0xf0) return [3, 0x90, 0xbf]
  if (first >= 0xf1 && first <= 0xf3) return [3, 0x80, 0xbf]
  if (first === 0xf4) return [3, 0x80, 0x8f]
  return null
}

/** Where the first sequence that is not UTF-8 begins, or the length of the bytes where they break off in one. */
function firstFault(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) {
    const sequence = sequenceOf(bytes[at] as number)
    if (!sequence) return at
    const [length, low, high] = sequence
    for (let i = 1; i <= length; i++) {
      const byte = bytes[at + i]
      if (byte === undefined) return bytes.length
      if (i === 1 ? byte < low || byte > high : byte < 0x80 || byte > 0xbf) return at
    }
    at += length + 1
  }
  return bytes.length
}
