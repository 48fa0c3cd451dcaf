/** Files as text: UTF-8, UTF-16 that says so, or what the person says. Never a character that is not there. */
import { byteOrder, decodeUtf8 } from '../src/editing/door/utf8.ts'
import { Fault } from './command.ts'

export const ENCODING_OPTION = { encoding: { type: 'string' } } as const

export const ENCODING_HELP = `--encoding NAME: of files that are not UTF-8, like gb18030, big5, shift_jis or windows-1252`

/** An encoding as Node's TextDecoder calls it. Throws when it knows none of that name. */
export function encodingOf(name: string): string {
  try {
    return new TextDecoder(name).encoding
  } catch {
    throw new Fault(`--encoding "${name}" is not known; gb18030, big5 or utf-16le are`, 'usage')
  }
}

/** The encoding of a file that begins with these bytes: as said, or by its byte order mark, or UTF-8. */
export const encodingFrom = (bytes: Uint8Array, said: string | undefined): string =>
  said === undefined ? (byteOrder(bytes)?.toLowerCase() ?? 'utf-8') : encodingOf(said)

/** What to do where a file is no UTF-8. */
export const SAY_ENCODING =
  'Save the file as UTF-8, or say which encoding it is in: --encoding gb18030 (Windows in China), big5, shift_jis, euc-kr or windows-1252'

/** What is wrong with a file that is not in the encoding that was said. */
export const otherEncoding = (encoding: string) => `this is not ${encoding}; say another --encoding`

/** The text of some bytes; or the line (from 1) where they are no such text, and what to do. */
export function decode(
  bytes: Uint8Array,
  encoding: string,
): { text: string } | { line: number; fault: string } {
  if (encoding === 'utf-8') {
    const decoded = decodeUtf8(bytes)
    if ('text' in decoded) return decoded
    const line = bytes
      .subarray(0, decoded.at)
      .reduce((lines, byte) => lines + Number(byte === 10), 1)
    return {
      line,
      fault: `${decoded.fault}. ${SAY_ENCODING}`,
    }
  }
  try {
    return { text: new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes) }
  } catch {
    return { line: lineOfFault(bytes, encoding), fault: otherEncoding(encoding) }
  }
}

/** The line in which a decoder stops. */
function lineOfFault(bytes: Uint8Array, encoding: string): number {
  // A decoder that fails gives nothing of what it was handed: it gets little at a time.
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: false })
  let line = 1
  try {
    for (let at = 0; at < bytes.length; at++) {
      const part = decoder.decode(bytes.subarray(at, at + 1), { stream: true })
      if (part.includes('\n')) line++
    }
  } catch {}
  return line
}
