/**
 * What `content` is. A bare string is plain text to the specification, while writing apps put Markdown in it and
 * have no way to say so: it is Markdown where it has marks that nobody types by accident.
 */
import type { Format } from '../../articles/article'
import { isFields, kindOf, only, type Reader, textOf } from './properties'

export interface Text {
  body: string
  format: Format
}

/** Of lines and within them. Each is of one line, so that none looks far. */
const MARKS: RegExp[] = [
  /^#{1,6} +\S/m, // A heading,
  /^(?:```|~~~)/m, // code,
  /^> ?\S/m, // a quotation,
  /^[-*+] +\S.*\n[-*+] +\S/m, // a list of two, as a dash alone may begin what somebody says,
  /^1[.)] +\S.*\n2[.)] +\S/m,
  /^\|.+\|[^\S\n]*\n\|[-:| ]+\|[^\S\n]*$/m, // a table,
  /\[[^[\]\n]{0,500}\]\((?:https?:|mailto:|picture:|[</#.])/, // a link or a picture,
  /^\[[^\]\n]{1,500}\]:\s/m,
  /(?<![\p{L}\p{N}*])(\*{1,3})(?![\s*])[^*\n]{1,500}(?<!\s)\1(?![\p{L}\p{N}*])/u, // emphasis,
  /\*\*(?![\s*])[^*\n]{1,500}(?<!\s)\*\*/, // in Chinese within a sentence,
  /(?<![\p{L}\p{N}_])(_{1,2})(?![\s_])[^_\n]{1,500}(?<!\s)\1(?![\p{L}\p{N}_])/u,
  /`[^`\n]{1,500}`/,
  /\{\p{Script=Han}{1,20}\|[^{}|\n]{1,100}\}/u, // and pinyin above characters.
]

export const hasMarks = (text: string) => MARKS.some((mark) => mark.test(text))

/**
 * The format of a bare string. What an article is in stays, as the program has read it so; plain text becomes
 * Markdown by its marks, unless it had such marks before and was plain text all the same.
 */
export function formatOf(text: string, before: Text | null): Format {
  if (before?.format === 'markdown') return 'markdown'
  if (before?.format === 'text' && hasMarks(before.body)) return 'text'
  return hasMarks(text) ? 'markdown' : 'text'
}

const FORM = 'content must be text, { "html": … } or { "markdown": … }'

/** What an entry says; null where it says nothing. `before` is what it said until now. */
export function readContent(reader: Reader, before: Text | null = null): Text | null {
  const value = only(reader, 'content')
  if (value === null) return null
  const text = textOf(value)
  if (text !== null) return { body: text, format: formatOf(text, before) }
  if (!isFields(value)) {
    reader.faults.push(`${FORM}, not ${kindOf(value)}`)
    return null
  }
  const given = FORMS.find(([field]) => typeof value[field] === 'string')
  if (!given) {
    reader.faults.push(FORM)
    return null
  }
  const [field, format] = given
  return { body: String(value[field]), format }
}

/** What parsers of microformats make of HTML has its text beside it, as `value`. */
const FORMS: [field: string, format: Format][] = [
  ['html', 'html'],
  ['markdown', 'markdown'],
  ['text', 'text'],
  ['value', 'text'],
]

/** What Markdown would take for a mark, within a line and where one begins. */
const WITHIN = /[\\`*_[\]<>{}|~&]/g
const BEGINNING = /^([ \t]*)(?:([#+\-=])|(\d{1,9})([.)]))/

/** Plain text as Markdown that shows the same: each line end is one. */
export const escaped = (text: string) =>
  text
    .replaceAll('\r\n', '\n')
    .split(/\n[^\S\n]*(?:\n[^\S\n]*)+/)
    .map((paragraph) => paragraph.trim().split('\n').map(escapedLine).join('\\\n'))
    .filter(Boolean)
    .join('\n\n')

const escapedLine = (line: string) =>
  line
    .trim()
    .replace(WITHIN, '\\$&')
    .replace(BEGINNING, (_, blank: string, sign?: string, number?: string, end?: string) =>
      sign === undefined ? `${blank}${number}\\${end}` : `${blank}\\${sign}`,
    )

const SENTENCE = /^.{2,59}?[。！？!?](?=.)|^.{2,59}?\.(?=\s)/su
const MAX_TITLE = 60

/** A title for what has none: its first line, or as much of that as goes before a sentence ends. */
export function titleFrom(text: string): string {
  const [line = ''] = text.trim().split('\n', 1)
  if ([...line].length <= MAX_TITLE) return line.trim()
  const [sentence] = SENTENCE.exec(line) ?? []
  if (sentence) return sentence.trim()
  const start = [...line].slice(0, MAX_TITLE - 1).join('')
  const words = start.replace(/(?<=\s\S*)[\p{Script=Latin}\d'’-]+$/u, '')
  return `${words.replace(/[\s,;:，、；：]+$/u, '')}…`
}
