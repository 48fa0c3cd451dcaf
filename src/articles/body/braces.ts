/** `{社|shè}`, ruby as Markdown has it here. */
import type { MarkdownIt, Token } from 'markdown-it'

/** A bar within braces on a line with other bars, which might be a table's. No text holds this one. */
export const BAR = '\uffff'
const BRACED = /\{([^{}|\\\n\uffff]+)(?:\\?\||\uffff)([^{}|\\\n\uffff]+)\}/y
/** A reading is in letters, and not in Han: `{甲|乙}` are two to choose from. */
const READING = /[\p{L}--\p{Script=Han}]/v
const CJK =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u

/** Whether a text in braces is a base, and what follows the bar its reading. */
export const isRuby = (base: string, annotation: string) =>
  CJK.test(base) && READING.test(annotation)

/** Markdown's `{社|shè}`, in tables `{社\|shè}` too. The base needs a CJK character. */
export function ruby(md: MarkdownIt): void {
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
export function bars(md: MarkdownIt): void {
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
    token.info = token.info.replaceAll(BAR, '|')
    for (const pair of token.attrs ?? []) {
      pair[1] = String(pair[1]).replaceAll(BAR, '|').replaceAll(encodeURIComponent(BAR), '%7C')
    }
    if (token.children) putBack(token.children)
  }
}
