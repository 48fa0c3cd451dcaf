/** The title, where a body begins with it: files from elsewhere do. */
import { withoutAllUnseen } from './names'
import { textLines } from './text-of'

/** A title, its pinyin and its markup take no more. */
const MAX_HEADING = 4_000

/** The rendered body without a heading that says what the page's own says already. */
export function withoutTitle(html: string, title: string): string {
  if (!html.startsWith('<h2')) return html
  const end = html.slice(0, MAX_HEADING).indexOf('</h2>') + '</h2>'.length
  const rest = html.slice(end).trimStart()
  if (end < '</h2>'.length || rest === '') return html
  const said = textLines(html.slice(0, end)).join(' ')
  return seen(said) === seen(title) ? rest : html
}

const seen = (text: string) => withoutAllUnseen(text).replace(/\s+/g, ' ').trim()
