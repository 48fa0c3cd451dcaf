/** Backslashes before what would be read as Markdown. */

/** What may mean something within a line; each is tried by itself before all are. */
const MEANT: [seen: string, pattern: RegExp][] = [
  ['\\', /\\/g],
  ['*', /\*/g],
  ['_', /_/g],
  ['`', /`/g],
  ['[', /[[\]]/g],
  ['!', /!(?=\[|$)/g],
  ['<', /</g],
  ['&', /&(?=#?\w{1,32};)/g],
  ['~', /~/g],
  ['{', /\{/g],
  ['|', /\|/g],
  ['#', /#/g],
]
/** What CommonMark lets a backslash stand before. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g
/** White space that is taken for the end of a line, or would be trimmed. */
const UNSEEN = /[\t\r\f\v]|^[^\S ]+|[^\S ]+$/g

/** How a text is written. */
export type Escape = (text: string) => string

const every = (text: string) => text.replace(PUNCTUATION, '\\$&')

/** A character that a backslash does not save. */
const entities = (text: string) =>
  text.replace(UNSEEN, (found) => [...found].map((one) => `&#${one.codePointAt(0)};`).join(''))

const FEW = 4

/** Ways to write a text: the first that is read again as it was is the one. */
export function* escapes(text: string): Generator<Escape> {
  yield (plain) => plain
  const present = MEANT.filter(([seen]) => text.includes(seen))
  // One is to blame mostly; where there are many, they would take long to find.
  for (const [, pattern] of present.length > FEW ? [] : present)
    yield (plain) => plain.replace(pattern, '\\$&')
  if (present.length > 1) {
    yield (plain) => plain.replace(/[\\*_`[\]<~{|#]|!(?=\[|$)|&(?=#?\w{1,32};)/g, '\\$&')
  }
  yield every
  yield (plain) => entities(every(plain))
}

/** What begins a block where a line begins. */
const STARTS: [RegExp, string][] = [
  [/^(?=#{1,6}(?:\s|$)|>|[-+*](?:\s|$)|```|~~~|(?:=+|-+)\s*$|(?:[-_*]\s*){3,}$)/, '\\'],
  [/^(\d{1,9})(?=[.)](?:\s|$))/, '$1\\'],
]

/** The beginning of a line, so that no list, heading or quotation begins there. */
export const escapeStart = (text: string) =>
  STARTS.reduce((line, [pattern, escaped]) => line.replace(pattern, escaped), text)
