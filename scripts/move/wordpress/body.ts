/** The text of a post, as WordPress would show it and without what only WordPress can make. */
import { withAddresses } from '../../picture-addresses.ts'
import { escapeHtml } from '../text-of-html.ts'
import { type Attachments, mayNameCopies, originalOf, uploadedTo } from './attachments.ts'
import { withoutComments } from './comments.ts'
import { embedded, withParagraphs } from './paragraphs.ts'
import { type Shortcode, withoutShortcodes } from './shortcodes.ts'

export interface Body {
  html: string
  notes: string[]
}

/** What of a post its text may name. */
export interface Around {
  id: string
  attachments: Attachments
  /** JSON, as the block for footnotes keeps them beside the text; empty for none. */
  footnotes: string
}

/** How many are named in a note; the rest is counted. */
const NAMED = 5

/** The HTML of `content:encoded`, with a sentence for each kind of thing that it lost. */
export function bodyOf(content: string, around: Around): Body {
  const notes: string[] = []
  const { html, isOfBlocks, dynamic, pageBreaks } = withoutComments(content.replace(/\r\n?/g, '\n'))
  const hasNotes = dynamic.includes('footnotes') && around.footnotes !== ''
  const footnotes = hasNotes ? footnotesOf(around.footnotes) : null
  const lost = dynamic.filter((name) => name !== 'footnotes' || footnotes === null)
  if (lost.length > 0)
    notes.push(`Blocks that WordPress fills in by itself are left out: ${named(lost)}`)
  if (pageBreaks > 0) notes.push(`Its ${pageBreaks + 1} pages became one`)

  const left: string[] = []
  const missing: string[] = []
  const expanded = withoutShortcodes(html, (shortcode, inner) =>
    rendered(shortcode, inner, around, left, missing),
  )
  if (left.length > 0) notes.push(`Shortcodes are left out: ${named(left)}`)
  if (missing.length > 0) {
    notes.push(`Pictures of a gallery are not in the export: ${named(missing)}`)
  }
  const whole = (isOfBlocks ? expanded.trim() : withParagraphs(expanded)) + (footnotes ?? '')
  return { html: withOriginals(whole, around.attachments), notes }
}

function withOriginals(html: string, attachments: Attachments): string {
  if (attachments.count === 0 || !mayNameCopies(html)) return html
  return withAddresses(html, 'html', (address) => originalOf(attachments, address)).source
}

/** What stands where a shortcode was. Those that only WordPress could fill are put down in `left`. */
function rendered(
  { name, attributes, source }: Shortcode,
  inner: string | null,
  around: Around,
  left: string[],
  missing: string[],
): string {
  if ((name === 'caption' || name === 'wp_caption') && inner !== null) {
    return captioned(inner, attributes.caption ?? '')
  }
  if (name === 'gallery' && inner === null) return gallery(attributes, around, missing)
  if (name === 'embed') {
    const address = inner?.trim() || attributes.src || ''
    if (/^https?:\/\/\S+$/.test(address))
      return `\n\n${embedded(address.replace(/&amp;/g, '&'))}\n\n`
  }
  left.push(source.replace(/\s+/g, ' ').slice(0, 200))
  return inner ?? ''
}

const PICTURE = /^\s*(<a\b[^>]*>\s*<img\b[^>]*>\s*<\/a>|<img\b[^>]*>)([\s\S]*)$/i

/** A picture with what stands below it. */
function captioned(inner: string, said: string): string {
  const [, picture, rest = ''] = PICTURE.exec(inner) ?? []
  if (picture === undefined) return `${inner}${said && `\n\n${said}`}`
  const text = rest.trim() || said
  return `\n\n<figure>${picture}${text && `<figcaption>${text}</figcaption>`}</figure>\n\n`
}

/** The pictures that a gallery names, or those that were uploaded to its post. */
function gallery(
  attributes: Record<string, string>,
  { id, attachments }: Around,
  missing: string[],
): string {
  const said = attributes.ids ?? attributes.include
  const ids = said?.split(/[\s,]+/).filter(Boolean) ?? uploadedTo(attachments, id)
  const figures = ids.map((picture) => {
    const attachment = attachments.byId.get(picture)
    if (!attachment) {
      missing.push(picture)
      return ''
    }
    const { url, alt, caption } = attachment
    const below = caption && `<figcaption>${escapeHtml(caption)}</figcaption>`
    return `<figure><img src="${escapeHtml(url)}" alt="${escapeHtml(alt ?? '')}">${below ?? ''}</figure>\n`
  })
  if (ids.length === 0) missing.push('all of them')
  return `\n\n${figures.join('')}\n\n`
}

/** The list of footnotes; null for what is none. */
function footnotesOf(json: string): string | null {
  try {
    const notes = JSON.parse(json) as { content?: unknown }[]
    const items = notes.map(({ content }) => `<li>${String(content ?? '')}</li>`)
    return items.length > 0 ? `\n<ol>\n${items.join('\n')}\n</ol>` : null
  } catch {
    return null
  }
}

/** Each once, the first of them by name. */
function named(all: string[]): string {
  const once = [...new Set(all)]
  const rest = once.length - NAMED
  return once.slice(0, NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}
