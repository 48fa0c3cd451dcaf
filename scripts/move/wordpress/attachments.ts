/** The attachments of an export: the only thing that is kept of each, for bodies to name pictures by. */
import { own } from '../chunks.ts'
import { keyOf } from '../seen.ts'
import { textOfHtml } from '../text-of-html.ts'
import type { Item } from './collect.ts'

export interface Attachment {
  url: string
  alt: string | null
  caption: string | null
}

export interface Attachments {
  byId: Map<string, Attachment>
  /** By the path of their address, decoded, of which only a key is kept. */
  byPath: Map<number, Attachment>
  /** The ids of those that were uploaded to a post, in the order of the export, with commas between them. */
  byPost: Map<string, string>
  /** All that the export has, kept or not. */
  count: number
}

/** About 100 MB of them. */
export const MAX_ATTACHMENTS = 300_000

export const noAttachments = (): Attachments => ({
  byId: new Map(),
  byPath: new Map(),
  byPost: new Map(),
  count: 0,
})

/** Keeps an item that is an attachment, up to `MAX_ATTACHMENTS`. */
export function keepAttachment(attachments: Attachments, { fields, meta }: Item): void {
  attachments.count++
  const url = fields['wp:attachment_url'] || fields.guid || ''
  const id = own(fields['wp:post_id'] ?? '')
  const path = pathOf(url)
  if (path === null || attachments.byId.size >= MAX_ATTACHMENTS) return
  const attachment = {
    url: own(url),
    alt: own(textOfHtml(meta._wp_attachment_image_alt ?? '')) || null,
    caption: own(textOfHtml(fields['excerpt:encoded'] ?? '')) || null,
  }
  attachments.byId.set(id, attachment)
  attachments.byPath.set(keyOf(path), attachment)
  const post = own(fields['wp:post_parent'] ?? '0')
  if (post === '0' || post === '') return
  const siblings = attachments.byPost.get(post)
  attachments.byPost.set(post, siblings === undefined ? id : `${siblings},${id}`)
}

/** The ids of those that were uploaded to a post. */
export const uploadedTo = ({ byPost }: Attachments, post: string): string[] =>
  byPost.get(post)?.split(',') ?? []

const SIZED = /^(.*)-\d{1,5}x\d{1,5}(\.\w{2,5})$/s
/** WordPress’s own cache of other people’s pictures: i0.wp.com/HOST/PATH?resize=… */
const CACHED = /^(?:https?:)?\/\/i\d\.wp\.com\/[^/]+(\/[^?]*)/i
/** How WordPress.com is asked for another size: photo.jpg?w=604. */
const RESIZED = /[?&](?:w|h|resize|fit|crop)=/

/**
 * The address of the picture of which this is the address of a copy in another size; null where it is no such
 * copy, or one of nothing that is known.
 */
export function originalOf({ byPath }: Attachments, address: string): string | null {
  const cached = CACHED.exec(address)
  const path = pathOf(cached?.[1] ?? address)
  if (path === null) return null
  const itself = byPath.get(keyOf(path))
  if (itself) return cached || RESIZED.test(address) ? itself.url : null
  const [, stem, ending] = SIZED.exec(path) ?? []
  if (stem === undefined) return null
  for (const made of ['', '-scaled', '-rotated']) {
    const original = byPath.get(keyOf(`${stem}${made}${ending}`))
    if (original) return original.url
  }
  return null
}

/** Whether a body may name a copy: most do not, and need not be looked through. */
export const mayNameCopies = (html: string) =>
  /-\d{1,5}x\d{1,5}\.|\/\/i\d\.wp\.com\/|[?&;](?:w|h|resize|fit|crop)=/.test(html)

/** The path of an address, decoded; null for none. */
function pathOf(address: string): string | null {
  try {
    return decodeURI(new URL(address, 'http://site.invalid').pathname)
  } catch {
    return null
  }
}
