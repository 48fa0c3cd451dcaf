/** HTML as plain text, and plain text as HTML. */
import { parseFragment, type DefaultTreeAdapterTypes as Tree } from 'parse5'

/** What is looked at: no title, caption or summary is longer. */
const MOST = 50_000

const NO_TEXT = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'iframe',
  'svg',
  'math',
  'rp',
  'rt',
])
const INLINE = new Set(
  'a abbr b bdi bdo big cite code del dfn em font i img ins kbd mark q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
)

/** The text of some HTML on one line, without tags and entities; of its first 50,000 characters. */
export function textOfHtml(html: string): string {
  // Most titles and names are no HTML.
  if (!/[<&]/.test(html)) return html.slice(0, MOST).replace(/\s+/g, ' ').trim()
  let text = ''
  // A stack and not a recursion: tags may be nested deeper than calls.
  const left: (Tree.ChildNode | ' ')[] = [
    ...parseFragment(html.slice(0, MOST)).childNodes,
  ].reverse()
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node === ' ') text += node
    else if (node.nodeName === '#text') text += (node as Tree.TextNode).value
    else if ('childNodes' in node && !NO_TEXT.has(node.nodeName)) {
      const gap = INLINE.has(node.nodeName) ? [] : [' ' as const]
      left.push(...gap, ...[...node.childNodes].reverse(), ...gap)
    }
  }
  return text.replace(/\s+/g, ' ').trim()
}

/** Text as it stands in HTML, in attributes too. */
export const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

/** Whether readers would see nothing of some HTML: neither text nor anything in its stead. */
export const isBlankHtml = (html: string): boolean =>
  !/<(?:img|iframe|hr|audio|video|embed|object|svg)\b/i.test(html) &&
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:nbsp|#160|#xa0);/gi, ' ')
    .trim() === ''
