/**
 * Photos of an entry, and where they stand in an article: the first leads it, the others come after the text.
 * Pure.
 */
import { HASH } from '../../articles/picture'
import { paths } from '../../site'
import { escaped, type Text } from './content'
import { isFields, type Reader, textOf } from './properties'

/** A photo as it was sent. */
export interface Photo {
  /** A file, or an address. */
  from: File | string
  /** What it shows; null where nobody said. */
  alt: string | null
}

/** A photo that is ready to stand in an article. */
export interface Placed {
  /** Of a picture of the newsroom's own. */
  hash: string | null
  /** Else, where it is. */
  address: string
  /** Empty: it only decorates. */
  alt: string
}

/** For each something is fetched, kept and made smaller before anybody gets an answer. */
const MAX_PHOTOS = 10

/** The photos of an entry, with what is said of them, in `photo` or by their order in `mp-photo-alt`. */
export function readPhotos(reader: Reader): Photo[] {
  const { properties, faults } = reader
  const values = (properties.get('photo') ?? []).filter((value) => value !== '' && value !== null)
  const alts = properties.get('mp-photo-alt') ?? []
  if (values.length > MAX_PHOTOS) {
    faults.push(`photo is there ${values.length} times; at most ${MAX_PHOTOS} are taken at once`)
    return []
  }
  return values.flatMap((value, i): Photo[] => {
    const said = textOf(alts[i])
    if (value instanceof File) return [{ from: value, alt: altOf(said) }]
    const fields = isFields(value) ? value : { value }
    const address = textOf(fields.value)?.trim()
    if (address) return [{ from: address, alt: altOf(textOf(fields.alt) ?? said) }]
    faults.push('photo must be a file, an address, or { "value": address, "alt": … }')
    return []
  })
}

const altOf = (said: string | null) => said?.replace(/\s+/g, ' ').trim() ?? null

/** The hash of a picture of the newsroom's own, by its address; null for any other. */
export function ownHash(address: string, origin: string): string | null {
  const url = URL.parse(address)
  if (url?.origin !== origin || !url.pathname.startsWith(FOLDER)) return null
  const hash = url.pathname.slice(FOLDER.length).split('/', 1)[0] ?? ''
  return HASH.test(hash) ? hash : null
}

const FOLDER = paths.picture('', '').replace(/\/+$/, '/')

/** What an article shows: its text, and its photos. */
export interface Shown {
  text: Text | null
  lead: { picture: string; alt: string } | null
}

/**
 * An article of a text and photos. Photos that the text shows already stand where it has them; without a text
 * the photos are it.
 */
export function place(text: Text | null, photos: Placed[]): Shown {
  const isShown = ({ hash, address }: Placed) => text?.body.includes(hash ?? address) ?? false
  const others = photos.filter((photo) => !isShown(photo))
  const first = others.find(({ hash }) => hash !== null)
  const below = text === null ? others : others.filter((photo) => photo !== first)
  const lead = first?.hash ? { picture: first.hash, alt: first.alt } : null
  return { text: withPhotos(text, below), lead }
}

/** Plain text shows no pictures: it becomes Markdown that shows the same. */
function withPhotos(text: Text | null, photos: Placed[]): Text | null {
  if (photos.length === 0) return text
  if (text?.format === 'html') {
    const figures = photos.map((photo) => `\n<figure>${image(photo)}</figure>`)
    return { ...text, body: text.body + figures.join('') }
  }
  const body = text?.format === 'text' ? escaped(text.body) : text?.body
  const all = [...(body === undefined ? [] : [body.trimEnd()]), ...photos.map(inMarkdown)]
  return { body: all.join('\n\n'), format: 'markdown' }
}

const inMarkdown = ({ hash, address, alt }: Placed) =>
  `![${alt === '' ? ' ' : escaped(alt)}](${hash ? `picture:${hash}` : `<${address}>`})`

const image = ({ hash, address, alt }: Placed) =>
  `<img src="${attribute(hash ? `picture:${hash}` : address)}" alt="${attribute(alt)}">`

const attribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

/** A photo below a text as `place` has put it there, and what stands before each. */
const BELOW = {
  markdown: { one: /^!\[(?:[^\]\\\n]|\\.)*\]\(picture:[0-9a-f]{64}\)$/, before: '\n\n' },
  html: { one: /^<figure><img src="picture:[0-9a-f]{64}" alt="[^"]*"><\/figure>$/, before: '\n' },
}
const EACH = {
  markdown: /!\[((?:[^\]\\\n]|\\.)*)\]\(picture:([0-9a-f]{64})\)()/g,
  html: /picture:()([0-9a-f]{64})" alt="([^"]*)"/g,
}

/** A photo of an article, as a program may read it and send it again. */
export interface Own {
  hash: string
  /** Empty: it only decorates; null: as the picture has it. */
  alt: string | null
}

export interface TakenApart {
  text: Text
  photos: Own[]
}

/** A text without the photos below it, and those. Only where a photo leads do others follow. */
export function takeApart(text: Text, hasLead: boolean): TakenApart {
  const { body, format } = text
  if (format === 'text' || !hasLead) return { text: { body, format }, photos: [] }
  const start = startOfPhotos(body, format)
  const photos = [...body.slice(start).matchAll(EACH[format])].map(
    ([, said = '', hash = '', named = '']) => ({
      hash,
      alt: format === 'html' ? unreferenced(named) : said.replace(/\\(.)/g, '$1').trim(),
    }),
  )
  return { text: { body: body.slice(0, start), format }, photos }
}

/** Where the photos below a text begin: looked for from its end, one by one, as long as there are any. */
function startOfPhotos(body: string, format: keyof typeof BELOW): number {
  const { one, before } = BELOW[format]
  let start = body.length
  while (start > 0) {
    const at = body.lastIndexOf(before, start - 1)
    if (!one.test(body.slice(at < 0 ? 0 : at + before.length, start))) return start
    if (at < 0) return format === 'markdown' ? 0 : start
    start = at
  }
  return start
}

const unreferenced = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
