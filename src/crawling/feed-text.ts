/**
 * Text and HTML as feeds carry them, so that readers take them word for word: no white space around
 * them, nothing left out, and no more escaped than the format asks for.
 */
import { tagsIn } from '../articles/markup'

/** What XML 1.0 cannot carry, in whatever form. */
const NO_XML = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
/** The same in the UTF-16 units of most texts: without emoji and rare characters, which take two. */
const UNUSUAL = /[^\t\n\r -\ud7ff\ue000-\ufffd]/

const withoutNoXml = (text: string) => (UNUSUAL.test(text) ? text.replace(NO_XML, '') : text)

/**
 * An ampersand that begins what looks like a reference. Many readers look for references twice, but for
 * none in what comes of a numeric one; and what looks like none stays as every reader knows it.
 */
const LIKE_REFERENCE = /&(?=#|\w\w)/g

/** Text between tags or within double quotes, as it is to be read. */
export const toXml = (text: string) =>
  withoutNoXml(text)
    .replace(LIKE_REFERENCE, '&#x26;')
    .replace(/&(?!#)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;')

/** Text where HTML is read, as RSS reads its descriptions; still to be put into XML. */
export const toHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The same within double quotes. */
export const toAttribute = (text: string) => toHtml(text).replaceAll('"', '&quot;')

/** HTML as it is: to HTML, a `>` that would end the section early is the same written out. */
export const cdata = (html: string) =>
  `<![CDATA[${withoutNoXml(html).replaceAll(']]>', ']]&gt;')}]]>`

/** What only the page itself can use: of many sizes a feed reader takes the one that `src` names. */
const FOR_PAGES = new Set(['srcset', 'sizes', 'loading', 'fetchpriority', 'decoding'])
const ATTRIBUTE = / ([^\s="'>/]+)(?:="[^"]*")?/g

const withoutChoice = (tag: string) =>
  tag.replace(ATTRIBUTE, (all, name: string) => (FOR_PAGES.has(name) ? '' : all))

const ADDRESS = / (href|src|cite)="([^"]*)"/g
const SCHEME = /^[a-z][a-z0-9+.-]*:/i

/**
 * A body as it can be read elsewhere: every address in it is whole, as browsers make them on the page at
 * `base`, and each picture is a single file.
 */
export function forElsewhere(html: string, base: string): string {
  const pieces: string[] = []
  let end = 0
  for (const tag of tagsIn(html)) {
    if (tag.attributes === '') continue
    pieces.push(html.slice(end, tag.start))
    const markup = html.slice(tag.start, tag.end)
    pieces.push(
      (tag.name === 'img' ? withoutChoice(markup) : markup).replace(
        ADDRESS,
        (all, name: string, address: string) =>
          SCHEME.test(address) ? all : ` ${name}="${whole(address, base)}"`,
      ),
    )
    end = tag.end
  }
  return pieces.join('') + html.slice(end)
}

/** As it stands where it cannot be read. */
function whole(address: string, base: string): string {
  const url = URL.parse(withoutReferences(address), base)
  return url ? toAttribute(url.href) : address
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The references that a body's attributes are written with. */
const withoutReferences = (value: string) =>
  value.replace(
    /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));/gi,
    (all, hex, decimal, name) => {
      if (name) return NAMED[name.toLowerCase()] ?? all
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
      return code <= 0x10ffff ? String.fromCodePoint(code) : all
    },
  )
