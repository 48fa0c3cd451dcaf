/**
 * Markdown as it is understood here: CommonMark with tables, footnotes and ruby. It knows nothing of HTML,
 * so that the desk's script takes a text apart as the renderer does.
 */
import createMarkdown, { type MarkdownIt, type Token } from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import { BAR, bars, ruby } from './braces'
import {
  type Bounds,
  MAX_HTML_BYTES,
  Refused,
  TOO_DEEP,
  TOO_LARGE,
  TOO_MUCH_MARKUP,
  tooManyElements,
} from './faults'
import { footnotes } from './footnotes'

/** What markdown-it keeps of a text while it takes it apart. */
export interface Environment {
  references?: Record<string, { href: string; title: string }>
  footnotes?: { refs?: Record<string, number> }
  /** Cells that have no column. */
  beyond: string[]
}

/** markdown-it leaves out what is nested deeper than this, without a word. */
const MAX_NESTING = 100

function limits(md: MarkdownIt): void {
  md.set({ maxNesting: MAX_NESTING })
  md.core.ruler.after('block', 'limits', ({ src, env, tokens }) => {
    if (tokens.some(({ level }) => level >= MAX_NESTING - 1)) throw new Refused(TOO_DEEP)
    // A link defined once and used often: what is written out grows with the product of both.
    const references = Object.values(env.references ?? {}) as { href: string; title: string }[]
    const longest = references.reduce(
      (most, { href, title }) => Math.max(most, href.length + title.length),
      0,
    )
    if (longest * (src.split(']').length - 1) > MAX_HTML_BYTES) throw new Refused(TOO_LARGE)
  })
}

const BAR_OF_CELLS = /(?<!\\)\|/

/** GFM leaves out the cells of a row that go beyond the head of its table: they are told. */
function tables(md: MarkdownIt): void {
  md.core.ruler.after('block', 'beyond', ({ src, tokens, env }) => {
    const lines = src.split('\n')
    let columns = 0
    for (const [i, { type, map }] of tokens.entries()) {
      if (type === 'table_open') columns = 0
      if (type !== 'tr_open' || !map) continue
      const row = (lines[map[0]] ?? '').trim()
      const cells = row
        .replace(/^[> ]*\|/, '')
        .replace(/(?<!\\)\|$/, '')
        .split(BAR_OF_CELLS)
      if (columns === 0) columns = headOf(tokens, i)
      for (const cell of cells.slice(columns)) {
        const text = cell.trim().replaceAll(BAR, '|')
        if (text) (env as unknown as Environment).beyond.push(text)
      }
    }
  })
}

/** How many cells the head of a table has, which begins at a token. */
function headOf(tokens: Token[], start: number): number {
  let count = 0
  for (let i = start; tokens[i] && tokens[i]?.type !== 'tr_close'; i++) {
    if (tokens[i]?.type === 'th_open') count++
  }
  return count
}

/** What is left of the bounds while a text is taken apart: nothing here waits, so one is at a time. */
let left = { elements: 0, most: 0, steps: 0 }

/**
 * Counts what a text is taken apart into, as it comes: whoever counts at the end has paid already. A
 * token that opens something will be an element. `skipToken` looks ahead for the end of a link.
 */
function counted(md: MarkdownIt): void {
  const step = () => {
    if (--left.steps < 0) throw new Refused(TOO_MUCH_MARKUP)
  }
  for (const parser of [md.block, md.inline]) {
    parser.State = class extends (parser.State as typeof md.block.State) {
      override push(type: string, tag: string, nesting: -1 | 0 | 1) {
        step()
        if (nesting === 1) left.elements--
        if (left.elements < 0) throw new Refused(tooManyElements(left.most))
        return super.push(type, tag, nesting)
      }
    } as never
  }
  const { skipToken } = md.inline
  md.inline.skipToken = function (state) {
    step()
    skipToken.call(this, state)
  }
}

/** A markdown-it that takes texts apart; each is to be preceded by `begin`. */
export const newSyntax = (): MarkdownIt =>
  createMarkdown({ html: true })
    .use(cjkFriendly)
    .use(bars)
    .use(ruby)
    .use(footnotes)
    .use(tables)
    .use(limits)
    .use(counted)

/** Before a text is taken apart, which then throws `Refused` once it goes beyond these bounds. */
export function begin({ elements, steps }: Bounds): void {
  left = { elements, most: elements, steps }
}
