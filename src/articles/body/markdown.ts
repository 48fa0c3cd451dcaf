/** Markdown: CommonMark with tables, footnotes and ruby. */
import createMarkdown, { type MarkdownIt, type Token } from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import footnote from 'markdown-it-footnote'
import { hashesIn } from '../picture'
import {
  type Bounds,
  MAX_HTML_BYTES,
  NO_CHARACTER,
  Refused,
  TOO_DEEP,
  TOO_LARGE,
  TOO_MANY_NOTES,
  TOO_MUCH_MARKUP,
  tooManyElements,
} from './faults'
import { told } from './lost'

/** A bar within braces on a line with other bars, which might be a table's. No text holds this one. */
const BAR = '\uffff'
const BRACED = /\{([^{}|\\\n\uffff]+)(?:\\?\||\uffff)([^{}|\\\n\uffff]+)\}/y
/** A reading is in letters, and not in Han: `{甲|乙}` are two to choose from. */
const READING = /[\p{L}--\p{Script=Han}]/v
const CJK =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u

const isRuby = (base: string, annotation: string) => CJK.test(base) && READING.test(annotation)

/** Markdown's `{社|shè}`, in tables `{社\|shè}` too. The base needs a CJK character. */
function ruby(md: MarkdownIt): void {
  md.inline.ruler.before('link', 'ruby', (state, silent) => {
    BRACED.lastIndex = state.pos
    const [whole, base, annotation] = BRACED.exec(state.src) ?? []
    if (!whole || !base || !annotation) return false
    if (!isRuby(base, annotation)) return false
    if (!silent) {
      state.push('ruby_open', 'ruby', 1)
      state.push('text', '', 0).content = base
      state.push('rt_open', 'rt', 1)
      // Not a text token: those also make up a picture's alt.
      state.push('annotation', '', 0).content = annotation
      state.push('rt_close', 'rt', -1)
      state.push('ruby_close', 'ruby', -1)
    }
    state.pos += whole.length
    return true
  })
  md.renderer.rules.annotation = (tokens, i) => md.utils.escapeHtml(tokens[i]?.content ?? '')
}

const IN_BRACES = /\{([^{}|\\\n]{1,100})\|([^{}|\\\n]{1,100})\}/g

/**
 * Has tables take `{社|shè}` for one thing and not for the end of a cell. Only what the bar is put back
 * into shows it.
 */
function bars(md: MarkdownIt): void {
  md.core.ruler.before('block', 'bars', (state) => {
    if (!state.src.includes('{')) return
    state.src = state.src
      .split('\n')
      .map((line) => {
        const hidden = line.replace(IN_BRACES, (whole, base: string, annotation: string) =>
          isRuby(base, annotation) ? `{${base}${BAR}${annotation}}` : whole,
        )
        return hidden.includes('|') ? hidden : line
      })
      .join('\n')
  })
  md.core.ruler.push('bars_back', ({ src, tokens }) => {
    if (src.includes(BAR)) putBack(tokens)
  })
}

function putBack(tokens: Token[]): void {
  for (const token of tokens) {
    token.content = token.content.replaceAll(BAR, '|')
    for (const pair of token.attrs ?? []) {
      pair[1] = String(pair[1]).replaceAll(BAR, '|').replaceAll(encodeURIComponent(BAR), '%7C')
    }
    if (token.children) putBack(token.children)
  }
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

/** More than any honest article has: the time they take grows with the square of their number. */
const MAX_NOTES = 1_000
/** What cannot be a footnote's name: at each such `[^` the plugin would read on to the end of the text. */
const NO_NOTE = /\[\^[^\s\]]{100}/y

/** `[^1]` and `[^1]: …`. Inline notes, `^[…]`, nest without end and are left as they are. */
function footnotes(md: MarkdownIt): void {
  md.use(footnote)
  md.inline.ruler.disable('footnote_inline')
  md.inline.ruler.before('footnote_ref', 'no_note', (state, silent) => {
    NO_NOTE.lastIndex = state.pos
    if (!NO_NOTE.test(state.src)) return false
    if (!silent) state.pending += '[^'
    state.pos += 2
    return true
  })
  md.core.ruler.before('block', 'notes', ({ src }) => {
    if (src.split('[^').length > MAX_NOTES + 1) throw new Refused(TOO_MANY_NOTES)
  })
  md.renderer.rules.footnote_block_open = () => '<section class="footnotes">\n<ol>\n'
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

/** `![](picture:…)` says nothing of what our own picture shows, where an `alt=""` would. */
function pictures(md: MarkdownIt): void {
  const { image } = md.renderer.rules
  md.renderer.rules.image = (tokens, i, ...others) => {
    const html = image?.(tokens, i, ...others) ?? ''
    const src = String(tokens[i]?.attrGet('src') ?? '')
    return hashesIn(src).length > 0 ? html.replace(' alt=""', '') : html
  }
}

let markdown: MarkdownIt | undefined

/** Where markdown-it puts it, a character stood that no text may hold. */
const REPLACED = '\ufffd'

interface Environment {
  footnotes?: { refs?: Record<string, number> }
  /** Cells that have no column. */
  beyond: string[]
}

/** The HTML that a text in Markdown stands for, not yet cleaned, and what of the text is not in it. */
export function fromMarkdown(
  source: string,
  { elements, steps }: Bounds,
): { html: string; notes: string[] } {
  markdown ??= createMarkdown({ html: true })
    .use(cjkFriendly)
    .use(bars)
    .use(ruby)
    .use(footnotes)
    .use(tables)
    .use(pictures)
    .use(limits)
    .use(counted)
  left = { elements, most: elements, steps }
  const env: Environment = { beyond: [] }
  const html = markdown.render(source, env as never)
  if (html.includes(REPLACED) && !source.includes(REPLACED)) throw new Refused(NO_CHARACTER)
  const unused = Object.entries(env.footnotes?.refs ?? {}).filter(([, place]) => place < 0)
  return {
    html,
    notes: [
      ...told(
        'lost notes that nothing refers to',
        unused.map(([label]) => `[^${label.slice(1)}]`),
      ),
      ...told('lost cells of tables that have no column', env.beyond),
    ],
  }
}
