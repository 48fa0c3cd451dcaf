/** A piece of the old site as a line for the newsroom, all but its pictures and links. */
import { createHash } from 'node:crypto'
import { type Addressed, type Claims, claim } from './claims.ts'
import type { Sections } from './sections.ts'
import type { Piece } from './source.ts'
import { cleanBody, cut, isBlank, isLonger, tidyLine } from './text.ts'
import { standingOf } from './times.ts'

export interface Planned extends Addressed {
  piece: Piece
  title: string
  body: string
  /** All fields of its line but `body` and `lead`; without `section` where nobody says which. */
  fields: Record<string, unknown>
}

/** What lines are made with, in the order of the source. */
export interface Making {
  system: string
  /** In milliseconds. */
  now: number
  bringsDrafts: boolean
  claims: Claims
  sections: Sections
  /** When the last one before it was published. */
  lastDate: string | null
}

/** As the API takes them: characters, entries, bytes. */
const MAX = {
  title: 200,
  keyword: 50,
  keywords: 20,
  summary: 500,
  author: 100,
  sourceName: 100,
  sourceUrl: 2_000,
  originId: 200,
}
export const MAX_BODY_BYTES = 256 * 1024

/** The line, or why the piece stays behind. `note` is told what does not come along as it was. */
export function lineOf(
  making: Making,
  piece: Piece,
  note: (text: string) => void,
): Planned | { stays: string } {
  const { body, wasOdd } = cleanBody(piece.body)
  if (!making.bringsDrafts && piece.status === 'draft') return { stays: '--no-drafts leaves it' }
  if (isBlank(body)) return { stays: 'it has no text, and an article needs some' }
  if (isTooLong(body)) return { stays: TOO_LONG }
  if (wasOdd) note('control characters were taken out of the text')
  for (const one of piece.notes) note(one)
  const { section, keywords } = making.sections.place(piece, note)
  const title = titleOf(piece, note)
  const addressed = claim(making.claims, piece, note)
  const leading = addressed.addresses.filter(({ fate }) => fate === 'leads')
  const standing = standingOf(piece, making.now, making.lastDate, note)
  making.lastDate = standing.publishedAt ?? making.lastDate
  const fields = {
    title,
    ...(section !== null && { section }),
    format: piece.format,
    ...list('keywords', keywordsOf([...keywords, ...piece.keywords], note)),
    ...given('summary', short('summary', piece.summary, MAX.summary, note)),
    ...given('author', nameOf('author', piece.author, MAX.author, note)),
    ...given('source', sourceOf(piece.source, note)),
    ...given('language', languageOf(piece.language, note)),
    ...standing,
    ...given('slug', addressed.slug),
    ...list(
      'formerAddresses',
      leading.map(({ old }) => old),
    ),
    origin: { system: making.system, id: originId(piece.id) },
  }
  return { piece, title, body, fields, ...(standing.wasPublic ? addressed : hidden(addressed)) }
}

/** Nobody gets to what is not public, wherever it will be. */
const hidden = ({ slug, addresses }: Addressed): Addressed => ({
  slug,
  addresses: addresses.map(({ old, fate }) => ({
    old,
    fate: fate === 'leads' || fate === 'same' ? 'hidden' : fate,
  })),
})

export const TOO_LONG = `its text has more than ${MAX_BODY_BYTES / 1024} KiB; split it`

export const isTooLong = (body: string) =>
  body.length * 3 > MAX_BODY_BYTES && Buffer.byteLength(body) > MAX_BODY_BYTES

const given = (field: string, value: unknown) => (value === null ? {} : { [field]: value })
const list = (field: string, values: string[]) => (values.length === 0 ? {} : { [field]: values })

/** Ids are for good; one too long is known by its digest. */
const originId = (id: string) =>
  isLonger(id, MAX.originId) || tidyLine(id) !== id
    ? `sha256:${createHash('sha256').update(id).digest('hex')}`
    : id

function titleOf({ title, slug, id }: Piece, note: (text: string) => void): string {
  const tidy = tidyLine(title)
  if (tidy === '') note('it has no title: what it is called in its address stands for it')
  if (isLonger(tidy, MAX.title))
    note(`its title is longer than ${MAX.title} characters: it was cut`)
  return cut(tidy || tidyLine(slug ?? '') || tidyLine(id) || '—', MAX.title)
}

function short(what: string, text: string | null, most: number, note: (text: string) => void) {
  const tidy = tidyLine(text ?? '')
  if (isLonger(tidy, most)) note(`its ${what} is longer than ${most} characters: it was cut`)
  return tidy === '' ? null : cut(tidy, most)
}

/** What has a page under its name: no address can end in dots alone. */
function nameOf(what: string, text: string | null, most: number, note: (text: string) => void) {
  const name = short(what, text, most, note)
  return name === '.' || name === '..' ? null : name
}

function keywordsOf(all: string[], note: (text: string) => void): string[] {
  const tidy = [...new Set(all.map(tidyLine))].filter((one) => !/^\.{0,2}$/.test(one))
  const fit = tidy.filter((one) => !isLonger(one, MAX.keyword))
  if (fit.length < tidy.length) {
    note(`keywords of more than ${MAX.keyword} characters were left out`)
  }
  if (fit.length > MAX.keywords) {
    note(`it has more than ${MAX.keywords} keywords: the others were left out`)
  }
  return fit.slice(0, MAX.keywords)
}

function sourceOf(source: Piece['source'], note: (text: string) => void) {
  const name = short('source', source?.name ?? null, MAX.sourceName, note)
  if (source === null || name === null) return null
  const url = source.url === null ? null : URL.parse(source.url)
  const fits = url !== null && /^https?:$/.test(url.protocol) && url.href.length <= MAX.sourceUrl
  if (source.url !== null && !fits) note('the address of its source is none of the web: left out')
  return fits && !url.username && !url.password ? { name, url: url.href } : { name }
}

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

function languageOf(tag: string | null, note: (text: string) => void): string | null {
  if (tag === null || tag.trim() === '') return null
  try {
    const [canonical = ''] = Intl.getCanonicalLocales(tag.trim().replaceAll('_', '-'))
    if (canonical.length <= 35 && languages.of(canonical)) return canonical
  } catch {}
  note(`its language is none that is known, and was left out: "${tag.slice(0, 50)}"`)
  return null
}
