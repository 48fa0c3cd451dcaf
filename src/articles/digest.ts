/** Digests, and bytes as text: hexadecimal and Base64. */

const DIGITS = new TextEncoder().encode('0123456789abcdef')

/** Bytes in hexadecimal, two digits each. Adding strings together would take four times as long. */
export function toHex(bytes: Uint8Array): string {
  const digits = new Uint8Array(bytes.length * 2)
  for (let i = 0; i < digits.length; i++) {
    const byte = bytes[i >> 1] as number
    digits[i] = DIGITS[i % 2 ? byte & 15 : byte >> 4] as number
  }
  return new TextDecoder().decode(digits)
}

type Native = Uint8ArrayConstructor & { fromHex?(text: string): Uint8Array<ArrayBuffer> }

/** What each digit is worth, by its code. */
const WORTH = Uint8Array.from({ length: 128 }, (_, code) =>
  Math.max('0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase()), 0),
)

/** The bytes that hexadecimal digits stand for, in either case. For what is known to be such. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const { fromHex } = Uint8Array as Native
  if (fromHex) return fromHex.call(Uint8Array, text)
  const bytes = new Uint8Array(text.length >> 1)
  for (let i = 0; i < bytes.length; i++) {
    const [high, low] = [text.charCodeAt(2 * i), text.charCodeAt(2 * i + 1)]
    bytes[i] = ((WORTH[high] as number) << 4) | (WORTH[low] as number)
  }
  return bytes
}

/** Bytes in Base64 (RFC 4648, 4). For short inputs: each byte becomes an argument of one call. */
export const toBase64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))

/** Bytes in the Base64 for addresses, without padding (RFC 4648, 5). */
export const toBase64Url = (bytes: Uint8Array) =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

async function digestOf(data: string | BufferSource): Promise<Uint8Array> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

/** SHA-256 (FIPS 180-4) in hexadecimal. */
export const sha256 = async (data: string | BufferSource) => toHex(await digestOf(data))

/** A style sheet or script as a Content Security Policy names it (CSP Level 3, 2.3.1). */
export const hashSource = async (text: string) => `'sha256-${toBase64(await digestOf(text))}'`
