/**
 * HTML read into a document that nothing runs in and nothing is loaded for. The one place of the desk's script
 * where a string becomes HTML: its policy asks for Trusted Types.
 */

interface Policy {
  createHTML(html: string): string
}
interface Policies {
  createPolicy(name: string, rules: Policy): Policy
}

let policy: Policy | null = null

/** What stands for `style` attributes in what `readInert` gives. */
export const STYLE = 'data-desk-style'

const SHEETS = /<style\b[^>]*>.*?<\/style\s*>?/gis
const TAGS = /<[a-z][^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>/gi
const NAMES = /"[^"]*"|'[^']*'|\b(?:style|on[a-z]+)(?=\s*=)/gi

/** Looked for only where one ends: else each that does not would be looked for to the end of everything. */
function withoutSheets(html: string): string {
  const end = html.toLowerCase().lastIndexOf('</style')
  return end < 0 ? html : html.slice(0, end + 8).replace(SHEETS, '') + html.slice(end + 8)
}

/**
 * Without what the desk's policy would refuse even in a document that is never shown, and the browser complain
 * of: handlers, style sheets, and styles under their own name.
 */
const quiet = (html: string) =>
  withoutSheets(html)
    .replace(/<base\b/gi, '<x-base')
    .replace(TAGS, (tag) =>
      tag.replace(NAMES, (name) => {
        if (/^["']/.test(name)) return name
        return name.toLowerCase() === 'style' ? STYLE : 'data-off'
      }),
    )

/** What `readInert` gave, or is made of it, as HTML with its styles. */
export const withStyles = ({ innerHTML }: Element): string =>
  innerHTML.replaceAll(` ${STYLE}="`, ' style="')

/**
 * The body of what `html` holds; `DOMParser` makes documents without a window (WHATWG HTML, 8.5.1). Styles are
 * in `STYLE`.
 */
export function readInert(html: string): HTMLElement {
  const { trustedTypes } = globalThis as { trustedTypes?: Policies }
  policy ??= trustedTypes?.createPolicy('desk', { createHTML: (text) => text }) ?? null
  return new DOMParser().parseFromString(
    policy?.createHTML(quiet(html)) ?? quiet(html),
    'text/html',
  ).body
}
