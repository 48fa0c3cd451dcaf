/** `{社|shè}` as HTML, in Markdown that others are to read: only the newsroom knows it otherwise. */
import createMarkdown, { type MarkdownIt, type Token } from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import footnote from 'markdown-it-footnote'
import { bars, isRuby, ruby } from '../../src/articles/body/braces.ts'

const BRACED = /\{([^{}|\\\n]+)(\\?\|)([^{}|\\\n]+)\}/g

interface Candidate {
  start: number
  end: number
  base: string
  /** With its backslash, where it has one. */
  bar: string
  annotation: string
}

let markdown: MarkdownIt | undefined

function parser(): MarkdownIt {
  if (markdown) return markdown
  markdown = createMarkdown({ html: true }).use(cjkFriendly).use(bars).use(ruby).use(footnote)
  markdown.inline.ruler.disable('footnote_inline')
  return markdown
}

/**
 * The source with HTML wherever braces are ruby: what is code, an address or HTML stays. Where that is so is
 * not guessed at: each reading gets a mark, and those count that come out as readings. What a picture shows
 * takes no HTML: there the base alone stays, as it does on the newsroom's pages.
 */
export function withRubyAsHtml(source: string): string {
  const candidates = candidatesIn(source)
  if (candidates.length === 0) return source
  let mark = 'at'
  while (source.includes(mark)) mark += 'x'
  const marked = replaced(
    source,
    candidates,
    ({ base, bar, annotation }, i) => `{${base}${bar}${annotation}${mark}-${i}-}`,
  )
  const found = placesOf(parser().parse(marked, {}), new RegExp(`${mark}-(\\d+)-`, 'g'))
  return replaced(source, candidates, (candidate, i) => {
    const { start, end, base, annotation } = candidate
    const where = found.get(i)
    if (where === 'cell') return `{${base}\\|${annotation}}`
    if (where === 'alt') return literal(base)
    if (where !== 'text') return source.slice(start, end)
    return `<ruby>${literal(base)}<rp>(</rp><rt>${literal(annotation)}</rt><rp>)</rp></ruby>`
  })
}

/** Where a candidate is ruby; in a cell it is none, but others would have its bar end that. */
type Where = 'text' | 'alt' | 'cell'

function placesOf(tokens: Token[], mark: RegExp): Map<number, Where> {
  const found = new Map<number, Where>()
  const look = (some: Token[], where: Where) => {
    for (const [i, { type, content, children }] of some.entries()) {
      const isInCell = type === 'inline' && /^t[dh]_open$/.test(some[i - 1]?.type ?? '')
      if (isInCell || type === 'annotation') {
        for (const [, number] of content.matchAll(mark)) {
          found.set(Number(number), isInCell ? 'cell' : where)
        }
      }
      if (children) look(children, type === 'image' ? 'alt' : where)
    }
  }
  look(tokens, 'text')
  return found
}

function candidatesIn(source: string): Candidate[] {
  if (!source.includes('{')) return []
  return [...source.matchAll(BRACED)].flatMap(({ 0: whole, index, ...found }) => {
    const { 1: base = '', 2: bar = '', 3: annotation = '' } = found
    return isRuby(base, annotation)
      ? [{ start: index, end: index + whole.length, base, bar, annotation }]
      : []
  })
}

function replaced(
  source: string,
  candidates: Candidate[],
  to: (candidate: Candidate, i: number) => string,
): string {
  let [made, at] = ['', 0]
  for (const [i, candidate] of candidates.entries()) {
    made += source.slice(at, candidate.start) + to(candidate, i)
    at = candidate.end
  }
  return made + source.slice(at)
}

/** Text between tags is Markdown still: what it might take for a sign is written as a reference. */
const literal = (text: string) =>
  text.replace(/[!-/:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`)
