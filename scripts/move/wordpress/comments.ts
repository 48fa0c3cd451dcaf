/**
 * HTML comments, in which WordPress keeps its blocks, its "more" and its page breaks: all are taken out, and
 * the HTML between them stays.
 */
import { embedded } from './paragraphs.ts'

export interface Uncommented {
  html: string
  /** Whether blocks wrote it: then its paragraphs are there. */
  isOfBlocks: boolean
  /** Blocks that have no HTML of their own, by name, in the order of their first. */
  dynamic: string[]
  pageBreaks: number
}

const BLOCK = /^<!--\s+(\/?)wp:([a-z][\w-]*(?:\/[a-z][\w-]*)?)\s([\s\S]*?)(\/?)-->$/
const WEB_ADDRESS = /https?:\/\/[^\s<>"'\\]+/
/** Blocks that are made anew on each page, though something stands in them. */
const MADE_ANEW = new Set(['query', 'comments', 'navigation'])

/** Takes the comments out. */
export function withoutComments(source: string): Uncommented {
  const made: Uncommented = { html: '', isOfBlocks: false, dynamic: [], pageBreaks: 0 }
  const dynamic = new Set<string>()
  let at = 0
  for (let start = source.indexOf('<!--'); start >= 0; start = source.indexOf('<!--', at)) {
    made.html += source.slice(at, start)
    const end = source.indexOf('-->', start + 4)
    at = start
    if (end < 0) break
    at = end + 3
    const comment = source.slice(start, at)
    if (comment === '<!--nextpage-->') made.pageBreaks++
    const [, slash, name = '', json = '', alone] = BLOCK.exec(comment) ?? []
    if (name === '') continue
    made.isOfBlocks = true
    if (slash) continue
    if (alone || MADE_ANEW.has(name)) dynamic.add(name.replace(/^core\//, ''))
    if (alone || !/^(?:core\/)?embed$|^core-embed\//.test(name)) continue
    const closing = source.indexOf(`<!-- /wp:${name} -->`, at)
    if (closing < 0) continue
    made.html += embedOf(json, source.slice(at, closing)) ?? source.slice(at, closing)
    at = closing
  }
  made.html += source.slice(at)
  return { ...made, dynamic: [...dynamic] }
}

/** A link to what is embedded, and its caption; null where there is no address. */
function embedOf(json: string, html: string): string | null {
  const address = WEB_ADDRESS.exec(html)?.[0].replace(/&amp;/g, '&') ?? urlIn(json)
  if (!address) return null
  const caption = /<figcaption\b[^>]*>([\s\S]*?)<\/figcaption>/i.exec(html)?.[1]?.trim()
  return caption ? `${embedded(address)}\n<p>${caption}</p>` : embedded(address)
}

/** Exports exist in which the backslashes of this JSON are gone: then it is none, and nothing here needs it. */
function urlIn(json: string): string | null {
  try {
    const { url } = JSON.parse(json) as { url?: unknown }
    return typeof url === 'string' && WEB_ADDRESS.exec(url)?.[0] === url ? url : null
  } catch {
    return null
  }
}
