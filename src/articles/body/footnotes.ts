/** `[^1]` and `[^1]: …`, as Markdown has them here. */
import type { MarkdownIt } from 'markdown-it'
import footnote from 'markdown-it-footnote'
import { Refused, TOO_MANY_NOTES } from './faults'

/** More than any honest article has: the time they take grows with the square of their number. */
const MAX_NOTES = 1_000
/** What cannot be a footnote's name: at each such `[^` the plugin would read on to the end of the text. */
const NO_NOTE = /\[\^[^\s\]]{100}/y

/** Inline notes, `^[…]`, nest without end and are left as they are. */
export function footnotes(md: MarkdownIt): void {
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
