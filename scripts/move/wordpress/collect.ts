/** What a parser of XML finds in an export, put together to what WordPress wrote. */
import type { SaxesParser } from 'saxes'
import { namer } from './names.ts'

export interface Term {
  domain: string
  slug: string
  name: string
}

export interface Item {
  /** By name: `title`, `wp:post_id`, `content:encoded`. */
  fields: Record<string, string>
  terms: Term[]
  /** The metadata that is read, by key. */
  meta: Record<string, string>
  comments: number
  /** How many of those are other sites’ pingbacks and trackbacks. */
  pings: number
  isTooLong: boolean
}

export type Entry =
  | { kind: 'site'; name: string; text: string }
  | { kind: 'group'; name: string; fields: Record<string, string> }
  | { kind: 'item'; item: Item }

/** In UTF-16 units, of one field: an article takes 256 KiB, and block comments as much again. */
const MAX_TEXT = 2_000_000
const META = new Set([
  '_thumbnail_id',
  '_wp_attachment_image_alt',
  '_yoast_wpseo_metadesc',
  '_aioseo_description',
  'footnotes',
])
const GROUPS = new Set(['wp:author', 'wp:category', 'wp:tag', 'wp:term'])
/** Has the parser hand over each entry when it ends, and tick at each tag and piece of data. */
export function collect(parser: SaxesParser, give: (entry: Entry) => void, tick: () => void): void {
  const names = namer()
  const open: string[] = []
  let item: Item | null = null
  let group: Record<string, string> = {}
  let term = { domain: '', slug: '' }
  let text = ''

  const add = (more: string) => {
    if (text.length <= MAX_TEXT) text += more
  }
  parser.on('text', add)
  parser.on('cdata', (more) => {
    tick()
    add(more)
  })
  parser.on('opentag', ({ name, attributes }) => {
    tick()
    names.learn(attributes)
    const usual = names.usual(name)
    open.push(usual)
    text = ''
    if (usual === 'item') item = newItem()
    if (usual === 'category')
      term = { domain: attributes.domain ?? '', slug: attributes.nicename ?? '' }
    if (GROUPS.has(usual) || usual === 'wp:postmeta' || usual === 'wp:comment') group = {}
  })
  parser.on('closetag', () => {
    const name = open.pop() as string
    const parent = open.at(-1)
    if (text.length > MAX_TEXT && item && parent === 'item') item.isTooLong = true
    const value = text.length > MAX_TEXT ? '' : text.trim()
    text = ''
    if (name === 'item' && item) {
      give({ kind: 'item', item })
      item = null
    } else if (item && parent === 'item') {
      closeInItem(item, name, value, group, term)
    } else if (parent === 'channel') {
      give(
        GROUPS.has(name)
          ? { kind: 'group', name, fields: group }
          : { kind: 'site', name, text: value },
      )
    } else if (GROUPS.has(parent ?? '') || parent === 'wp:postmeta' || parent === 'wp:comment') {
      group[name] = value
    }
  })
}

const newItem = (): Item => ({
  fields: {},
  terms: [],
  meta: {},
  comments: 0,
  pings: 0,
  isTooLong: false,
})

function closeInItem(
  item: Item,
  name: string,
  value: string,
  group: Record<string, string>,
  term: { domain: string; slug: string },
): void {
  if (name === 'category') {
    item.terms.push({ ...term, name: value })
  } else if (name === 'wp:comment') {
    item.comments++
    if (/^(?:ping|track)back$/.test(group['wp:comment_type'] ?? '')) item.pings++
  } else if (name === 'wp:postmeta') {
    const key = group['wp:meta_key'] ?? ''
    if (META.has(key)) item.meta[key] ??= group['wp:meta_value'] ?? ''
  } else {
    item.fields[name] ??= value
  }
}
