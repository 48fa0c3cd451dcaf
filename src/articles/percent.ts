/** One spelling of the text in an address: what percent signs spell, and what they need not. Pure. */
import { isCrowded } from './normal'

/** One step of a path, or a part of one, in our spelling. */
export const normalStep = (text: string) => normalText(text, NOT_IN_PATH)

/** A key or a value of a query, or a part of one. A plus is a space there, and browsers escape apostrophes. */
export const normalValue = (text: string) => normalText(text.replaceAll('+', ' '), NOT_IN_QUERY)

/** ASCII that cannot stand in a path (RFC 3986, 3.3), or in a query, in which browsers escape `'`. */
const NOT_IN_PATH = /[^-\w.~!$&'()*+,;=:@\u0080-\u{10ffff}]/gu
const NOT_IN_QUERY = /[^-\w.~!$&()*+,;=:@/?\u0080-\u{10ffff}]/gu

/** An escaped character of UTF-8, should its bytes be one, or an escaped byte. */
const ESCAPED =
  /(%(?:[cd][\da-f]%[89ab][\da-f]|e[\da-f](?:%[89ab][\da-f]){2}|f[0-7](?:%[89ab][\da-f]){3}|[\da-f]{2}))/i
const UNRESERVED = /^[-\w.~\u0080-\u{10ffff}]$/u
const BYTE = /(%[\dA-F]{2})/

/** Every other piece of what is split with a pattern in parentheses is what the pattern found. */
const isFound = (_: string, i: number) => i % 2 === 1

function normalText(text: string, outside: RegExp): string {
  const escapeRest = (piece: string) => piece.replace(outside, escapedByte)
  const read = text
    .split(ESCAPED)
    .map((piece, i) => (isFound(piece, i) ? decoded(piece) : escapeRest(piece)))
  // The digits of what stays escaped are no letters for marks to stand on. What is composed may be ASCII.
  const pieces = read.join('').split(BYTE)
  return pieces
    .map((piece, i) => (isFound(piece, i) ? piece : escapeRest(composed(piece))))
    .join('')
}

/** Left as it is where that would take too long: no language writes so. */
const composed = (text: string) => (isCrowded(text) ? text : text.normalize('NFC'))

const escapedByte = (sign: string) =>
  `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`

/** The character that is escaped here, unless it has to be. */
function decoded(escaped: string): string {
  try {
    const character = decodeURIComponent(escaped)
    return UNRESERVED.test(character) ? character : escaped.toUpperCase()
  } catch {
    return escaped.toUpperCase()
  }
}
