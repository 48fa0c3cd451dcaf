/** What a sitemap names, as it is read: https://www.sitemaps.org/protocol.html */
import { SaxesParser } from 'saxes'
import { Fault } from '../../command.ts'

export interface Loc {
  /** A page, or in an index another sitemap. */
  kind: 'page' | 'sitemap'
  loc: string
}

/** In UTF-16 units: the protocol has 2,048. */
const MAX_LOC = 8_192
/** What many systems write into addresses as it is: an ampersand that begins no reference of XML. */
const BARE = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)/gi
/** Longer than any reference: what a chunk ends with may be half of one. */
const HALF = /&[#\w]{0,8}$/

/** The `loc`s of a `urlset` or `sitemapindex`, in their order. Throws a Fault with line and column. */
export async function* locsIn(text: AsyncIterable<string>, name: string): AsyncGenerator<Loc> {
  const found: Loc[] = []
  const parser = parserInto(found, name)
  let held = ''
  let isFirst = true
  for await (const chunk of text) {
    const piece: string = held + (isFirst ? chunk.trimStart() : chunk)
    isFirst = isFirst && piece === ''
    held = HALF.exec(piece)?.[0] ?? ''
    parser.write(piece.slice(0, piece.length - held.length).replace(BARE, '&amp;'))
    yield* found.splice(0)
  }
  parser.write(held.replace(BARE, '&amp;')).close()
  yield* found.splice(0)
}

function parserInto(found: Loc[], name: string): SaxesParser {
  const parser = new SaxesParser()
  const path: string[] = []
  let loc: string | null = null
  const add = (text: string) => {
    if (loc !== null && loc.length <= MAX_LOC) loc += text
  }
  parser.on('error', ({ message }) => {
    throw new Fault(`${name}:${message.replace('unclosed tag', 'it ends within')}`, 'refused')
  })
  parser.on('opentag', (tag) => {
    const tagName = withoutPrefix(tag.name, path[0] ?? tag.name)
    if (path.length === 0) refuseOthers(tagName, name)
    path.push(path.length === 0 ? tag.name : tagName)
    const parent = path.at(-2)
    if (path.length === 3 && tagName === 'loc' && (parent === 'url' || parent === 'sitemap'))
      loc = ''
  })
  parser.on('text', add)
  // There an ampersand is one: it was taken for bare above.
  parser.on('cdata', (text) => add(text.replaceAll('&amp;', '&')))
  parser.on('closetag', () => {
    if (loc !== null && path.length === 3) {
      const kind = path[1] === 'sitemap' ? 'sitemap' : 'page'
      found.push({ kind, loc: loc.trim() })
      loc = null
    }
    path.pop()
  })
  return parser
}

/** Some write `<s:urlset>`: what has the root's prefix is of the same vocabulary. */
function withoutPrefix(tagName: string, root: string): string {
  const prefix = root.slice(0, root.indexOf(':') + 1)
  return prefix && tagName.startsWith(prefix) ? tagName.slice(prefix.length) : tagName
}

function refuseOthers(root: string, name: string): void {
  if (root === 'urlset' || root === 'sitemapindex') return
  throw new Fault(
    `${name}: this is <${root}>, and no sitemap, which begins with <urlset> or <sitemapindex>`,
    'refused',
  )
}
