/**
 * What engines answer is kept and shown: in D1, in the log, to editors. It may repeat what we sent, and
 * whoever sits between an engine and us may write it: so it is stripped of every credential, and cut.
 */

/** Characters of a fault that are kept. */
const MAX_FAULT = 500

/** Characters of an answer that are looked at: more than are kept, as blanking makes them fewer. */
const LOOKED_AT = 4_096

/** What a character takes at most where it is escaped: `&#x000041;`, or thrice that as bytes. */
const LONGEST_ESCAPE = 15

/** Stands for a credential. */
const BLANK = '***'

/** A shorter value in an address's query is no credential; and blanking `1` would leave no number. */
const SHORTEST_IN_QUERY = 8

/** Shorter Base64 would be found in ordinary words. */
const SHORTEST_IN_BASE64 = 6

/** Makes an engine's words fit to be kept. */
export type Quote = (text: string) => string

/** Blanks these credentials, in any case and however they are escaped, and cuts what is left. */
export function quoteWithout(credentials: string[]): Quote {
  const spellings = [...new Set(credentials.flatMap((one) => [one, ...inBase64(one)]))]
  const needles = spellings
    .flatMap((one) => [read(one).bytes, read(one, ESCAPE).bytes])
    .filter(Boolean)
  const longest = Math.max(0, ...spellings.map(({ length }) => length)) * LONGEST_ESCAPE
  return (text) => {
    const start = text.slice(0, LOOKED_AT + longest)
    const places = [read(start), read(start, ESCAPE)].flatMap((reading) => find(reading, needles))
    const blanked = blank(start, places)
    // Where it was cut, a credential may have been cut with it, and not be known for one.
    const whole = start === text ? blanked : blanked.slice(0, Math.max(blanked.length - longest, 0))
    return whole.trim().slice(0, MAX_FAULT)
  }
}

/** The credentials that an address holds: user, password, both as a header has them, and its query. */
export function credentialsIn(address: string | undefined): string[] {
  const url = URL.parse(address ?? '')
  if (!url) return []
  const { username, password, searchParams } = url
  return [
    ...[username, password, decoded(username), decoded(password), basicOf(url) ?? ''],
    ...[...searchParams.values()].filter(({ length }) => length >= SHORTEST_IN_QUERY),
  ].filter(Boolean)
}

/** User name and password of an address as a header has them; null when there are none. */
export const basicOf = ({ username, password }: URL) =>
  username || password ? base64(utf8(`${decoded(username)}:${decoded(password)}`)) : null

/** A user name or password as it was before it was put into an address. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const utf8 = (text: string) => new TextEncoder().encode(text)

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))

/** In the middle of other bytes, Base64 has three ways to spell the same; and it has two alphabets. */
function inBase64(text: string): string[] {
  const bytes = utf8(text)
  const spelt = [0, 1, 2].map((before) => {
    const whole = base64(new Uint8Array([...new Uint8Array(before), ...bytes]))
    return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
  })
  return spelt
    .filter(({ length }) => length >= SHORTEST_IN_BASE64)
    .flatMap((one) => [one, one.replaceAll('+', '-').replaceAll('/', '_')])
}

/** A character in JSON or JavaScript (perhaps within more JSON), an address (once or twice), or HTML. */
const ESCAPE =
  /\\{1,4}u([\da-f]{4})|\\{1,4}x([\da-f]{2})|%(?:25)?([\da-f]{2})|&#x([\da-f]{1,6});?|&#(\d{1,7});?/gi

/** A text as bytes of UTF-8, in lower case; and where in the text each begins. */
interface Reading {
  bytes: string
  starts: number[]
}

/** Reads a text as it is, or with what `escapes` finds for what it stands for. */
function read(text: string, escapes?: RegExp): Reading {
  const pieces: string[] = []
  const starts: number[] = []
  const add = (bytes: Iterable<number>, start: number) => {
    for (const byte of bytes) {
      pieces.push(String.fromCharCode(byte))
      starts.push(start)
    }
  }
  const addLiterally = (from: number, to: number) => {
    let at = from
    for (const character of text.slice(from, to)) {
      add(utf8(character), at)
      at += character.length
    }
  }
  let end = 0
  for (const match of escapes ? text.matchAll(escapes) : []) {
    const [whole, unit, script, percent, hex, decimal] = match
    addLiterally(end, match.index)
    if (percent) add([Number.parseInt(percent, 16)], match.index)
    else {
      const digits = unit ?? script ?? hex
      add(utf8(characterOf(digits ? Number.parseInt(digits, 16) : Number(decimal))), match.index)
    }
    end = match.index + whole.length
  }
  addLiterally(end, text.length)
  starts.push(text.length)
  return { bytes: pieces.join('').toLowerCase(), starts }
}

const MAX_CODE_POINT = 0x10_ff_ff

const characterOf = (code: number) => (code > MAX_CODE_POINT ? '' : String.fromCodePoint(code))

type Span = [from: number, to: number]

/** Where the needles stand. */
function find({ bytes, starts }: Reading, needles: string[]): Span[] {
  const found: Span[] = []
  for (const needle of needles) {
    for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
      found.push([starts[at] ?? 0, starts[at + needle.length] ?? 0])
    }
  }
  return found
}

function blank(text: string, spans: Span[]): string {
  let blanked = ''
  let end = 0
  for (const [from, to] of spans.sort(([a], [b]) => a - b)) {
    if (to <= end) continue
    // What overlaps is one.
    if (from >= end) blanked += text.slice(end, from) + BLANK
    end = to
  }
  return blanked + text.slice(end)
}
