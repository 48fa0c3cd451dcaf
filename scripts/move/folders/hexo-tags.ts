/** Tags of Hexo in a text, like `{% asset_img a.jpg %}`: as Markdown where they mean something. */
import type { Format } from '../../picture-places.ts'
import { type Argument, argumentsOf, goneTags } from './arguments.ts'
import { type Put, replaced } from './scan.ts'
import { codeIn, inAddress, linkIn, pictureIn, quotationIn } from './write.ts'

/** What tags are about. */
export interface Surroundings {
  format: Format
  /** The address of a file in the post's own folder: by its path for a picture, else where it stood. */
  asset: (name: string) => string
  /** Where the post of a slug stood, and its title; null where there is none. */
  post: (slug: string) => Promise<{ address: string; title: string } | null>
}

const TAG = '\\{%-?[ \\t]*(?<closes>end)?(?<name>[\\w-]+)(?<rest>(?:[^%]|%(?!\\}))*?)-?%\\}'
const POST_TAG = /\{%-?\s*post_(?:link|path)\s+("[^"]*"|'[^']*'|\S+)/g

/** A text without tags, and what became of those that mean nothing here. */
export async function withoutTags(text: string, around: Surroundings) {
  if (!text.includes('{%')) return { text, notes: [] }
  const posts = new Map<string, { address: string; title: string } | null>()
  for (const [, name = ''] of text.matchAll(POST_TAG)) {
    const slug = argumentsOf(name)[0]?.text ?? ''
    if (!posts.has(slug)) posts.set(slug, await around.post(slug))
  }
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
          text: alone(name, args, { ...around, posts, lost }) ?? removed(name),
          end,
        }
      )
    })
  /** A tag that has an end, with what stands between. */
  const block = (part: string, from: number, name: string, args: Argument[]): Put | null => {
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
  return { text: plain, notes: [...lost, ...goneTags(gone, 'tags of Hexo')] }
}

interface Around extends Surroundings {
  posts: Map<string, { address: string; title: string } | null>
  lost: string[]
}

/** What stands for a tag without an end; null for one that means nothing here. */
function alone(name: string, args: Argument[], around: Around): string | null {
  const { format, asset, posts, lost } = around
  const [first = { text: '', isQuoted: false }, ...others] = args
  const words = others.map(({ text }) => text).join(' ')
  switch (name) {
    case 'asset_img':
    case 'asset_image':
      return picture(args, format, asset)
    case 'img':
    case 'image':
      return picture(args, format, (address) => address)
    case 'asset_path':
      return inAddress(asset(first.text))
    case 'asset_link':
      return linkIn(format, withoutFlag(words) || first.text, asset(first.text))
    case 'post_path':
    case 'post_link': {
      const post = posts.get(first.text)
      if (!post)
        lost.push(`it links to the post ${first.text}, which is not there: its text stayed`)
      if (!post) return name === 'post_path' ? '' : withoutFlag(words) || first.text
      if (name === 'post_path') return inAddress(post.address)
      return linkIn(format, withoutFlag(words) || post.title, post.address)
    }
    case 'youtube':
      return film(format, `https://www.youtube.com/watch?v=${first.text}`)
    case 'vimeo':
      return film(format, `https://vimeo.com/${first.text}`)
    case 'iframe':
      return film(format, first.text)
    case 'a':
    case 'link':
    case 'anchor':
      return link(args, format)
    default:
      return null
  }
}

const film = (format: Format, address: string) => linkIn(format, address, address)

/** A last word that says whether the title's signs are to be escaped. */
const withoutFlag = (words: string) => words.replace(/(^|\s)(true|false)$/, '').trim()

/** Classes, the name, perhaps width and height, then the title and what it shows. */
function picture(args: Argument[], format: Format, toAddress: (name: string) => string) {
  const at = args.findIndex(({ text }) => /[./]/.test(text))
  if (at < 0) return null
  const rest = args.slice(at + 1)
  while (rest[0] && !rest[0].isQuoted && /^\d+%?$/.test(rest[0].text)) rest.shift()
  const isApart = rest.some(({ isQuoted }) => isQuoted)
  const [title = '', alt] = isApart ? rest.map(({ text }) => text) : [words(rest)]
  const address = toAddress(args[at]?.text ?? '')
  return pictureIn(format, { address, alt: alt || null, caption: title || null })
}

const words = (args: Argument[]) => args.map(({ text }) => text).join(' ')

/** `text … address …`. */
function link(args: Argument[], format: Format) {
  const at = args.findIndex(({ text }) => /^(https?:\/\/|\/)/i.test(text))
  const address = args[at]?.text
  return address === undefined ? null : linkIn(format, words(args.slice(0, at)) || address, address)
}

const languageIn = (args: Argument[]) =>
  /^[\w+#.-]+$/.exec(args.find(({ text }) => text.startsWith('lang:'))?.text.slice(5) ?? '')?.[0] ??
  ''

/** `Author, title` or `Author address title`, as a line below the quotation. */
function byOf(args: Argument[]): string {
  const at = args.findIndex(({ text }) => /^https?:\/\//i.test(text))
  const address = args[at]?.text
  if (address === undefined) return args.length === 0 ? '' : `—— ${words(args)}`
  const title = words(args.slice(at + 1)) || address
  return `—— ${words(args.slice(0, at))} ${linkIn('markdown', title, address)}`.replace(
    '——  ',
    '—— ',
  )
}
