/** Markdown, made into HTML. */
import type { MarkdownIt } from 'markdown-it'
import { hashesIn } from '../hashes'
import { type Bounds, NO_CHARACTER, Refused } from './faults'
import { told } from './lost'
import { begin, type Environment, newSyntax } from './syntax'

/**
 * `![](picture:…)` says nothing of what our own picture shows, where an `alt=""` would. `![ ](picture:…)`
 * says that it only decorates.
 */
function pictures(md: MarkdownIt): void {
  const { image } = md.renderer.rules
  md.renderer.rules.image = (tokens, i, ...others) => {
    const html = image?.(tokens, i, ...others) ?? ''
    const src = String(tokens[i]?.attrGet('src') ?? '')
    if (hashesIn(src).length === 0) return html
    return html.replace(/ alt="( ?)"/, (_, said) => (said ? ' alt=""' : ''))
  }
}

let markdown: MarkdownIt | undefined

/** Where markdown-it puts it, a character stood that no text may hold. */
const REPLACED = '\ufffd'

/** The HTML that a text in Markdown stands for, not yet cleaned, and what of the text is not in it. */
export function fromMarkdown(source: string, bounds: Bounds): { html: string; notes: string[] } {
  markdown ??= newSyntax().use(pictures)
  begin(bounds)
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
