/** The records of an export, in its order: what it says of the site, its authors and categories, its items. */
import { SaxesParser } from 'saxes'
import { Fault } from '../../command.ts'
import { textOf } from '../chunks.ts'
import type { SourceOptions } from '../source.ts'
import { namer } from './names.ts'
import { type Repairs, repairer } from './repair.ts'

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
/** How far the next tag may be, data apart: the parser holds text until there is one. */
const MAX_DISTANCE = 16_000_000

const META = new Set([
  '_thumbnail_id',
  '_wp_attachment_image_alt',
  '_yoast_wpseo_metadesc',
  '_aioseo_description',
  'footnotes',
])
const GROUPS = new Set(['wp:author', 'wp:category', 'wp:tag', 'wp:term'])
/** What no repair is, but a file that was cut off or damaged. */
const BROKEN =
  /unmatched closing|unexpected close|weird empty close|unclosed tag|unexpected end|must contain a root/

/** Reads the file once. Throws with the line where it is damaged. */
export async function* entriesIn(
  { path, name, encoding }: SourceOptions,
  repairs: Repairs,
): AsyncGenerator<Entry> {
  const found: Entry[] = []
  let marks = 0
  const parser = new SaxesParser()
  parser.on('error', (fault) => {
    if (BROKEN.test(fault.message)) throw damaged(name, fault.message)
    repairs.count++
  })
  collect(
    parser,
    (entry) => found.push(entry),
    () => marks++,
  )
  const repair = repairer(repairs)
  let distance = 0
  for await (const chunk of textOf(path, name, encoding, declaredEncoding)) {
    const before = marks
    parser.write(repair.push(chunk))
    distance = marks === before ? distance + chunk.length : 0
    if (distance > MAX_DISTANCE) throw damaged(name, `${parser.line}: no tag in 16 MB`)
    yield* found.splice(0)
  }
  parser.write(repair.end()).close()
  yield* found.splice(0)
}

const declaredEncoding = (start: string) =>
  /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w-]+)/.exec(start)?.[1] ?? null

/** `message` as the parser has it, which begins with line and column. */
function damaged(name: string, message: string): Fault {
  const [, line = '?', what] = /^(\d+):(?:\d+:)?\s*(.*)$/.exec(message) ?? [null, '?', message]
  return new Fault(
    `${name}:${line}: ${what?.replace(/\.$/, '')}. The file is damaged or was cut off: export it again from WordPress (Tools, Export)`,
    'refused',
  )
}

/** Has the parser hand over each entry when it ends. */
function collect(parser: SaxesParser, give: (entry: Entry) => void, tick: () => void): void {
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
