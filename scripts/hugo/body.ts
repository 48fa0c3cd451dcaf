/** What an editor wrote, as Hugo takes it. */
import { withAddresses } from '../picture-addresses.ts'
import type { Format } from '../picture-places.ts'
import { toMarkdown, withoutShortcodes } from './escapes.ts'
import type { Picture } from './pictures.ts'
import { withRubyAsHtml } from './ruby.ts'

export interface HugoBody {
  text: string
  /** How the file's name ends. */
  kind: 'md' | 'html'
  /** Those of the pictures that it shows. */
  shown: Picture[]
  /** What is not as it was, a sentence each. */
  notes: string[]
}

/** One of the newsroom's pictures, by its name or by the address of one of its files. */
const NAMED = /^(?:picture:\s*|(?:https?:\/\/[^/]+)?\/pictures\/)([0-9a-f]{64})(?:\/[\w.]+)?$/i

/** A body with `pictures`, by hash, as files beside it. */
export function toHugoBody(
  body: string,
  format: Format,
  pictures: ReadonlyMap<string, Picture>,
): HugoBody {
  if (format === 'text') return { text: toMarkdown(body), kind: 'md', shown: [], notes: [] }
  const shown = new Set<Picture>()
  const missing = new Set<string>()
  const { source, left } = withAddresses(body, format, (address) => {
    const hash = NAMED.exec(address)?.[1]?.toLowerCase()
    const picture = hash === undefined ? undefined : pictures.get(hash)
    if (picture) shown.add(picture)
    else if (hash !== undefined) missing.add(hash)
    return picture?.file ?? null
  })
  const described = [...shown].reduce(withAlt, source)
  const { source: text, isChanged } = withoutShortcodes(
    format === 'markdown' ? withRubyAsHtml(described) : described,
  )
  const notes = [
    ...[...missing].map((hash) => `picture ${hash} is not there: its address stays`),
    ...left.map((address) => `${address} could not be replaced: it stays`),
    ...(isChanged ? ['{{< or {{% without an end got a blank between its braces'] : []),
  ]
  return { text, kind: format === 'html' ? 'html' : 'md', shown: [...shown], notes }
}

/** Says what a picture shows where the text left that to the newsroom, which knew it. */
function withAlt(source: string, { file, alt }: Picture): string {
  if (!alt) return source
  const html = alt.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  const markdown = alt.replace(/[\\[\]`*_<&{}|]/g, '\\$&')
  return source
    .replaceAll(`![](${file}`, () => `![${markdown}](${file}`)
    .replaceAll(/<img\b[^>]*>/gi, (tag) =>
      tag.includes(file) && !/\balt\b/i.test(tag) ? `<img alt="${html}"${tag.slice(4)}` : tag,
    )
}
