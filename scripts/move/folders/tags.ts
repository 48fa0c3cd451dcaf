/** Tags of Hexo and Jekyll in a text, like `{% asset_img a.jpg %}`: as Markdown where they mean something. */
import { type Argument, argumentsOf, goneTags } from './arguments.ts'
import { type Put, replaced } from './scan.ts'
import { meaningOf, type Surroundings, wordsOf } from './tag-meanings.ts'
import { codeIn, linkIn, quotationIn } from './write.ts'

const TAG = '\\{%-?[ \\t]*(?<closes>end)?(?<name>[\\w-]+)(?<rest>(?:[^%]|%(?!\\}))*?)-?%\\}'
const END = /\{%-?[ \t]*end([\w-]+)/g
const POST_TAG = /\{%-?\s*post_(?:link|path|url)\s+("[^"]*"|'[^']*'|\S+)/g

/** A text without tags, and what became of those that mean nothing here. */
export async function withoutTags(text: string, around: Surroundings) {
  if (!text.includes('{%')) return { text, notes: [] }
  const posts = new Map<string, { address: string; title: string } | null>()
  for (const [, name = ''] of text.matchAll(POST_TAG)) {
    const slug = argumentsOf(name)[0]?.text ?? ''
    if (!posts.has(slug)) posts.set(slug, await around.post(slug))
  }
  const ended = new Set([...text.matchAll(END)].map(([, name]) => name))
  const gone: string[] = []
  const lost: string[] = []
  const within = (part: string): string =>
    replaced(part, around.format, TAG, (found) => {
      const end = found.index + found[0].length
      const { closes, name = '', rest = '' } = found.groups ?? {}
      if (closes) return { text: '', end }
      const args = argumentsOf(rest)
      return (
        block(part, end, name, args) ?? {
          text: meaningOf(name, args, { ...around, posts, lost }) ?? removed(name),
          end,
        }
      )
    })
  /** A tag that has an end, with what stands between. */
  const block = (part: string, from: number, name: string, args: Argument[]): Put | null => {
    if (!ended.has(name)) return null
    const closing = new RegExp(`\\{%-?[ \\t]*end${name}[ \\t]*-?%\\}`, 'g')
    closing.lastIndex = from
    const closed = closing.exec(part)
    if (!closed) return null
    const inner = part.slice(from, closed.index)
    const end = closed.index + closed[0].length
    if (name === 'raw') return { text: inner, end }
    if (name === 'code' || name === 'codeblock') {
      return { text: codeIn(around.format, inner, languageIn(args)), end }
    }
    if (name === 'highlight') {
      return { text: codeIn(around.format, inner, wordIn(args[0]?.text)), end }
    }
    if (name === 'quote' || name === 'blockquote' || name === 'pullquote') {
      const by = name === 'pullquote' ? '' : byOf(args)
      return { text: quotationIn(around.format, within(inner), by), end }
    }
    return { text: removed(name) + within(inner), end }
  }
  const removed = (name: string) => {
    gone.push(name)
    return ''
  }
  const plain = within(text)
  return { text: plain, notes: [...lost, ...goneTags(gone, `tags of ${around.software}`)] }
}

const languageIn = (args: Argument[]) =>
  wordIn(args.find(({ text }) => text.startsWith('lang:'))?.text.slice(5))

const wordIn = (text = '') => /^[\w+#.-]+$/.exec(text)?.[0] ?? ''

/** `Author, title` or `Author address title`, as a line below the quotation. */
function byOf(args: Argument[]): string {
  const at = args.findIndex(({ text }) => /^https?:\/\//i.test(text))
  const address = args[at]?.text
  if (address === undefined) return args.length === 0 ? '' : `—— ${wordsOf(args)}`
  const title = wordsOf(args.slice(at + 1)) || address
  return `—— ${wordsOf(args.slice(0, at))} ${linkIn('markdown', title, address)}`.replace(
    '——  ',
    '—— ',
  )
}
