/** Rendered bodies as plain text, for readers' requests: without an HTML parser. */
import type { Article } from '../article'
import { UNSPACED } from '../width'

/** The parts of an article that are searched besides its text. */
export const headOf = ({ title, keywords }: Pick<Article, 'title' | 'keywords'>) => [
  title,
  ...keywords,
]

/** A tag as `renderBody` writes it: attributes in double quotes, which `>` does not end. */
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>/g

const INLINE = new Set(
  'a abbr b bdi bdo cite code del dfn em i img ins kbd mark q ruby s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
)

const WIDE = `[${UNSPACED}“”]`
/** A line end within a Chinese paragraph's source is no space. */
const SOFT_BREAK = new RegExp(`(?<=${WIDE})\\s*\\n\\s*(?=${WIDE})`, 'gu')

/** The `[1]` of a footnote, and the arrow back: they would come between the words of a phrase. */
const NOTE_MARKS =
  /<sup class="footnote-ref">.*?<\/sup>| ?<a [^>]*class="footnote-backref"[^>]*>.*?<\/a>/g

/**
 * The lines of text that a body from `renderBody` shows, one for each block, without pinyin and
 * other ruby. It understands that function's HTML only.
 */
export function textLines(html: string): string[] {
  const lines: string[] = []
  let line = ''
  let end = 0
  let annotations = 0
  const add = (text: string) => {
    if (annotations === 0) line += text
  }
  const endLine = () => {
    const tidied = tidy(line)
    if (tidied) lines.push(tidied)
    line = ''
  }
  const text = html.replace(NOTE_MARKS, '')
  for (const match of text.matchAll(TAG)) {
    const [tag, slash, name] = match as unknown as [string, string, string]
    add(text.slice(end, match.index))
    end = match.index + tag.length
    if (name === 'rt' || name === 'rp') annotations += slash ? -1 : 1
    else if (!INLINE.has(name)) endLine()
  }
  add(text.slice(end))
  endLine()
  return lines
}

const tidy = (line: string) =>
  line
    .replace(SOFT_BREAK, '')
    .replace(/\s+/g, ' ')
    .replace(/&(?:#x([0-9A-F]+)|(lt|gt|amp|quot));/gi, (_, code: string | undefined, name) =>
      code ? String.fromCodePoint(Number.parseInt(code, 16)) : NAMED[name as keyof typeof NAMED],
    )
    .normalize('NFC')
    .trim()

const NAMED = { lt: '<', gt: '>', amp: '&', quot: '"' }
