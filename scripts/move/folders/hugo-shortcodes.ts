/** Shortcodes of Hugo in a text, like `{{< figure src="a.jpg" >}}`: as Markdown where they mean something. */
import type { Format } from '../../picture-places.ts'
import { goneTags, namedArguments } from './arguments.ts'
import { replaced } from './scan.ts'
import { codeIn, inAddress, linkIn, pictureIn } from './write.ts'

const SIGN =
  '\\{\\{(?:<|%)[ \\t\\n]*(?<closes>/)?[ \\t]*(?<name>[\\w./-]+)(?<rest>(?:"(?:[^"\\\\]|\\\\.)*"|`[^`]*`|[^"`])*?)(?<alone>/)?[ \\t\\n]*(?:>|%)\\}\\}'
const REFERENCE = /\{\{(?:<|%)\s*(?:rel)?ref\s+([\s\S]*?)\s*(?:>|%)\}\}/g
/** A shortcode that is shown and not called: `{{</* figure * />}}`. */
const SHOWN = /\{\{(<|%)\s*\/\*([\s\S]*?)\*\/\s*(>|%)\}\}/g

/** A text without shortcodes, and what became of those that mean nothing here. */
export async function withoutShortcodes(
  text: string,
  format: Format,
  /** Where a page stands that is named by its file; null where there is none. */
  addressOf: (name: string) => Promise<string | null>,
) {
  if (!/\{\{[<%]/.test(text)) return { text, notes: [] }
  const references = new Map<string, string | null>()
  for (const [, rest = ''] of text.matchAll(REFERENCE)) {
    const name = referred(rest)
    if (!references.has(name)) references.set(name, await addressOf(name))
  }
  const gone: string[] = []
  const lost = new Set<string>()
  const plain = replaced(text, format, SIGN, (found) => {
    const end = found.index + found[0].length
    const { closes, name = '', rest = '' } = found.groups ?? {}
    if (closes) return { text: '', end }
    if (name === 'highlight' || name === 'code') {
      const closing = new RegExp(`\\{\\{[<%]\\s*/\\s*${name}\\s*[>%]\\}\\}`, 'g')
      closing.lastIndex = end
      const closed = closing.exec(text)
      if (closed) {
        const language = /^[\w+#.-]+$/.exec(namedArguments(rest)[0] ?? '')?.[0] ?? ''
        const code = text.slice(end, closed.index)
        return { text: codeIn(format, code, language), end: closed.index + closed[0].length }
      }
    }
    if (name === 'ref' || name === 'relref') {
      const wanted = referred(rest)
      const address = references.get(wanted) ?? null
      if (address === null) lost.add(wanted)
      return { text: inAddress(address ?? wanted), end }
    }
    const instead = meant(name, namedArguments(rest), format)
    if (instead === null) gone.push(name)
    return { text: instead ?? '', end }
  })
  const notes = [...lost].map(
    (name) => `it refers to ${name}, which is not there: it leads nowhere`,
  )
  return {
    text: plain.replace(SHOWN, '{{$1$2$3}}'),
    notes: [...notes, ...goneTags(gone, 'shortcodes of Hugo')],
  }
}

/** What a reference names. */
const referred = (rest: string) => {
  const args = namedArguments(rest)
  return args.path ?? args[0] ?? ''
}

/** What stands for a shortcode; null for one that means nothing here. */
function meant(name: string, args: Record<string, string>, format: Format): string | null {
  const first = args[0] ?? args.id ?? ''
  switch (name) {
    case 'figure': {
      const address = args.src ?? first
      if (address === '') return null
      const caption = [args.title, args.caption, args.attr].filter(Boolean).join(' ') || null
      const picture = pictureIn(format, { address, alt: args.alt ?? null, caption })
      return args.link && format === 'markdown' ? `[${picture}](${inAddress(args.link)})` : picture
    }
    case 'youtube':
      return film(format, `https://www.youtube.com/watch?v=${first}`)
    case 'vimeo':
      return film(format, `https://vimeo.com/${first}`)
    case 'bilibili':
      return film(format, `https://www.bilibili.com/video/${first}`)
    case 'gist':
      return film(format, `https://gist.github.com/${first}/${args[1] ?? ''}`)
    case 'x':
    case 'tweet':
    case 'twitter':
      return film(format, `https://x.com/${args.user ?? 'i'}/status/${args.id ?? args[1] ?? first}`)
    default:
      return null
  }
}

const film = (format: Format, address: string) => linkIn(format, address, address)
