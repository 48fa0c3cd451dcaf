/**
 * Where in a source the addresses of its pictures stand. That is not guessed at: whatever might be one is
 * replaced by a mark, the text is rendered, and the marks that come out as addresses of pictures, and nowhere
 * else, were such.
 */
import createMarkdown, { type MarkdownIt } from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import footnote from 'markdown-it-footnote'
import { parseFragment, serialize, type DefaultTreeAdapterTypes as Tree } from 'parse5'

export type Format = 'markdown' | 'html' | 'text'

/** Attributes of `img` that hold its address: the usual one, and those from which scripts take it later. */
const ADDRESSES = new Set(
  'src data-src data-original data-lazy-src data-actualsrc data-echo data-lazyload data-lazy data-url data-cfsrc data-ks-lazyload original file'.split(
    ' ',
  ),
)

/** Where an address may begin: `](`, `]:` of a definition, and one of those attributes. */
const LINK = /\]\([ \t\n>]*|^[ \t>*+-]*(?:\d+[.)][ \t]*)?\[(?!\^)[^\]\n]+\]:[ \t]*(?:\n[ \t>]*)?/gm
const ATTRIBUTE = new RegExp(`[\\s"'/](?:${[...ADDRESSES].join('|')})\\s*=\\s*`, 'gi')

/** Something that may be an address, in a source. */
export interface Place {
  start: number
  end: number
  /** What stands before an address put there, and after it. */
  around: readonly [string, string]
}

type Attribute = Tree.Element['attrs'][number]

let markdown: MarkdownIt | undefined

function parser(): MarkdownIt {
  if (markdown) return markdown
  markdown = createMarkdown({ html: true }).use(cjkFriendly).use(footnote)
  markdown.inline.ruler.disable('footnote_inline')
  markdown.normalizeLink = (address) => address
  markdown.validateLink = () => true
  return markdown
}

/** A bar between braces may be ruby's, and not the end of a table's cell. */
const RUBY = /\{([^{}|\\\n]{1,100})\|([^{}|\\\n]{1,100})\}/g

/** HTML as good as the newsroom's own (src/articles/body/markdown.ts), save that addresses stay as typed. */
function toHtml(source: string, format: Format): string {
  if (format === 'text') return ''
  if (format === 'html') return source
  return parser().render(source.replace(RUBY, '{$1\uffff$2}'))
}

/** What a source renders to, and the addresses of its pictures in order. */
export function drawn(source: string, format: Format) {
  const tree = parseFragment(toHtml(source, format), { scriptingEnabled: false })
  const pictures: Attribute[] = []
  const walk = (node: Tree.ParentNode) => {
    for (const child of node.childNodes) {
      if (!('childNodes' in child)) continue
      if (child.tagName === 'img') {
        pictures.push(...child.attrs.filter(({ name }) => ADDRESSES.has(name)))
      }
      walk(child.tagName === 'template' ? (child as Tree.Template).content : child)
    }
  }
  walk(tree)
  return { tree, pictures }
}

/** Which picture (by its number) has its address where; one definition may stand for several. */
export function placesOf(source: string, format: Format, count: number): [number, Place][] {
  const places = candidates(source, format)
  let mark = 'at'
  while (source.includes(mark)) mark += 'x'
  const marks = new Map(places.map((place, i) => [place, `${mark}-${i}-`]))
  const { tree, pictures } = drawn(replace(source, marks), format)
  // Something else came of it with marks in it: then nobody can say what stands where.
  if (pictures.length !== count) return []
  const MARK = new RegExp(`^${mark}-(\\d+)-$`)
  const found = pictures.flatMap((attribute, i): [number, Place][] => {
    const place = places[Number(MARK.exec(attribute.value)?.[1] ?? Number.NaN)]
    if (place) attribute.value = ''
    return place ? [[i, place]] : []
  })
  const rest = serialize(tree)
  return found.filter(([, place]) => !rest.includes(marks.get(place) as string))
}

function candidates(source: string, format: Format): Place[] {
  const places: Place[] = []
  const begin = (pattern: RegExp, extent: (start: number) => Place | null) => {
    for (const { 0: found, index } of source.matchAll(pattern)) {
      const place = extent(index + found.length)
      // What code and markup begin and end with must stay where it is.
      if (place && !/[`\n<>]/.test(source.slice(place.start, place.end))) places.push(place)
    }
  }
  if (format === 'text') return []
  begin(ATTRIBUTE, (start) => valueAt(source, start))
  if (format === 'markdown') begin(LINK, (start) => destinationAt(source, start))
  places.sort((a, b) => a.start - b.start)
  let at = 0
  return places.filter(({ start, end }) => {
    if (start < at) return false
    at = end
    return true
  })
}

/** The value of an attribute: with a quote of its own where it has none. */
function valueAt(source: string, start: number): Place | null {
  const quote = source[start]
  if (quote === '"' || quote === "'") {
    const end = source.indexOf(quote, start + 1)
    return end < 0 ? null : { start: start + 1, end, around: ['', ''] }
  }
  const [value = ''] = /^[^\s"'=<>`]+/.exec(source.slice(start)) ?? []
  return value === '' ? null : { start, end: start + value.length, around: ['"', '"'] }
}

/** The address of a link in Markdown, in angle brackets or not. */
function destinationAt(source: string, start: number): Place | null {
  const isInBrackets = source[start] === '<'
  const line = source.indexOf('\n', start)
  const most = line < 0 ? source.length : line
  const { ok, pos } = parser().helpers.parseLinkDestination(source, start, most)
  if (!ok || pos === start) return null
  const inner = isInBrackets ? 1 : 0
  return { start: start + inner, end: pos - inner, around: ['', ''] }
}

/** A source with other addresses at some places. */
export function replace(source: string, addresses: ReadonlyMap<Place, string>): string {
  let [made, at] = ['', 0]
  const inOrder = [...addresses].sort(([a], [b]) => a.start - b.start)
  for (const [{ start, end, around }, address] of inOrder) {
    made += source.slice(at, start) + around[0] + address + around[1]
    at = end
  }
  return made + source.slice(at)
}
