/** `{社|shè}` as HTML, in Markdown that others are to read: only the newsroom knows it otherwise. */
import createMarkdown, { type MarkdownIt, type Token } from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import footnote from 'markdown-it-footnote'
import { bars, isRuby, ruby } from '../../src/articles/body/braces.ts'

const BRACED = /\{([^{}|\\\n]+)\\?\|([^{}|\\\n]+)\}/g

interface Candidate {
  start: number
  end: number
  base: string
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
    ({ base, annotation }, i) => `{${base}|${annotation}${mark}-${i}-}`,
  )
  const found = new Map<number, 'text' | 'alt'>()
  const MARK = new RegExp(`${mark}-(\\d+)-$`)
  const look = (tokens: Token[], where: 'text' | 'alt') => {
    for (const { type, content, children } of tokens) {
      const number = type === 'annotation' ? MARK.exec(content)?.[1] : undefined
      if (number !== undefined) found.set(Number(number), where)
      if (children) look(children, type === 'image' ? 'alt' : where)
    }
  }
  look(parser().parse(marked, {}), 'text')
  return replaced(source, candidates, (candidate, i) => {
    const where = found.get(i)
    if (!where) return source.slice(candidate.start, candidate.end)
    const base = literal(candidate.base)
    if (where === 'alt') return base
    return `<ruby>${base}<rp>(</rp><rt>${literal(candidate.annotation)}</rt><rp>)</rp></ruby>`
  })
}

function candidatesIn(source: string): Candidate[] {
  if (!source.includes('{')) return []
  return [...source.matchAll(BRACED)].flatMap(
    ({ 0: whole, 1: base = '', 2: annotation = '', index }) =>
      isRuby(base, annotation)
        ? [{ start: index, end: index + whole.length, base, annotation }]
        : [],
  )
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
