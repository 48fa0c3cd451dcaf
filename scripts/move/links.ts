/** Links to the old site, made to begin at the root: they go on working wherever the articles are. */
import { serialize, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { drawn, type Format, type Place, replace } from '../picture-places.ts'

export interface Relinked {
  body: string
  count: number
  /** How many of them lead to files, at which no article stands. */
  files: number
}

/** Rewrites links to some hosts in a body. */
export type Relink = (body: string, format: Format) => Relinked

/** What may stand before a link's address: `](`, `]:` of a definition, `href=`. */
const BEFORE = `\\]\\([ \\t\\n>]*<?|\\]:[ \\t]*(?:\\n[ \\t>]*)?<?|\\bhref\\s*=\\s*["']?`
const FILE =
  /^[^?#]*\.(?:jpe?g|png|gif|webp|avif|svg|pdf|docx?|xlsx?|pptx?|zip|rar|mp[34]|mov)(?:[?#]|$)/i
/** A path from the root, a query or a fragment; `//` and `/\` would lead to another host. */
const FROM_ROOT = /^(?:$|\/(?![/\\])|[?#])/

/**
 * A function that makes links to these hosts (`old.example.com`, with the port where there is one) begin at the
 * root. Only what renders as the address of a link is touched: not code, not text, not pictures.
 */
export function relinking(hosts: string[]): Relink {
  if (hosts.length === 0) return (body) => ({ body, count: 0, files: 0 })
  const host = hosts.map((one) => one.replace(/[^a-z0-9-]/gi, '\\$&')).join('|')
  const pattern = new RegExp(`(${BEFORE})((?:https?:)?//(?:${host}))(?=[/?#"'\\s>)]|$)`, 'gi')
  return (body, format) => {
    const places = format === 'text' ? [] : placesIn(body, pattern)
    return places.length === 0 ? { body, count: 0, files: 0 } : relinked(body, format, places)
  }
}

/** Where the scheme and host of an address may stand. */
function placesIn(body: string, pattern: RegExp): Place[] {
  return [...body.matchAll(pattern)].map(({ 1: before = '', 2: site = '', index }) => {
    const start = index + before.length
    return { start, end: start + site.length, around: ['', ''] }
  })
}

function relinked(body: string, format: Format, places: Place[]): Relinked {
  let mark = 'home'
  while (body.includes(mark)) mark += 'x'
  const marks = new Map(places.map((place, i) => [place, `${mark}-${i}-`]))
  const { tree } = drawn(replace(body, marks), format)
  const MARKED = new RegExp(`^${mark}-(\\d+)-(.*)$`, 's')
  const found = new Map<Place, string>()
  for (const attribute of hrefsIn(tree)) {
    const [, number, rest = ''] = MARKED.exec(attribute.value) ?? []
    const place = places[Number(number)]
    if (!place || !FROM_ROOT.test(rest.replace(/[\t\n\r]/g, ''))) continue
    found.set(place, rest)
    attribute.value = ''
  }
  const others = serialize(tree)
  const home = new Map<Place, string>()
  let files = 0
  for (const [place, rest] of found) {
    if (others.includes(marks.get(place) as string)) continue
    home.set(place, rest.startsWith('/') ? '' : '/')
    if (FILE.test(rest)) files++
  }
  return { body: replace(body, home), count: home.size, files }
}

/** Without recursion: what anybody wrote may be nested as deep as it is long. */
function* hrefsIn(tree: Tree.ParentNode): Generator<{ name: string; value: string }> {
  const left: Tree.ParentNode[] = [tree]
  for (let node = left.pop(); node; node = left.pop()) {
    for (const child of node.childNodes) {
      if (!('childNodes' in child)) continue
      if (child.tagName === 'a' || child.tagName === 'area') {
        yield* child.attrs.filter(({ name }) => name === 'href')
      }
      left.push(child.tagName === 'template' ? (child as Tree.Template).content : child)
    }
  }
}
