/**
 * An article's text there and back. WordPress's programs write HTML, or text with blank lines between its
 * paragraphs; what they read they send back. So of Markdown they get what it renders to, and if that comes back
 * unchanged, nothing is changed. Pure.
 */
import type { Format } from '../../articles/article'

interface Text {
  format: Format
  body: string
}

const TAG = /<[a-z/!]/i
const BLOCK =
  /<(?:p|div|h[1-6]|ul|ol|li|dl|table|blockquote|pre|figure|section|article|aside|header|footer|hr|details|iframe|video|audio|form|address|main|nav)\b/i
/** What WordPress's editor says between the elements, for itself. One that does not end hides nothing. */
function withoutComments(text: string): string {
  let kept = ''
  let from = 0
  for (;;) {
    const start = text.indexOf('<!--', from)
    const end = start < 0 ? -1 : text.indexOf('-->', start + 4)
    if (end < 0) return kept + text.slice(from)
    kept += text.slice(from, start)
    from = end + 3
  }
}

/** What editing programs get of a text; `html` is its rendering. */
export function rawBody({ format, body }: Text, html: string): string {
  if (format === 'html') return body
  const isSafe = format === 'text' && !TAG.test(body) && !/&[#\w]+;/.test(body)
  return isSafe ? body : html
}

const same = (text: string) => text.replaceAll('\r\n', '\n').trim()

/** Whether what was sent is what was read, be it as it was written or as readers see it. */
export const isUnchanged = (sent: string, before: Text, html: string) =>
  [rawBody(before, html), html].some((read) => same(read) === same(sent))

/** What was sent, as it is kept. */
export function readBody(sent: string): Text {
  if (!TAG.test(sent) && !/&[#\w]+;/.test(sent)) return { format: 'text', body: sent }
  const inner = withoutComments(sent)
  if (BLOCK.test(inner)) return { format: 'html', body: sent }
  return { format: 'html', body: paragraphs(inner) }
}

/** As WordPress does with text that has no elements but within its lines. */
const paragraphs = (text: string) =>
  text
    .replaceAll('\r\n', '\n')
    .split(/\n[^\S\n]*\n\s*/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => `<p>${part.replaceAll('\n', '<br>\n')}</p>`)
    .join('\n\n')
