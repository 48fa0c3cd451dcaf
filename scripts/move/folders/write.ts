/** Pictures, links, code and quotations, as they are written in Markdown or HTML. */
import type { Format } from '../../picture-places.ts'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const inHtml = (text: string) => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
const inBrackets = (text: string) => text.replace(/[[\]\\]/g, '\\$&')
const inQuotes = (text: string) => text.replace(/["\\]/g, '\\$&').replace(/\s*\n\s*/g, ' ')

/** An address as Markdown and HTML take it anywhere: without blanks, quotes and brackets. */
export const inAddress = (address: string) =>
  address.replace(
    /[\s<>()"'\\`]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )

interface Picture {
  address: string
  /** What it shows; what stands under it where that is not said. */
  alt: string | null
  caption: string | null
}

/** A picture; where it stands by itself, its caption is shown under it. */
export function pictureIn(format: Format, { address, alt, caption }: Picture): string {
  const shown = alt ?? caption ?? ''
  if (format === 'html') {
    const title = caption ? ` title="${inHtml(caption)}"` : ''
    return `<img src="${inHtml(inAddress(address))}" alt="${inHtml(shown)}"${title}>`
  }
  const title = caption ? ` "${inQuotes(caption)}"` : ''
  return `![${inBrackets(shown)}](${inAddress(address)}${title})`
}

export const linkIn = (format: Format, text: string, address: string) =>
  format === 'html'
    ? `<a href="${inHtml(inAddress(address))}">${inHtml(text)}</a>`
    : `[${inBrackets(text)}](${inAddress(address)})`

/** Code that keeps its lines, in a language or none. */
export function codeIn(format: Format, code: string, language: string): string {
  const lines = code.replace(/^[ \t]*\n|\n[ \t]*$/g, '')
  if (format === 'html') return `<pre><code>${inHtml(lines)}</code></pre>`
  const ticks = lines.match(/`{3,}/g)?.map(({ length }) => length) ?? []
  const fence = '`'.repeat(Math.max(3, ...ticks.map((length) => length + 1)))
  return `\n${fence}${language}\n${lines}\n${fence}\n`
}

/** A quotation, and by whom. */
export function quotationIn(format: Format, text: string, by: string): string {
  if (format === 'html') {
    return `<blockquote>${text}${by ? `<p>${inHtml(by)}</p>` : ''}</blockquote>`
  }
  const whole = by ? `${text.trim()}\n\n${by}` : text.trim()
  return `\n${whole.replace(/^/gm, '> ').replace(/[ \t]+$/gm, '')}\n`
}
