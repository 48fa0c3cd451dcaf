/** An entry of microformats, as what an article is made of. Pure. */
import { slugFrom } from '../../articles/writing/slug'
import { type Site, slugBudget } from '../../site'
import { readMoment } from '../moments'
import { readContent, type Text } from './content'
import { type Photo, readPhotos } from './photos'
import { isFields, only, onlyText, type Properties, type Reader, textOf, texts } from './properties'

export interface Entry {
  name: string | null
  text: Text | null
  summary: string | null
  author: string | null
  /** Each may name a section too. */
  categories: string[]
  /** The section it is for, by slug or name, where it says so. */
  channel: string | null
  photos: Photo[]
  /** In UTC seconds. */
  published: number | null
  status: 'draft' | 'published' | null
  slug: string | null
}

/** Read here; everything else is left out. */
const KNOWN = [
  'name',
  'content',
  'summary',
  'author',
  'category',
  'photo',
  'published',
  'post-status',
  'visibility',
  'mp-slug',
  'mp-channel',
  'mp-destination',
  'mp-photo-alt',
]

/** Where and when, and what the entry's text was until now. */
export interface Scene {
  site: Site
  before?: Text | null
}

export function readEntry(
  properties: Properties,
  { site, before = null }: Scene,
): { entry: Entry; notes: string[] } | { faults: string[] } {
  const reader: Reader = { properties, faults: [], notes: [] }
  const status = readStatus(reader)
  const entry: Entry = {
    name: onlyText(reader, 'name'),
    text: readContent(reader, before),
    summary: onlyText(reader, 'summary'),
    author: readAuthor(reader),
    categories: [...new Set(texts(reader, 'category'))],
    channel: readChannel(reader, site),
    photos: readPhotos(reader),
    published: readPublished(reader, site),
    status,
    slug: readSlug(reader, site),
  }
  checkVisibility(reader, status)
  const { faults, notes } = reader
  if (faults.length > 0) return { faults }
  const others = leftOut(properties)
  return { entry, notes: [...notes, ...(others ? [others] : [])] }
}

/** Names that anybody will read, and how much of each. */
const MAX_NAMES = 20
const MAX_NAME = 50

function leftOut(properties: Properties): string | null {
  const names = [...properties.keys()].filter((name) => !KNOWN.includes(name))
  if (names.length === 0) return null
  const shown = names.slice(0, MAX_NAMES).map((name) => name.slice(0, MAX_NAME))
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : ''
  return `Left out, as articles have no such thing: ${shown.join(', ')}${more}`
}

function readStatus(reader: Reader): Entry['status'] {
  const status = onlyText(reader, 'post-status')
  if (status === null || status === 'draft' || status === 'published') return status
  reader.faults.push('post-status must be published or draft')
  return null
}

/** Nobody but readers at large can be shown an article: what is for some must not be shown to all. */
function checkVisibility(reader: Reader, status: Entry['status']) {
  const visibility = onlyText(reader, 'visibility')
  if (visibility === null || visibility === 'public') return
  if (status === 'draft') reader.notes.push('visibility is left out: a draft is for nobody yet')
  else {
    reader.faults.push(
      'visibility must be public, as articles are; send post-status draft to keep it from readers',
    )
  }
}

/** A name, or a card with one. */
function readAuthor(reader: Reader): string | null {
  const value = only(reader, 'author')
  if (value === null) return null
  const card = isFields(value) && isFields(value.properties) ? value.properties : null
  const names = card && Array.isArray(card.name) ? card.name : [value]
  const name = textOf(names[0])
  if (name !== null && !URL.canParse(name)) return name
  reader.notes.push('author is left out: it has to be a name')
  return null
}

/** A newsroom is one destination, its sections are channels; some apps know only the former. */
function readChannel(reader: Reader, site: Site): string | null {
  const [channel, ...others] = texts(reader, 'mp-channel')
  if (others.length > 0) reader.notes.push('mp-channel: an article is in one section, the first')
  if (channel !== undefined) return channel
  const destination = onlyText(reader, 'mp-destination')
  const isSite = destination === null || URL.parse(destination)?.href === `${site.origin}/`
  return isSite ? null : destination
}

function readPublished(reader: Reader, site: Site): number | null {
  const text = onlyText(reader, 'published')
  if (text === null) return null
  const moment = readMoment(text, site.timeZone)
  if (moment === null) {
    reader.faults.push('published must be a date with a time, like 2026-11-27T08:00:00+08:00')
  }
  return moment
}

/** A suggestion, to the specification: made into what an address here can be. */
function readSlug(reader: Reader, site: Site): string | null {
  const asked = onlyText(reader, 'mp-slug')
  if (asked === null) return null
  const slug = slugFrom(asked, slugBudget(site)) || null
  if (slug !== asked) reader.notes.push(`mp-slug was made ${slug ?? 'from the name'}`)
  return slug
}
