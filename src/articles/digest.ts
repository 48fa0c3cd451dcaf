const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Bytes in hexadecimal, two digits each. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX[byte]
  return text
}

/** Bytes in Base64 (RFC 4648, 4). For short ones: each is an argument of a call. */
export const toBase64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))

/** Bytes in the Base64 of addresses, without padding (RFC 4648, 5). */
export const toBase64Url = (bytes: Uint8Array) =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

async function digestOf(data: string | ArrayBuffer): Promise<Uint8Array> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

/** SHA-256 (FIPS 180-4) in hexadecimal. */
export const sha256 = async (data: string | ArrayBuffer) => toHex(await digestOf(data))

/** A style sheet or script as a Content Security Policy names it (CSP Level 3, 2.3.1). */
export const hashSource = async (text: string) => `'sha256-${toBase64(await digestOf(text))}'`
