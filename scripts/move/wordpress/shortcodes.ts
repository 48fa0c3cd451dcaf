/** Shortcodes, `[name a="b"]` and `[name]…[/name]`, of which plugins and WordPress itself make HTML. */
import { tokensOf } from './tokens.ts'

export interface Shortcode {
  name: string
  attributes: Record<string, string>
  /** As it stands there, without what it encloses. */
  source: string
}

type Part =
  | { kind: 'html'; html: string }
  | ({ kind: 'open'; isAlone: boolean } & Shortcode)
  | { kind: 'close'; name: string; source: string }

/** These are shortcodes without attributes too. */
const CORE = new Set('audio caption embed gallery playlist video wp_caption'.split(' '))

/** Names are of letters that no text in brackets like [注], [1] or [2024年] is of. */
const BRACKETS =
  /\[\[([a-z][\w-]*(?:\s[^[\]]{0,2000})?\/?)\]\]|\[(\/?)([a-z][\w-]*)((?:\s[^[\]]{0,2000}?)?)(\/?)\]/gi
const ATTRIBUTE = /([a-z_][\w-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|“([^”]*)”|([^\s"']+))/gi

/**
 * HTML with each shortcode as `render` has it, who is handed what it encloses, shortcodes in it done already;
 * null where it encloses nothing. What only looks like one stays, and so does all code.
 */
export function withoutShortcodes(
  html: string,
  render: (shortcode: Shortcode, inner: string | null) => string,
): string {
  if (!html.includes('[')) return html
  const parts = partsOf(html)
  const ends = endsOf(parts)
  const made: { html: string; of: Part | null }[] = [{ html: '', of: null }]
  const add = (more: string) => {
    const last = made.at(-1)
    if (last) last.html += more
  }
  for (const [i, part] of parts.entries()) {
    if (part.kind === 'html') add(part.html)
    else if (part.kind === 'open') {
      if (ends.opens.has(i)) made.push({ html: '', of: part })
      else add(isShortcode(part) ? render(part, null) : part.source)
    } else if (ends.closes.has(i)) {
      const { html: inner, of } = made.pop() as { html: string; of: Part & { kind: 'open' } }
      add(render(of, inner))
    } else add(part.source)
  }
  return made[0]?.html ?? ''
}

const isShortcode = ({ name, attributes, isAlone }: Part & { kind: 'open' }) =>
  isAlone || CORE.has(name) || Object.keys(attributes).length > 0

function partsOf(html: string): Part[] {
  const parts: Part[] = []
  for (const { kind, html: piece } of tokensOf(html)) {
    if (kind !== 'text') {
      parts.push({ kind: 'html', html: piece })
      continue
    }
    let at = 0
    for (const match of piece.matchAll(BRACKETS)) {
      parts.push({ kind: 'html', html: piece.slice(at, match.index) }, partOf(match))
      at = match.index + match[0].length
    }
    parts.push({ kind: 'html', html: piece.slice(at) })
  }
  return parts
}

function partOf([source, escaped, slash, word = '', rest = '', alone]: RegExpExecArray): Part {
  if (escaped !== undefined) return { kind: 'html', html: `[${escaped}]` }
  const name = word.toLowerCase()
  if (slash) return { kind: 'close', name, source }
  const attributes: Record<string, string> = {}
  for (const [, key = '', ...values] of rest.matchAll(ATTRIBUTE)) {
    attributes[key.toLowerCase()] = values.find((value) => value !== undefined) ?? ''
  }
  return { kind: 'open', name, attributes, source, isAlone: alone === '/' }
}

/** Which parts open and close something together. What is open within it then stands alone. */
function endsOf(parts: Part[]) {
  const [opens, closes] = [new Set<number>(), new Set<number>()]
  const open: { name: string; at: number }[] = []
  parts.forEach((part, at) => {
    if (part.kind === 'open' && !part.isAlone) open.push({ name: part.name, at })
    if (part.kind !== 'close') return
    const mate = open.findLastIndex(({ name }) => name === part.name)
    if (mate < 0) return
    opens.add(open[mate]?.at as number)
    closes.add(at)
    open.length = mate
  })
  return { opens, closes }
}
