/** Plain text that is pasted: into paragraphs as it was written, or Markdown where it is that. */
import { Fragment, type Node, Slice } from 'prosemirror-model'
import { parse } from '../text/parse'
import { make, schema } from '../text/schema'

/** What nobody writes who does not write Markdown. Each line that is one counts. */
const SIGNS = [
  /^#{1,6} \S/,
  /^(?:```|~~~)/,
  /^\s{0,3}[-*+] \S/,
  /^\s{0,3}\d{1,3}\. \S/,
  /^> \S/,
  /!?\[[^\]\n]+\]\((?:https?:|picture:|\/)[^)\s]*\)/,
  /\*\*[^\s*][^*\n]*\*\*/,
  /^\|(?:[^|\n]+\|){2,}\s*$/,
  /^\[\^[^\]\s]+\]:/,
]

/**
 * Whether a text looks like Markdown: two of its signs, or one that stands for itself (a heading, a fence). A
 * list alone is one already, if it has two items: it is shown as a list either way.
 */
export function isMarkdown(text: string): boolean {
  const lines = text.split('\n')
  const count = SIGNS.map((sign) => lines.filter((line) => sign.test(line)).length)
  const [headings = 0, fences = 0] = count
  return headings > 0 || fences > 1 || count.reduce((sum, n) => sum + n, 0) > 1
}

/** As it goes into the text. `isPlain`: whoever pastes wants it to the letter. */
export function readPlain(text: string, isPlain: boolean): Slice {
  const source = text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u200b\u2060\ufeff]/g, '')
    .replaceAll('\u00a0', ' ')
  const read = !isPlain && isMarkdown(source) ? parse(source) : null
  const content = read ? read.content : Fragment.from(paragraphsIn(source).map(paragraph))
  // Open at both ends: what begins within a line goes on in it.
  return Slice.maxOpen(content, false)
}

function paragraph(lines: string[]): Node {
  const content = lines.flatMap((line, i) => [
    ...(i > 0 ? [make('hard_break')] : []),
    ...(line ? [schema.text(line)] : []),
  ])
  return make('paragraph', null, content)
}

/** Blank lines divide paragraphs; so do single ones, where lines look like paragraphs. Each as its lines. */
export function paragraphsIn(source: string): string[][] {
  return source
    .split(/\n[^\S\n]*\n\s*/)
    .map((part) => part.split('\n'))
    .flatMap((lines) => (areParagraphs(lines) ? lines.map((line) => [line]) : [lines]))
    .map((lines) => lines.map((line) => line.replace(/^[\s\u3000]+|[\s\u3000]+$/gu, '')))
    .filter((lines) => lines.some((line) => line !== ''))
}

const HAN = /\p{Script=Han}/u
const SENTENCE_END = /[。！？!?…：:；;”"』」）)]\s*$/u

/** Chinese is written without blank lines: by indents, or by lines that mostly end as sentences do. */
function areParagraphs(lines: string[]): boolean {
  if (lines.length < 2) return false
  if (lines.some((line) => /^(?:\u3000\u3000| {4}|\t)\S/u.test(line)))
    return lines.some((line) => HAN.test(line))
  const full = lines.filter((line) => line.trim())
  const ended = full.filter((line) => HAN.test(line) && SENTENCE_END.test(line))
  return ended.length * 2 >= full.length
}
