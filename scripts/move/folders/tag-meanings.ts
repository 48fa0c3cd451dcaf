/** What tags without an end mean. */
import type { Format } from '../../picture-places.ts'
import type { Argument } from './arguments.ts'
import { inAddress, linkIn, pictureIn } from './write.ts'

/** What tags are about. */
export interface Surroundings {
  /** Whose tags they are. */
  software: 'Hexo' | 'Jekyll'
  format: Format
  /** The address of a file in the post's own folder: by its path for a picture, else where it stood. */
  asset: (name: string) => string
  /** Where the post of a slug stood, and its title; null where there is none. */
  post: (slug: string) => Promise<{ address: string; title: string } | null>
}

interface Around extends Surroundings {
  posts: Map<string, { address: string; title: string } | null>
  lost: string[]
}

/** What stands for a tag without an end; null for one that means nothing here. */
export function meaningOf(name: string, args: Argument[], around: Around): string | null {
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
    case 'post_url':
    case 'post_link': {
      const post = posts.get(first.text)
      if (!post)
        lost.push(`it links to the post ${first.text}, which is not there: its text stayed`)
      if (!post) return name !== 'post_link' ? '' : withoutFlag(words) || first.text
      if (name !== 'post_link') return inAddress(post.address)
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
  const [title = '', alt] = isApart ? rest.map(({ text }) => text) : [wordsOf(rest)]
  const address = toAddress(args[at]?.text ?? '')
  return pictureIn(format, { address, alt: alt || null, caption: title || null })
}

/** All of them in a line. */
export const wordsOf = (args: Argument[]) => args.map(({ text }) => text).join(' ')

/** `text … address …`. */
function link(args: Argument[], format: Format) {
  const at = args.findIndex(({ text }) => /^(https?:\/\/|\/)/i.test(text))
  const address = args[at]?.text
  return address === undefined
    ? null
    : linkIn(format, wordsOf(args.slice(0, at)) || address, address)
}
