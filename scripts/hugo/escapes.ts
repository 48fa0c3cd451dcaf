/** Text that others would take for signs of their own. */

/** As the newsroom parts paragraphs of plain text. */
const BLANK_LINES = /\r?\n[^\S\n]*(?:\r?\n[^\S\n]*)+/
/** What begins something in the middle of a line of Markdown. */
const INLINE = /[\\`*_[\]<&|~{}]/g
/** What begins something at the start of one: a heading, a quotation, a list. */
const AT_START = /^(\d{0,9})([#>+=:.)-])/

/** Plain text as Markdown that shows the same: paragraphs, and each line by itself. */
export function toMarkdown(text: string): string {
  const paragraphs = text.split(BLANK_LINES).map((part) => part.trim())
  return paragraphs
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => paragraph.split(/\r?\n/).map(toLine).join('\\\n'))
    .join('\n\n')
}

const toLine = (line: string) =>
  line
    .replace(/^[ \t]+|[ \t]+$/g, '')
    .replace(INLINE, '\\$&')
    .replace(AT_START, '$1\\$2')

/** A shortcode of Hugo's, wherever it stands: Hugo looks for them before it reads Markdown. */
const SHORTCODE = /\{\{(?:<([\s\S]*?)>|%([\s\S]*?)%)\}\}/g

/**
 * The source, in which what looks like a shortcode is text, as Hugo has it: with a comment's signs around its
 * inside. What begins like one and never ends has no such form, and would have Hugo refuse the site: a blank
 * parts its braces.
 */
export function withoutShortcodes(source: string): { source: string; isChanged: boolean } {
  if (!/\{\{[<%]/.test(source)) return { source, isChanged: false }
  let isChanged = false
  const part = (text: string) =>
    text.replace(/\{\{(?=[<%])/g, () => {
      isChanged = true
      return '{ {'
    })
  let [made, at] = ['', 0]
  for (const { 0: whole, 1: angled, 2: percent, index } of source.matchAll(SHORTCODE)) {
    const inner = `/*${angled ?? percent}*/`
    made += part(source.slice(at, index))
    made += angled === undefined ? `{{%${inner}%}}` : `{{<${inner}>}}`
    at = index + whole.length
  }
  return { source: made + part(source.slice(at)), isChanged }
}
