/** Rendered bodies as plain text, for readers' requests: without an HTML parser. */
import type { Article } from './article'
import { tagsIn } from './markup'
import { normalize } from './normal'
import { collapse } from './white-space'

/** The parts of an article that are searched besides its text. */
export const headOf = ({ title, keywords }: Pick<Article, 'title' | 'keywords'>) => [
  title,
  ...keywords,
]

const INLINE = new Set(
  'a abbr b bdi bdo cite code del dfn em i img ins kbd mark q ruby s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
)

/** The `[1]` of a footnote, and the arrow back: they would come between the words of a phrase. */
const NOTE_MARKS: Record<string, string> = {
  sup: ' class="footnote-ref"',
  a: ' class="footnote-backref"',
}
const ARROW = 'a'

/**
 * The lines of text that a body from `renderBody` shows, one for each block, without pinyin and
 * other ruby. It understands that function's HTML only, and reads it once.
 */
export function textLines(html: string): string[] {
  const lines: string[] = []
  let line: string[] = []
  let end = 0
  let annotations = 0
  // The note mark it is within: the name of its tag, and how many of that are open.
  let mark = ''
  let open = 0
  const endLine = () => {
    const tidied = tidy(line.length === 1 ? (line[0] as string) : line.join(''))
    if (tidied) lines.push(tidied)
    line = []
  }
  for (const tag of tagsIn(html)) {
    const { name, isEnd, attributes } = tag
    const before = html.slice(end, tag.start)
    end = tag.end
    if (mark) {
      if (name === mark) open += isEnd ? -1 : 1
      if (open === 0) mark = ''
      continue
    }
    if (annotations === 0 && before !== '') line.push(before)
    const className = NOTE_MARKS[name]
    if (className && attributes.includes(className)) {
      mark = name
      open = 1
      const isApart = name === ARROW && annotations === 0 && before.endsWith(' ')
      if (isApart) line[line.length - 1] = before.slice(0, -1)
    } else if (name === 'rt' || name === 'rp') annotations += isEnd ? -1 : 1
    else if (!INLINE.has(name)) endLine()
  }
  line.push(html.slice(end))
  endLine()
  return lines
}

/** Between the cells of a table, say, nothing stands. */
const tidy = (line: string) =>
  line.trim() === '' ? '' : normalize(decode(collapse(line)), 'NFC').trim()

/** References to other characters than these, which are the only ones that a text needs. */
const OTHERS = /&(?!#x(?:26|3C);)/

function decode(text: string): string {
  if (!text.includes('&')) return text
  if (OTHERS.test(text)) return decodeAll(text)
  return text.replaceAll('&#x3C;', '<').replaceAll('&#x26;', '&')
}

const decodeAll = (text: string) =>
  text.replace(/&(?:#x([0-9A-F]+)|(lt|gt|amp|quot));/gi, (_, code: string | undefined, name) =>
    code ? String.fromCodePoint(Number.parseInt(code, 16)) : NAMED[name as keyof typeof NAMED],
  )

const NAMED = { lt: '<', gt: '>', amp: '&', quot: '"' }
